"""Audits one after another, how far they are, and what they found."""

import re
import sys
import time
from collections import Counter
from contextlib import ExitStack, closing

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from facevalue.config.audits import Audit, by_name, findings
from facevalue.config.folder import Folder
from facevalue.kit.clock import now_ms
from facevalue.kit.db import connect
from facevalue.kit.findings import Finding, place
from facevalue.settlement import queries as settlement
from facevalue.social.ingest import Log

_PRINTED_PER_RULE_MAX = 50
_OF_LEDGER = re.compile(r"(account|transfer|hold) (\d+)")


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
        wrong = print_findings(by_name(db, log, now_ms(), deep=deep), counts["records of the log"])
    counted = ", ".join(f"{count:,} {what}" for what, count in counts.items())
    again = "the log settled again" if deep else "the log not settled again (--deep does that)"
    print(f"Checked {counted} in {time.monotonic() - began_s:.1f} s; {again}")
    print(f"Wrong: {wrong:,}" if wrong else "Everything is as it should be")
    return 1 if wrong else 0


def print_findings(audits: dict[str, Audit], records: int) -> int:
    """How many there are; of each rule the first ones are printed."""
    counts, lines = Counter[str](), list[str]()
    bars = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
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
