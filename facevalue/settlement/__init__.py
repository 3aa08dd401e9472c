"""The engine: gives every engagement its outcome and moves the money, as a function of the log."""
