"""The demo world, made by code alone, and the simulator that keeps it alive over HTTP."""
