"""Any order of funding, publishing, topping up, paying out and closing, against a model of a few additions."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facevalue.campaigns import actions, ingest, queries
from facevalue.campaigns.models import Series
from facevalue.kit import ids
from facevalue.kit.db import Database
from facevalue.kit.errors import FacevalueError
from facevalue.ledger import queries as ledger
from facevalue.treasury import actions as treasury
from tests import cast
from tests.campaigns.conftest import MakeCampaign
from tests.campaigns.steps import PLAN, announced, meet_closing, publish, settle

BRAND = cast.KOPI_NUSANTARA
CREATORS = (cast.AYU, cast.LINH)

TOKENS = st.integers(0, 25_000)
STEPS = st.lists(
    st.tuples(st.sampled_from(["fund", "defund"]), st.just(0), TOKENS)
    | st.tuples(st.just("publish"), st.integers(0, 1), TOKENS)
    | st.tuples(st.sampled_from(["top_up", "pay", "close", "collect"]), st.integers(0, 5), TOKENS),
    max_size=25,
)


@dataclass
class ModelPost:
    creator: int
    escrow: int
    spent: int = 0
    returned: int = 0
    closing: bool = False


@dataclass
class Model:
    """What should be where: plain sums, no accounts."""

    free: int = 0
    posts: list[ModelPost] = field(default_factory=list)

    def set_aside(self, creator: int) -> int:
        return sum(post.escrow - post.returned for post in self.posts if post.creator == creator)

    def may_set_aside(self, creator: int, tokens: int, in_post: int) -> bool:
        return (
            0 < tokens <= self.free
            and in_post + tokens <= PLAN.cap_post_tokens
            and self.set_aside(creator) + tokens <= PLAN.cap_creator_tokens
        )


class World:
    """The same steps through the doors and in the model; every answer and every balance has to agree."""

    def __init__(self, db: Database, campaign: int) -> None:
        self.db, self.campaign, self.model = db, campaign, Model()
        self.made: list[int] = []
        self.steps = 0

    def take(self, step: str, which: int, tokens: int) -> None:
        self.steps += 1
        if step in ("fund", "defund", "publish"):
            getattr(self, step)(which, tokens)
        elif self.made:
            getattr(self, step)(which % len(self.made), tokens)

    def does(self, expected: bool, act: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                act()
            done = True
        except FacevalueError:
            done = False
        assert done == expected

    def fund(self, _: int, tokens: int) -> None:
        key = f"step {self.steps}"
        self.does(tokens > 0, lambda: actions.fund(BRAND, self.campaign, tokens, key, cast.NOW))
        self.model.free += tokens

    def defund(self, _: int, tokens: int) -> None:
        expected, key = 0 < tokens <= self.model.free, f"step {self.steps}"
        self.does(expected, lambda: actions.defund(BRAND, self.campaign, tokens, key, cast.NOW))
        self.model.free -= tokens if expected else 0

    def publish(self, which: int, tokens: int) -> None:
        creator = CREATORS[which]
        expected, post = self.model.may_set_aside(creator, tokens, 0), ids.make(ids.slot_of(creator))
        self.does(expected, lambda: publish(self.campaign, creator, tokens, post=post))
        if expected:
            self.made.append(post)
            self.model.posts.append(ModelPost(creator, tokens))
            self.model.free -= tokens

    def top_up(self, which: int, tokens: int) -> None:
        post, made, key = self.model.posts[which], self.made[which], f"step {self.steps}"
        expected = not post.closing and self.model.may_set_aside(post.creator, tokens, post.escrow)
        self.does(expected, lambda: actions.top_up(BRAND, made, tokens, key, cast.NOW))
        if expected:
            post.escrow += tokens
            self.model.free -= tokens

    def pay(self, which: int, tokens: int) -> None:
        """Settlement meets everything that was announced of the post, and pays what fits."""
        post, made = self.model.posts[which], self.made[which]
        details = [detail for op in ("publish", "top_up") for detail in announced(op) if detail["post"] == made]
        published, fits = details[0], min(tokens, post.escrow - post.spent - post.returned)
        for detail in details[1:]:
            settle(self.db, published["escrow_account"], detail["hold"], published["purse_account"], 0)
        settle(self.db, published["escrow_account"], published["hold"], published["purse_account"], fits, self.steps)
        post.spent += fits

    def close(self, which: int, _: int) -> None:
        self.does(True, lambda: actions.close(BRAND, self.made[which], cast.NOW))
        self.model.posts[which].closing = True

    def collect(self, which: int, _: int) -> None:
        """Settlement has met the closing, and so everything before it."""
        post = self.model.posts[which]
        if not post.closing:
            return
        self.pay(which, 0)
        meet_closing(self.db, [self.made[which]])
        with self.db.transaction():
            ingest.collect_closed(self.db, cast.NOW, posts_max=10)
        rest = post.escrow - post.spent - post.returned
        post.returned += rest
        self.model.free += rest

    def check(self) -> None:
        budget = queries.budget(BRAND, self.campaign)
        spent = sum(post.spent for post in self.model.posts)
        assert budget.available_tokens == self.model.free >= 0
        assert budget.set_aside_tokens == sum(map(self.model.set_aside, CREATORS)) >= spent
        for post, made in zip(self.model.posts, self.made, strict=True):
            stored = queries.post(BRAND, made)
            assert (stored.escrow_tokens, stored.returned_tokens) == (post.escrow, post.returned)
            left = ledger.balance(self.db, stored.escrow_account).posted
            assert left == post.escrow - post.spent - post.returned >= 0
        for series in Series.objects.filter(campaign=self.campaign):
            assert 0 <= series.escrow_tokens == self.model.set_aside(series.creator) <= PLAN.cap_creator_tokens


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_spent_is_at_most_funded_and_nothing_is_ever_negative(
    make_campaign: MakeCampaign, db: Database, steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():  # the brand never runs out of money, however many examples there are
        treasury.record_payment(BRAND, 10**8, "USD", "a rich uncle", cast.NOW)
    world = World(db, make_campaign(tokens=0))
    for step in steps:
        world.take(*step)
        world.check()
    assert list(ledger.audit(db)) == list(queries.audit(db)) == []


def test_the_whole_way_of_a_token(make_campaign: MakeCampaign, db: Database) -> None:
    world = World(db, make_campaign(tokens=0))
    for step in ("fund", "publish", "pay", "close", "collect", "top_up", "defund"):
        world.take(step, 0, 9_000)
        world.check()
    assert world.model.posts == [ModelPost(cast.AYU, 9_000, spent=9_000, closing=True)]
