"""`facevalue bench weight`."""

import argparse
import json
from typing import Any


def register(benches: Any) -> None:
    """Adds the measurement."""
    parser: argparse.ArgumentParser = benches.add_parser("weight", help="what the creators' app weighs in a real browser")
    parser.add_argument("--json", action="store_true", help="one line of JSON: by app its figures")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measures and prints."""
    from facevalue.bench import weight

    found = weight.run()
    if arguments.json:
        print(json.dumps(found))
        return 0
    for app, figures in found.items():
        print(app)
        for name, value in figures.items():
            print(f"  {name:20} {value:>10,}")
    return 0
