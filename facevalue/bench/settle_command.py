"""`facevalue bench settle`."""

import argparse
import json
from typing import Any


def register(benches: Any) -> None:
    """Adds the measurement."""
    parser: argparse.ArgumentParser = benches.add_parser("settle", help="from the durable inbox to committed settlement")
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database; else a server of its own")
    parser.add_argument("--people", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--events", type=int, default=3_000_000, metavar="N")
    parser.add_argument("--batch", type=int, default=0, metavar="N", help="records to a transaction; 0: as the worker chooses")
    parser.add_argument("--settlers", type=int, default=0, metavar="N", help="that share the slots; 0: as the worker has")
    parser.add_argument("--latency-seconds", type=int, default=0, metavar="N", help="then N seconds at a tenth of that rate")
    parser.add_argument("--evergreen", type=float, default=0.1, metavar="PART", help="how much goes to posts of any age")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measures and prints."""
    from contextlib import nullcontext

    from facevalue.bench import settle
    from facevalue.bench.postgres import server
    from facevalue.faces.worker.worker import SETTLERS

    for name in ("people", "events"):
        if getattr(arguments, name) < 1:
            raise SystemExit(f"--{name} must be at least 1")
    with server(arguments.database) if arguments.engine == "postgres" else nullcontext("") as address:
        options = {"batch": arguments.batch, "latency_s": arguments.latency_seconds, "evergreen": arguments.evergreen}
        options["settlers"] = arguments.settlers or SETTLERS
        figures = settle.run(address, arguments.people, arguments.events, **options)
    if arguments.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        print(f"{name:36} {value:>16,}" if not isinstance(value, str) else f"{name:36} {value:>16}")
    return 0
