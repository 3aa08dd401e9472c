"""`facevalue bench render`."""

import argparse
import json
from pathlib import Path
from typing import Any


def register(benches: Any) -> None:
    """Adds the measurement."""
    parser: argparse.ArgumentParser = benches.add_parser("render", help="the picture of a selfie with a frame and two stickers")
    parser.add_argument("--pictures", type=int, default=30, metavar="N", help="how many are made (default: 30)")
    parser.add_argument("--photos", type=Path, metavar="DIR", help="JPEG files to make them of; else some are drawn")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measures and prints."""
    from facevalue.bench import render

    if arguments.pictures < 1:
        raise SystemExit("--pictures is at least 1")
    figures = render.run(arguments.pictures, arguments.photos)
    if arguments.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        print(f"{name:28} {value:>12,}")
    return 0
