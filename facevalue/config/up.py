"""`facevalue up`: everything in one process, from the HTTP server to settlement."""

import argparse
from pathlib import Path

from facevalue.config.environment import choose, environment, show_messages

HOST, PORT, PACE = "127.0.0.1", 8000, 25.0
PACE_MAX = 5_000.0


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    parser = subparsers.add_parser("up", help="run everything in one process")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder, made when missing (default: FACEVALUE_DATA)")
    parser.add_argument("--host", default=HOST, help=f"the address to listen at (default: {HOST})")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"the port to listen at (default: {PORT})")
    parser.add_argument("--demo", action="store_true", help="with a demo world, in which engagements keep coming in")
    parser.add_argument(
        "--pace", type=_pace, default=PACE, metavar="N", help=f"with --demo: engagements a second (default: {PACE})"
    )
    parser.set_defaults(run=run)


def _pace(text: str) -> float:
    try:
        pace = float(text)
    except ValueError:
        pace = -1.0
    if not 0 <= pace <= PACE_MAX:
        raise argparse.ArgumentTypeError(f"a number from 0 to {PACE_MAX:g}, not {text}")
    return pace


def run(arguments: argparse.Namespace) -> int:
    """Serves until it is told to stop by SIGTERM or Ctrl-C."""
    from facevalue.config.folder import Folder
    from facevalue.config.process import serve

    chosen = environment()
    data = (arguments.data or chosen.data).absolute()
    choose(data, chosen.database_url)
    if arguments.demo:
        show_messages()
    demo_pace = arguments.pace if arguments.demo else None
    try:
        serve(Folder(data, chosen.database_url), arguments.host, arguments.port, demo_pace)
    except KeyboardInterrupt:
        # Before the server had begun to listen to it.
        return 130
    return 0
