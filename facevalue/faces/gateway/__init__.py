"""The hot paths: engagement ingest and live streams. Starlette, msgspec and numpy; no Django."""
