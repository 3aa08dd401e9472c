"""The log of what happened to whom, and what it holds: posts published, edges, blocks, engagements."""
