"""`facevalue bench ingest`."""

import argparse
import json
from typing import Any


def register(benches: Any) -> None:
    """Adds the measurement."""
    parser: argparse.ArgumentParser = benches.add_parser("ingest", help="engagements by HTTP, from the socket to the disk")
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database; else a server of its own")
    parser.add_argument("--people", type=int, default=20_000, metavar="N")
    parser.add_argument("--lines", type=int, default=1_000, metavar="N", help="engagements in a batch")
    parser.add_argument("--connections", type=int, default=64, metavar="N", help="of clients that send one by one")
    parser.add_argument("--seconds", type=float, default=10, metavar="N", help="for each of the two measurements")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measures and prints."""
    from contextlib import nullcontext

    from facevalue.bench import intake
    from facevalue.bench.postgres import server

    if not 1 <= arguments.lines <= 10_000 or not 1 <= arguments.connections <= 1_000:
        raise SystemExit("--lines is 1 to 10000, --connections 1 to 1000")
    if arguments.people < 1 or arguments.seconds <= 0:
        raise SystemExit("--people is at least 1, --seconds more than 0")
    with server(arguments.database) if arguments.engine == "postgres" else nullcontext("") as address:
        figures = intake.run(address, arguments.people, arguments.lines, arguments.connections, arguments.seconds)
    if arguments.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        print(f"{name:36} {value:>16,}" if not isinstance(value, str) else f"{name:36} {value:>16}")
    return 0
