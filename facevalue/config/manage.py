"""`facevalue manage …`: Django's own commands, such as migrate and shell."""

import argparse

from facevalue.config.environment import use_django_settings


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    parser = subparsers.add_parser("manage", help="run one of Django's own commands", add_help=False)
    parser.add_argument("words", nargs=argparse.REMAINDER, help="the command and its options")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Hands over to Django, which exits by itself when a command fails."""
    from django.core.management import execute_from_command_line

    use_django_settings()
    execute_from_command_line(["facevalue manage", *arguments.words])
    return 0
