"""`facevalue ingest FILE`: brings a file of engagements to a gateway."""

import argparse
import sys
from pathlib import Path

SOME_REJECTED = 3
INTERRUPTED = 130


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    parser = subparsers.add_parser("ingest", help="bring a file of engagements (NDJSON) to a gateway")
    parser.add_argument("file", type=Path, metavar="FILE.ndjson", help="one engagement in each line")
    parser.add_argument("--url", required=True, help="where the gateway is, such as http://localhost:8000")
    parser.add_argument("--key", required=True, metavar="fv_…", help="an app's API key with the scope engagements:write")
    parser.add_argument("--patience", type=float, default=300, metavar="SECONDS", help="how long to try again (default: 300)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit codes: 0 every line was accepted; 3 some were rejected; 1 it could not be finished, and goes on when run again."""
    import httpx
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from facevalue.config.courier import Courier, Standing, standing_of

    url = arguments.url.rstrip("/")
    if not url.startswith(("http://", "https://")) or not arguments.key.isascii():
        raise SystemExit("--url begins with http:// or https://, and --key is plain ASCII")
    try:
        standing = standing_of(arguments.file, url)
    except OSError as error:
        print(f"facevalue: {arguments.file} cannot be read: {error.strerror}", file=sys.stderr)
        return 1
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    bar = Progress(*columns, TextColumn("{task.fields[lines]:,} lines, {task.fields[rejected]:,} rejected"))
    headers = {"Authorization": f"Bearer {arguments.key}"}
    with bar, httpx.Client(base_url=url, headers=headers) as client:
        task = bar.add_task(
            arguments.file.name,
            total=arguments.file.stat().st_size,
            completed=standing.offset,
            lines=standing.lines,
            rejected=standing.rejected,
        )

        def told(standing: Standing) -> None:
            bar.update(task, completed=standing.offset, lines=standing.lines, rejected=standing.rejected)

        courier = Courier(arguments.file, client, standing, arguments.patience, told)
        try:
            courier.carry()
        except KeyboardInterrupt:
            bar.stop()
            print("Stopped. Run the same command again to go on from here.", file=sys.stderr)
            return INTERRUPTED
        except OSError as error:
            bar.stop()
            print(f"facevalue: {error.filename or arguments.file}: {error.strerror}", file=sys.stderr)
            return 1
    print(f"{standing.lines:,} lines: {standing.accepted:,} accepted, {standing.rejected:,} rejected")
    if standing.rejected:
        print(f"The rejected lines, with their reasons: {courier.report}")
        return SOME_REJECTED
    return 0
