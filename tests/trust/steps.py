"""Who sits at the desk, and what they do."""

import json

import numpy as np
from django.db import transaction

from facevalue.campaigns.models import Outbox as CampaignsOutbox
from facevalue.kit import ids
from facevalue.kit.db import Database
from facevalue.ledger import queries as ledger
from facevalue.ledger.queries import TOKEN, Kind
from facevalue.social import queries as social
from facevalue.trust import actions
from facevalue.trust.cases import Desk
from facevalue.trust.models import Case, Decision, Outbox, Submission
from facevalue.trust.rules import Reason, Verdict
from tests import cast
from tests.campaigns.steps import announced, settle

WAYAN = Desk(cast.WAYAN, moderates=True, brands=frozenset())
GRACE = Desk(cast.GRACE, moderates=True, brands=frozenset())
KOFI = Desk(cast.KOFI, moderates=True, brands=frozenset())
PUTRI = Desk(cast.PUTRI, moderates=False, brands=frozenset({cast.KOPI_NUSANTARA}))
SOMCHAI = Desk(cast.SOMCHAI, moderates=False, brands=frozenset({cast.SIAM_GLOW}))
LATER = cast.NOW + 60_000


def approve(desk: Desk, case: Case, now_ms: int = LATER) -> Decision:
    with transaction.atomic():
        return actions.decide(desk, case.id, Verdict.APPROVE, None, now_ms)


def reject(desk: Desk, case: Case, reason: Reason = Reason.LANGUAGE, now_ms: int = LATER, note: str = "") -> Decision:
    with transaction.atomic():
        return actions.decide(desk, case.id, Verdict.REJECT, reason, now_ms, note)


def ask(desk: Desk, case: Case) -> Decision:
    with transaction.atomic():
        return actions.decide(desk, case.id, Verdict.SECOND, None, LATER)


def undo(desk: Desk, now_ms: int = LATER) -> Case:
    with transaction.atomic():
        return actions.undo(desk, now_ms)


def appeal(submission: Submission, text: str = "It is a joke among friends", now_ms: int = LATER) -> Case:
    with transaction.atomic():
        return actions.appeal(submission.owner, submission.id, text, now_ms).case


def report(person: int, submission: Submission, reason: Reason = Reason.HARM) -> Case:
    with transaction.atomic():
        actions.report(person, submission.post, reason, LATER)
    return Case.objects.get(submission=submission, closed_at=0)


def told() -> list[tuple[str, dict[str, int]]]:
    """What the log is to be told by trust, in order."""
    return [(row.op, detail) for row in Outbox.objects.order_by("id") for detail in json.loads(row.details)]


def ops() -> list[str]:
    return [op for op, _ in told()]


def published() -> int:
    """How many times something was announced as published."""
    return CampaignsOutbox.objects.filter(op="publish").count()


def is_seen(db: Database, submission: Submission) -> bool:
    """Whether people see the post."""
    content = social.content(db, [submission.post]).get(submission.post)
    return content is not None and content.visible


def account(db: Database, owner: int, post: int, kind: Kind) -> int:
    """The account of the owner in the slot of the post."""
    slots, owners = np.array([ids.slot_in(post)]), np.array([owner])
    return int(ledger.accounts_of(db, slots, owners, kind, TOKEN)[0])


def pay(db: Database, post: int, escrow: int, purse: int, tokens: int) -> None:
    """What settlement does when it meets a post and engagements that earn so much."""
    detail = next(row for row in announced("publish") if row["post"] == post)
    settle(db, escrow, detail["hold"], purse, tokens)
