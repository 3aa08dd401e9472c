"""`facevalue bench contention`."""

import argparse
import json
from typing import Any


def register(benches: Any) -> None:
    """Adds the measurement."""
    parser: argparse.ArgumentParser = benches.add_parser("contention", help="small writes beside a settlement at full speed")
    parser.add_argument("--people", type=int, default=200_000, metavar="N")
    parser.add_argument("--events", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--writes", type=float, default=50, metavar="N", help="of each of the two writers, a second")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measures and prints."""
    from facevalue.bench import contention

    if arguments.people < 1 or arguments.events < 1 or arguments.writes <= 0:
        raise SystemExit("--people and --events are at least 1, --writes more than 0")
    figures = contention.run(arguments.people, arguments.events, arguments.writes)
    if arguments.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        print(f"{name:36} {value:>16,}")
    return 0
