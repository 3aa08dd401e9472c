"""All audits of all rooms, one after another, over one moment of what may go on meanwhile."""

import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from facevalue.campaigns import queries as campaigns
from facevalue.config import schema
from facevalue.config.folder import Folder
from facevalue.kit.clock import now_ms
from facevalue.kit.db import Database, connect
from facevalue.kit.findings import Finding, place
from facevalue.ledger import queries as ledger
from facevalue.settlement import queries as settlement
from facevalue.social import queries as social
from facevalue.social.ingest import Log
from facevalue.treasury import queries as treasury

_PRINTED_PER_RULE_MAX = 50
_OF_LEDGER = re.compile(r"(account|transfer|hold) (\d+)")

Tell = Callable[[int], None]
Audit = Callable[[Tell], Iterator[Finding]]


def verify(folder: Folder, deep: bool | None, records_deep_max: int) -> int:
    """Prints what is wrong with a deployment, or that nothing is; the command's exit code."""
    began_s = time.monotonic()
    with ExitStack() as stack:
        db = stack.enter_context(closing(connect(folder.state, checkpoints=False)))
        log = stack.enter_context(closing(Log(connect(folder.log, checkpoints=False))))
        if db.engine == "sqlite":
            db.pragma("temp_store = FILE")  # sorting a table must not take as much memory as the table
        stack.enter_context(db.snapshot())
        counts = settlement.counts(db) | {"records of the log": log.count_records()}
        deep = counts["records of the log"] <= records_deep_max if deep is None else deep
        wrong = _print_findings(by_name(db, log, now_ms(), deep=deep), counts["records of the log"])
    counted = ", ".join(f"{count:,} {what}" for what, count in counts.items())
    again = "the log settled again" if deep else "the log not settled again (--deep does that)"
    print(f"Checked {counted} in {time.monotonic() - began_s:.1f} s; {again}")
    print(f"Wrong: {wrong:,}" if wrong else "Everything is as it should be")
    return 1 if wrong else 0


def by_name(db: Database, log: Log, at_ms: int, *, deep: bool) -> dict[str, Audit]:
    """What there is to check. Each takes a function to tell how many rows it has read since, and yields what is wrong.

    `db` goes on seeing the moment at which this is called, and `log` holds at least what was settled by then.
    """
    positions = settlement.cursors(db)["position"]

    def again(tell: Tell) -> Iterator[Finding]:
        with (
            tempfile.TemporaryDirectory(prefix="facevalue-verify-") as scratch_folder,
            closing(connect(Path(scratch_folder) / "state.sqlite")) as scratch,
        ):
            scratch.pragma("synchronous = OFF")
            schema.create(scratch)
            for records in settlement.rebuild(scratch, log, positions, at_ms):
                tell(records)
            yield from social.compare(db, scratch, positions)
            yield from settlement.compare(db, scratch)

    audits: dict[str, Audit] = {
        "ledger": lambda tell: ledger.audit(db),
        "treasury": lambda tell: treasury.audit(db),
        "campaigns": lambda tell: campaigns.audit(db),
        "log": lambda tell: social.audit(db, log, positions, tell),
        "settlement": lambda tell: settlement.audit(db, log, tell),
    }
    return audits | ({"settling again": again} if deep else {})


def findings(name: str, audit: Audit, tell: Tell) -> Iterator[Finding]:
    """What an audit finds; that it cannot go on is a finding too."""
    try:
        yield from audit(tell)
    except Exception as error:
        yield Finding("audit", name, f"cannot go on: {error!r}")


def _print_findings(audits: dict[str, Audit], records: int) -> int:
    """How many there are; of each rule the first ones are printed."""
    counts, lines = Counter[str](), list[str]()
    bars = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*bars, console=Console(file=sys.stderr)) as progress:
        for name, audit in audits.items():
            task = progress.add_task(name, total=None)

            def tell(count: int, task: TaskID = task) -> None:
                progress.update(task, advance=count, total=records)

            for finding in findings(name, audit, tell):
                counts[finding.rule] += 1
                if counts[finding.rule] <= _PRINTED_PER_RULE_MAX:
                    lines.append(_line(finding))
            progress.update(task, total=1, completed=1)
    for rule, count in counts.items():
        if count > _PRINTED_PER_RULE_MAX:
            lines.append(f"{rule}: and {count - _PRINTED_PER_RULE_MAX:,} more")
    for line in lines:
        print(line)
    return counts.total()


def _line(finding: Finding) -> str:
    rule, where, detail = finding
    of_ledger = _OF_LEDGER.fullmatch(where)
    return f"{rule}: {place('ledger_' + of_ledger[1], int(of_ledger[2])) if of_ledger else where}: {detail}"
