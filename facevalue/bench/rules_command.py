"""`facevalue bench rules`."""

import argparse
import json
from typing import Any


def register(benches: Any) -> None:
    """Adds the measurement."""
    parser: argparse.ArgumentParser = benches.add_parser(
        "rules", help="a month of submissions, decided again by a brand's rules"
    )
    parser.add_argument("--posts", type=int, default=1_000_000, metavar="N", help="submissions that are stored")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measures and prints."""
    from facevalue.bench import rules

    if arguments.posts < 1:
        raise SystemExit("--posts must be at least 1")
    figures = rules.run(arguments.posts)
    if arguments.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        print(f"{name:24} {value:>16,}")
    return 0
