"""Django's SQLite, with one difference: whoever writes takes a turn at the gate (`kit.gate`), like every other writer."""
