"""From a composition to a post, or to a case."""

from dataclasses import asdict

from django.db import transaction

from facevalue.campaigns import queries as campaigns
from facevalue.campaigns.errors import NotPublishable
from facevalue.identity import queries as identity
from facevalue.kit import ids
from facevalue.studio import queries as studio
from facevalue.studio.queries import Check, Composition
from facevalue.trust import cases, examining, moves, rules
from facevalue.trust.brandrules import Outcome
from facevalue.trust.errors import InvalidText, KeyConflict, NotFound, SubmittedBefore, WrongState
from facevalue.trust.examining import Opinion
from facevalue.trust.models import Appeal, Case, Decision, Examination, Report, Submission
from facevalue.trust.rules import CaseKind, Concern, Reason, State, Verdict

CHECKS, BRAND_RULES = "checks", "brand rules"
CHECKS_VERSION = 2


def submit(owner: int, key: str, composition: int, campaign: int, app: int, caption: str, alt: str, now_ms: int) -> Submission:
    """Publishes a composition at once if there is nothing to object to, or else opens a case; once for each owner and key.

    Looking at the picture takes a while, and a composition never changes: the transaction is opened when that is done.
    Raises InvalidText, NotFound, SubmittedBefore, KeyConflict, and what publishing raises: then nothing was kept, and the same
    key may try again.
    """
    if not key or len(key) > rules.KEY_LETTERS_MAX:
        raise InvalidText(f"A key of 1 to {rules.KEY_LETTERS_MAX} letters names a submission", field="key")
    named: dict[str, int | str] = {
        "composition": composition,
        "campaign_id": campaign,
        "app_id": app,
        "caption": rules.text("caption", caption, rules.CAPTION_LETTERS_MAX),
        "alt": rules.text("alt", alt, rules.ALT_LETTERS_MAX),
    }
    known = Submission.objects.filter(owner=owner, key=key).first()
    if known is None:
        made = studio.composition(composition)
        _check(owner, made, campaign, app, now_ms)
        looked = studio.checks(made)
        with transaction.atomic(durable=True):
            known = _enter(owner, key, named, made, looked, now_ms)
    if any(getattr(known, name) != value for name, value in named.items()):
        raise KeyConflict("This key was used for another submission")
    return known


def _enter(
    owner: int, key: str, named: dict[str, int | str], made: Composition, looked: list[Check], now_ms: int
) -> Submission:
    draft = Submission(
        owner=owner,
        key=key,
        post=ids.make(ids.slot_of(owner)),
        state=State.WAITING,
        language=identity.person(owner).language,
        submitted_at=now_ms,
        **named,
    )
    # Of two that come at once the second waits here for the first, and then finds its row.
    Submission.objects.bulk_create([draft], ignore_conflicts=True)
    kept = Submission.objects.select_for_update().filter(owner=owner, key=key).first()
    if kept is None:
        raise SubmittedBefore("This picture is out already, or waits to be looked at")
    if kept.id == draft.id:
        _judge(kept, examining.examine(kept, made, looked), now_ms)
    return kept


def _check(owner: int, made: Composition, campaign: int, app: int, now_ms: int) -> None:
    """Raises NotFound, NotPublishable."""
    if made.owner != owner:
        raise NotFound("There is no such picture")
    offered = next((found for found in campaigns.offered(app, now_ms) if found.id == campaign), None)
    if offered is None:
        raise NotPublishable("The campaign takes no posts in this app now")
    campaigns.require_assets(offered.id, examining.assets_in(made))


def _judge(submission: Submission, opinion: Opinion, now_ms: int) -> None:
    """What becomes of a new submission."""
    Examination.objects.create(submission=submission, checks=[asdict(check) for check in opinion.checks])
    submission.risk = opinion.risk
    submission.save()
    decision = Decision(
        submission=submission,
        algorithm=CHECKS,
        version=CHECKS_VERSION,
        verdict=Verdict.APPROVE,
        moved_from=submission.state,
        moved_to=State.PUBLISHED,
        decided_at=now_ms,
    )
    if opinion.outcome == Outcome.REJECT:
        decision.algorithm, decision.version = BRAND_RULES, opinion.version
        decision.verdict, decision.reason, decision.moved_to = Verdict.REJECT, Reason.OFF_BRAND, State.REJECTED
    elif opinion.objections:
        why = [check.reason for check in opinion.objections]
        cases.open_case(submission, CaseKind.REVIEW, opinion.concern, opinion.risk, why, now_ms)
        return
    moves.move(submission, State(decision.moved_to), now_ms)
    decision.save(force_insert=True)
    if submission.state == State.PUBLISHED and rules.is_sampled(submission.post, rules.SAMPLE_PERMILLE):
        why = ["Approved by the checks: looked at to measure how often they are wrong."]
        cases.open_case(submission, CaseKind.SAMPLE, Concern.SAFETY, rules.SAMPLE_RISK, why, now_ms)


def withdraw(owner: int, submission_id: int, now_ms: int) -> None:
    """The owner takes back what waits or is out; a post is closed and hidden, and keeps what it has earned.

    Doing it again changes nothing. Raises NotFound, WrongState.
    """
    found = Submission.objects.select_for_update().filter(id=submission_id, owner=owner).first()
    if found is None:
        raise NotFound("You have no such submission")
    if found.state == State.WITHDRAWN:
        return
    if found.state == State.REJECTED or (found.state == State.WAITING and found.published_at):
        raise WrongState("What was rejected cannot be taken back")
    moves.move(found, State.WITHDRAWN, now_ms)
    Case.objects.filter(submission=found, closed_at=0).update(closed_at=now_ms)


def forget(owner: int, now_ms: int) -> None:
    """A person has left: nothing of theirs waits or is out any more, and what they wrote is gone. What rejected
    posts held goes back to their campaigns."""
    for found in Submission.objects.select_for_update().filter(owner=owner, state__in=(State.WAITING, State.PUBLISHED)):
        # A post whose approval was undone is held in the log, so it has to be rejected for good.
        held = found.state == State.WAITING and found.published_at > 0
        moves.move(found, State.REJECTED if held else State.WITHDRAWN, now_ms)
    Case.objects.filter(submission__owner=owner, closed_at=0).update(closed_at=now_ms)
    mine = Submission.objects.filter(owner=owner)
    mine.filter(state=State.REJECTED, published_at__gt=0, voided_at=0).update(voids_at=now_ms)
    mine.update(caption="", alt="", plain="")
    Examination.objects.filter(submission__owner=owner).update(checks=[])
    Appeal.objects.filter(decision__submission__owner=owner).update(text="")
    Report.objects.filter(person=owner).update(note="")
