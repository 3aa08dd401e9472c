"""People, organisations, roles, apps and their credentials."""
