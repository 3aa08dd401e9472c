"""The command line: `facevalue COMMAND`."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from facevalue.kit.errors import FacevalueError

# Each module has `register(subparsers)`, which adds a parser and sets its `run` default: a function of the parsed
# arguments that returns the exit code. It imports what the command needs inside that function, so that
# `facevalue --help` stays quick.
COMMANDS: tuple[str, ...] = (
    "facevalue.config.up",
    "facevalue.config.ingest",
    "facevalue.config.verify",
    "facevalue.config.manage",
    "facevalue.config.messages",
    "facevalue.bench.replay_command",
    "facevalue.bench.command",
)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="facevalue", description="People earn for the attention they really bring.")
    subparsers = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in COMMANDS:
        import_module(module).register(subparsers)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; what a caller can do something about is told in one line."""
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except FacevalueError as error:
        print(f"facevalue: {error.detail}", file=sys.stderr)
        return 1
    return code
