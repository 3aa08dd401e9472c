"""A deployment in which everything has happened once: payments, campaigns, posts, every outcome, undos, clearing, closing."""

from dataclasses import dataclass, field

from django.db import transaction

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns import ingest as publishing
from facevalue.campaigns.actions import CreatorTier, Plan, Prices
from facevalue.faces.worker.relay import deliver_to
from facevalue.kit import ids
from facevalue.kit.clock import HOUR_MS
from facevalue.kit.db import Database
from facevalue.settlement.actions import Settler
from facevalue.social import actions, queries
from facevalue.social.ingest import Delivery, Log, Records, records
from facevalue.treasury import actions as treasury
from tests import cast
from tests.cast import AMARA, AYU, BUDI, CHIDI, DEWI, EMEKA, LINH, MALI

AT = cast.NOW + HOUR_MS
FANS = (BUDI, CHIDI, DEWI, EMEKA)


@dataclass
class Story:
    """One worker, and what happens; the posts by name."""

    db: Database
    log: Log
    posts: dict[str, int] = field(default_factory=dict)
    waiting: list[Records] = field(default_factory=list)
    delivered: int = 0

    def say(self, op: int, subject: int, actor: int = 0, *, via: int = 0, at: int = AT) -> None:
        self.waiting.append(records.one(op, subject, actor=actor, via=via, at=at, app=cast.SENYUM))

    def tier(self, creator: int, hours: int, *, held: bool) -> None:
        self.waiting.append(records.one(records.TIER, creator, {"clears_after_ms": hours * HOUR_MS, "held": held}))

    def clock(self, at: int) -> None:
        self.waiting.append(records.everywhere(records.CLOCK, at=at))

    def goes_on(self, *, settling: bool = True) -> None:
        """What campaigns have announced reaches the log, then what was said; and all of it is settled."""
        while publishing.relay(self.db, deliver_to(self.log), cast.NOW, rows_max=10):
            pass
        if self.waiting:
            self.delivered += 1
            together = records.concatenate(self.waiting)
            self.log.append([Delivery(cast.SENYUM, f"delivery {self.delivered}", b"", together)], cast.NOW)
            self.waiting.clear()
        if settling:
            self.settle()

    def settle(self, records_max: int = 1_000) -> None:
        settler = Settler(self.db, self.log, worker=1)
        settler.lease(cast.NOW)
        while settler.step(records_max, cast.NOW) is not None:
            pass
        settler.leave()
        with self.db.transaction():
            while publishing.collect_closed(self.db, cast.NOW, posts_max=10):
                pass

    def publish(self, name: str, campaign: int, creator: int, tokens: int) -> None:
        with transaction.atomic():
            self.posts[name] = campaigns.publish(creator, campaign, cast.SENYUM, CreatorTier.NANO, tokens, cast.NOW)


def tell(db: Database, log: Log) -> Story:
    """Everything, on an empty database that Django leads to as well; a post waits in the outbox, another in the log."""
    story = Story(db, log)
    cast.enter()
    with transaction.atomic():
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
        pagi = _campaign(cast.KOPI_NUSANTARA, Plan(cast.NOW, 0, 48, 700, 9_000, 2, 1_000), Prices(10, 30, 50))
        malam = _campaign(cast.SIAM_GLOW, Plan(cast.NOW), Prices(20, 0, 40))
        campaigns.defund(cast.SIAM_GLOW, malam, 1_000, "less", cast.NOW)
    for name, campaign, creator, tokens in (
        ("capped", pagi, AYU, 100),
        ("full", pagi, LINH, 700),
        ("clearing", malam, MALI, 1_000),
        ("held", malam, AMARA, 500),
        ("closing", pagi, MALI, 700),
    ):
        story.publish(name, campaign, creator, tokens)
    story.tier(MALI, 24, held=False)
    story.tier(AMARA, 0, held=True)
    for creator in (AYU, LINH, MALI, AMARA):
        for fan in FANS[:3]:
            story.say(records.FOLLOW, creator, fan)
    story.say(records.FRIEND, AYU, EMEKA)
    story.say(records.UNFOLLOW, LINH, DEWI)
    story.goes_on()
    _engage(story)
    with transaction.atomic():
        campaigns.top_up(cast.KOPI_NUSANTARA, story.posts["capped"], 300, "more", cast.NOW)
        campaigns.change_rates(cast.SIAM_GLOW, malam, {CreatorTier.NANO: Prices(25, 5, 40)}, cast.NOW)
        campaigns.close(cast.KOPI_NUSANTARA, story.posts["closing"], cast.NOW)
    story.goes_on()
    _go_on(story)
    _speak(story, pagi)
    _reject(story, malam)
    story.publish("in the log", pagi, LINH, 50)
    story.say(records.LIKE, story.posts["full"], EMEKA)
    story.goes_on(settling=False)
    story.publish("in the outbox", malam, MALI, 50)
    return story


