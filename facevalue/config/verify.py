"""`facevalue verify`: recomputes every balance and every invariant, and says what is wrong and where."""

import argparse
from pathlib import Path

from facevalue.config.environment import choose, environment, use_django_settings
from facevalue.kit.errors import FacevalueError

RECORDS_DEEP_MAX = 5_000_000


class NothingToVerify(FacevalueError):
    """There is no data where the command was told to look, or none of ours."""

    code = "nothing_to_verify"
    title = "There is nothing to verify"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "verify",
        help="recompute every balance and every invariant",
        description="Recomputes every balance and every invariant, and prints a line for whatever is wrong: the rule, the "
        "table with slot and id, what was found and what should be there. The exit code is 1 if anything is. It looks at one "
        "moment, so `facevalue up` may go on meanwhile.",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: FACEVALUE_DATA)")
    parser.add_argument(
        "--deep",
        action=argparse.BooleanOptionalAction,
        help="also settle the whole log again, in a database of its own in the folder for temporary files, and compare every "
        f"row (default: if the log has at most {RECORDS_DEEP_MAX:,} records)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """0 if all is well, 1 if anything is wrong."""
    import sqlite3

    import django
    import psycopg

    from facevalue.config.folder import Folder

    chosen = environment()
    data = (arguments.data or chosen.data).absolute()
    folder = Folder(data, chosen.database_url)
    for path in () if folder.database_url else (folder.state, folder.log):
        if not Path(path).is_file():
            raise NothingToVerify(f"{path} is not there")
    choose(data, chosen.database_url)
    use_django_settings()
    django.setup()
    from facevalue.config import report  # its models want Django to be ready

    try:
        return report.verify(folder, arguments.deep, RECORDS_DEEP_MAX)
    except (sqlite3.DatabaseError, psycopg.Error) as error:
        where = "the database" if folder.database_url else folder.state
        raise NothingToVerify(f"{where} holds nothing of Facevalue's: {str(error).splitlines()[0]}") from error
