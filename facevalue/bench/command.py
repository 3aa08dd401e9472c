"""`facevalue bench NAME`: one module for each measurement, with a `register` of its own."""

import argparse
from importlib import import_module
from typing import Any

# Each has `register(benches)`, as the modules of the command line have.
BENCHES: tuple[str, ...] = (
    "facevalue.bench.settle_command",
    "facevalue.bench.ingest_command",
    "facevalue.bench.live_command",
    "facevalue.bench.contention_command",
    "facevalue.bench.insight_command",
    "facevalue.bench.rules_command",
    "facevalue.bench.render_command",
    "facevalue.bench.feed_command",
    "facevalue.bench.weight_command",
)


def register(subparsers: Any) -> None:
    """Adds the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("bench", help="measure this machine")
    benches = parser.add_subparsers(title="measurements", metavar="NAME", required=True)
    for module in BENCHES:
        import_module(module).register(benches)
