"""How a submission goes from one state to another, and what that does to its post and its money."""

import numpy as np
from django.db import connection

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns import ingest as budgets
from facevalue.kit.db import Database, wrap
from facevalue.social import actions as social
from facevalue.social import queries as network
from facevalue.social.actions import Content
from facevalue.trust import outbox, rules
from facevalue.trust.models import Submission
from facevalue.trust.rules import Op, State


def database() -> Database:
    """The rooms without Django, in Django's transaction."""
    assert connection.in_atomic_block, "the caller opens the transaction"
    return wrap(connection.connection)


def move(submission: Submission, state: State, now_ms: int) -> None:
    """Brings a submission, locked by the caller, into a state; it may be there already.

    Published for the first time, its escrow is set aside. A published post that is anything else is hidden, and the log is
    told, until it is published again; one that its creator withdraws keeps what it earned. Raises what publishing raises.
    """
    db, was = database(), State(submission.state)
    if state != was and State.PUBLISHED in (state, was):
        if state == State.PUBLISHED:
            _show(db, submission, now_ms)
        else:
            social.hide(db, submission.post)
            if state == State.WITHDRAWN:
                budgets.close(db, np.array([submission.post], np.int64), now_ms)
            else:
                escrow_tokens = budgets.escrow_of(db, submission.post)
                outbox.reject(db, submission.post, submission.owner, escrow_tokens, now_ms)
    submission.state = state
    final = state == State.REJECTED and submission.published_at > 0
    submission.voids_at = now_ms + rules.APPEAL_MS if final else 0
    submission.save(update_fields=["state", "published_at", "voids_at"])


def _show(db: Database, submission: Submission, now_ms: int) -> None:
    if submission.published_at:
        social.show(db, submission.post)
        outbox.announce(db, Op.RESTORE, submission.post, now_ms)
        return
    owner, campaign, app = submission.owner, submission.campaign_id, submission.app_id
    tier, tokens = budgets.escrow_for(db, campaign, owner, network.followers_count(db, owner))
    campaigns.publish(owner, campaign, app, tier, tokens, now_ms, submission.post)
    submission.published_at = now_ms
    social.write_content(
        db,
        Content(
            post=submission.post,
            creator=owner,
            app=app,
            campaign=campaign,
            composition=submission.composition,
            published_at=now_ms,
            caption=submission.caption,
            alt=submission.alt,
        ),
    )
