"""What may be shown: submissions, cases, decisions, reports, appeals, and brands' rules as code."""
