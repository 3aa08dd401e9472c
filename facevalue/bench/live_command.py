"""`facevalue bench live`."""

import argparse
import json
from typing import Any


def register(benches: Any) -> None:
    """Adds the measurement."""
    parser: argparse.ArgumentParser = benches.add_parser("live", help="from the acknowledgement to the brand's live stream")
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database; else a server of its own")
    parser.add_argument("--people", type=int, default=20_000, metavar="N")
    parser.add_argument("--rate", type=int, default=5_000, metavar="N", help="engagements a second")
    parser.add_argument("--seconds", type=float, default=30, metavar="N")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measures and prints."""
    from contextlib import nullcontext

    from facevalue.bench import live
    from facevalue.bench.postgres import server

    if arguments.people < 1 or arguments.rate < 1 or arguments.seconds <= 0:
        raise SystemExit("--people and --rate are at least 1, --seconds more than 0")
    with server(arguments.database) if arguments.engine == "postgres" else nullcontext("") as address:
        figures = live.run(address, arguments.people, arguments.rate, arguments.seconds)
    if arguments.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        print(f"{name:36} {value:>16,}" if not isinstance(value, str) else f"{name:36} {value:>16}")
    return 0
