"""`facevalue bench feed`."""

import argparse
import json
from typing import Any


def register(benches: Any) -> None:
    """Adds the measurement."""
    parser: argparse.ArgumentParser = benches.add_parser("feed", help="what a page of a feed shows, for who follows many")
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database; else a server of its own")
    parser.add_argument("--follows", type=int, default=1_000, metavar="N", help="whom the person follows")
    parser.add_argument("--posts", type=int, default=100_000, metavar="N", help="that there are in the app")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measures and prints."""
    from contextlib import nullcontext

    from facevalue.bench import feed
    from facevalue.bench.postgres import server

    for name in ("follows", "posts"):
        if getattr(arguments, name) < 1:
            raise SystemExit(f"--{name} must be at least 1")
    with server(arguments.database) if arguments.engine == "postgres" else nullcontext("") as address:
        figures = feed.run(address, arguments.follows, arguments.posts)
    if arguments.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        print(f"{name:36} {value:>16,}" if not isinstance(value, str) else f"{name:36} {value:>16}")
    return 0
