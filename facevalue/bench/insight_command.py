"""`facevalue bench insight`."""

import argparse
import json
from typing import Any


def register(benches: Any) -> None:
    """Adds the measurement."""
    parser: argparse.ArgumentParser = benches.add_parser("insight", help="from settled facts to the figures of a live page")
    parser.add_argument("--events", type=int, default=10_000_000, metavar="N", help="engagements that are stored")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measures and prints."""
    from facevalue.bench import insight

    if arguments.events < 1:
        raise SystemExit("--events must be at least 1")
    figures = insight.run(arguments.events)
    if arguments.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        print(f"{name:36} {value:>16,}")
    return 0