def _speak(story: Story, campaign: int) -> None:
    """What people see, and what they say to it."""
    post = story.posts["full"]
    with story.db.transaction():
        actions.write_content(story.db, actions.Content(post, LINH, cast.SENYUM, campaign, 1, cast.NOW, "Pagi!", "A cup"))
    for person, text in ((DEWI, "Enak!"), (BUDI, "Mau!")):
        actions.engage(story.db, story.log, post, actions.COMMENT, person, 0, cast.SENYUM, "key", AT, text=text)
    (comment, _) = queries.comments(story.db, post, 0, None, 2, now_ms=AT)
    actions.delete_comment(story.db, story.log, comment.person, post, comment.id, AT)
    story.goes_on()


def _campaign(brand: int, plan: Plan, prices: Prices) -> int:
    treasury.record_payment(brand, 10_000, "USD", f"transfer of {brand}", cast.NOW)
    made = campaigns.create(brand, "Kopi Pagi", plan, {CreatorTier.NANO: prices}, [cast.SENYUM], cast.NOW)
    campaigns.go_live(brand, made.id)
    campaigns.fund(brand, made.id, 100_000, "first", cast.NOW)
    return made.id


def _engage(story: Story) -> None:
    """Every outcome."""
    capped, full, clearing, held, closing = (story.posts[name] for name in ("capped", "full", "clearing", "held", "closing"))
    story.say(records.SHARE, capped, BUDI)  # paid
    story.say(records.LIKE, capped, BUDI, via=BUDI)  # second_degree
    story.say(records.COMMENT, capped, DEWI)  # paid
    story.say(records.COMMENT, capped, BUDI)  # budget
    story.say(records.LIKE, capped, EMEKA, at=AT + 72 * HOUR_MS)  # late
    story.say(records.LIKE, capped, AYU)  # self
    story.say(records.SHARE, capped, BUDI)  # duplicate
    story.say(records.LIKE, capped, MALI, via=LINH)  # unknown_via
    story.say(records.LIKE, capped, CHIDI, at=cast.NOW - 1)  # early
    story.say(records.LIKE, ids.make(ids.slot_of(AYU)), CHIDI)  # unknown_post
    story.say(records.LIKE, capped, CHIDI, at=-5)  # malformed
    story.say(records.UNDO | records.LIKE, capped, MALI)  # nothing_to_undo
    for kind in (records.LIKE, records.COMMENT, records.SHARE):  # cap_actor
        story.say(kind, full, BUDI)
    story.say(records.LIKE, full, MALI)  # stranger
    story.say(records.COMMENT, clearing, BUDI)  # unrated
    for fan in FANS[:3]:
        story.say(records.SHARE, clearing, fan)
        story.say(records.SHARE, held, fan)
        story.say(records.LIKE, closing, fan)
    story.say(records.UNDO | records.SHARE, clearing, CHIDI)  # undone, and withdrawn
    story.say(records.BLOCK, LINH, CHIDI)
    story.waiting.append(records.everywhere(records.BLOCK, actor=EMEKA, at=AT))
    story.say(records.LIKE, full, CHIDI)  # blocked
    story.goes_on()


def _go_on(story: Story) -> None:
    """What was waiting clears in part, what was closed stays closed, and the cap of a post is met."""
    full, clearing, held, closing = (story.posts[name] for name in ("full", "clearing", "held", "closing"))
    story.say(records.UNDO | records.LIKE, closing, BUDI)
    story.goes_on()
    story.clock(AT + 25 * HOUR_MS)
    story.waiting.append(records.everywhere(records.UNBLOCK, actor=EMEKA, at=AT))
    story.say(records.SHARE, clearing, CHIDI, at=AT + 26 * HOUR_MS)
    story.say(records.COMMENT, clearing, DEWI, at=AT + 30 * HOUR_MS)
    story.say(records.UNDO | records.SHARE, held, BUDI)
    story.say(records.COMMENT, closing, DEWI)  # budget: it is closed, and the campaign has taken back what was left
    for person in range(1_000, 1_012):
        story.say(records.FOLLOW, LINH, person)
        story.say(records.SHARE, full, person)  # cap_post, the last one
    story.goes_on()


def _reject(story: Story, campaign: int) -> None:
    """One post is rejected and restored, one rejected for good, one is rejected still."""
    for name in ("restored", "void", "rejected"):
        story.publish(name, campaign, DEWI, 500)
    for fan in (BUDI, CHIDI):
        story.say(records.FOLLOW, DEWI, fan)
    story.goes_on()
    for name in ("restored", "void", "rejected"):
        story.say(records.SHARE, story.posts[name], BUDI)
        story.say(records.REJECT, story.posts[name])
        story.say(records.LIKE, story.posts[name], CHIDI)
    story.say(records.RESTORE, story.posts["restored"])
    story.say(records.VOID, story.posts["void"])
    story.goes_on()
    story.say(records.COMMENT, story.posts["restored"], CHIDI)
    story.goes_on()
