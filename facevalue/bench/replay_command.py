"""`facevalue replay cascades …`: real sharing cascades through the real inbox and settlement."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facevalue.bench.replay import Replay

ESCROW_TOKENS_MAX = 10**12
PRICE_TOKENS_MAX = 10**9
BATCH_ROWS_MAX = 1 << 20


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    replay = subparsers.add_parser("replay", help="play real data through the inbox and settlement")
    kinds = replay.add_subparsers(title="data", metavar="DATA", required=True)
    parser = kinds.add_parser(
        "cascades",
        help="sharing cascades in CSV",
        description="Plays sharing cascades into a fresh data folder and writes what each row became to DIR/outcomes.csv. "
        "FILE is CSV, also gzipped: cascade,parent,parent_min,child,child_min. A row without a parent publishes a post of the "
        "child; every other row is the child's share of it, child_min minutes later, via the parent.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--price", type=_up_to(PRICE_TOKENS_MAX), required=True, metavar="N", help="tokens for a share")
    parser.add_argument(
        "--escrow", type=_up_to(ESCROW_TOKENS_MAX), required=True, metavar="N", help="tokens set aside for each post"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the data folder, made when missing")
    parser.add_argument(
        "--follows", type=Path, metavar="FILE", help="CSV: follower,followee (default: each child follows its parent)"
    )
    parser.add_argument(
        "--batch",
        type=_up_to(10**12),
        default=BATCH_ROWS_MAX,
        metavar="N",
        help=f"rows delivered and settled at once; the default and the most: {BATCH_ROWS_MAX:,}",
    )
    parser.add_argument(
        "--database", type=_address, metavar="URL", help="an empty PostgreSQL database instead of SQLite in DIR"
    )
    parser.set_defaults(run=run)


def _up_to(largest: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not 1 <= int(text) <= largest:
            raise argparse.ArgumentTypeError(f"{text} is not between 1 and {largest:,}")
        return int(text)

    return number


def _address(text: str) -> str:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        conninfo_to_dict(text)
    except psycopg.ProgrammingError:
        text = ""
    if not text.startswith(("postgresql://", "postgres://")):
        raise argparse.ArgumentTypeError("expected postgresql://user:password@host/name")
    return text


def run(arguments: argparse.Namespace) -> int:
    """Plays the file; reads it first, so that a bad one leaves no folder behind."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from facevalue.bench import replay, world

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(file=sys.stderr)) as progress:
        task = progress.add_task(f"reading {arguments.file.name}", total=None)
        rows, follows = replay.read(arguments.file, arguments.follows)
        progress.remove_task(task)
        tokens = max(1, len(rows.roots) * arguments.escrow)
        made = world.create(arguments.out, arguments.database or "", (0, 0, arguments.price), tokens)
        try:
            played = replay.Replay(made, rows)
            played.run(arguments.escrow, follows, arguments.batch, progress)
        finally:
            made.close()
    played.write(arguments.out / "outcomes.csv")
    _print(played)
    return 0


def _print(played: "Replay") -> None:
    for word, count in played.totals().items():
        print(f"{word:<14}{count:>14,}")
    print(f"{len(played.answers.word):,} rows, {int(played.answers.price.sum()):,} tokens paid")
    if played.settle_s:
        per_second = played.settled / played.settle_s
        print(f"{played.settled:,} events settled in {played.settle_s:.1f} s: {per_second:,.0f} events/s")
