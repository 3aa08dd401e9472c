"""Who is who in the demo: brands, their people, apps, and campaigns of different ages."""

from typing import NamedTuple

from facevalue.campaigns.actions import CreatorTier, Plan, Prices
from facevalue.campaigns.queries import RateCard
from facevalue.demo.pictures import Frame
from facevalue.identity.actions import OrganisationKind, RoleKind
from facevalue.kit.clock import DAY_MS, HOUR_MS

HISTORY_DAYS = 10
TOKENS_PER_CENT = 100


class Organisation(NamedTuple):
    """An organisation; `payment_cents` is what it paid in before the demo begins."""

    name: str
    kind: OrganisationKind
    payment_cents: int = 0


class Member(NamedTuple):
    """Somebody who can log in, and where."""

    name: str
    email: str
    language: str
    organisation: str
    role: RoleKind


class App(NamedTuple):
    """A white-label app and the countries whose creators use it; `phone` is that of a creator as whom one can come in."""

    name: str
    operator: str
    host: str
    countries: frozenset[str]
    phone: str


class Offer(NamedTuple):
    """A campaign as its brand planned it. Times count from the moment at which the demo world is made; `posts` per thousand
    people; `ends_after_ms` 0 = it goes on."""

    brand: str
    name: str
    starts_before_ms: int
    ends_before_ms: int
    window_hours: int
    cap_post_tokens: int
    cap_creator_tokens: int
    cap_actor: int
    fee_bps: int
    card: RateCard
    funded_tokens: int
    refill_cents: int
    posts: int
    busy: float
    countries: frozenset[str]
    frame: Frame

    def plan(self, now_ms: int) -> Plan:
        """The campaign's plan, if the demo world is made now."""
        return Plan(
            starts_at=now_ms - self.starts_before_ms,
            ends_at=now_ms - self.ends_before_ms if self.ends_before_ms else 0,
            window_hours=self.window_hours,
            cap_post_tokens=self.cap_post_tokens,
            cap_creator_tokens=self.cap_creator_tokens,
            cap_actor=self.cap_actor,
            fee_bps=self.fee_bps,
        )


KOPI, GLOW, THREADS = "Kopi Nusantara", "Siam Glow", "Lagos Threads"
_AGENCY = "Mekong Media"
_SENYUM, _SABAI = "Senyum Digital", "Sabai Social"
OPERATOR = "Facevalue"
TREASURER = "Tala Magbanua"

ORGANISATIONS = (
    Organisation(KOPI, OrganisationKind.BRAND, 400_000),
    Organisation(GLOW, OrganisationKind.BRAND, 120_000),
    Organisation(THREADS, OrganisationKind.BRAND, 60_000),
    Organisation(_AGENCY, OrganisationKind.AGENCY),
    Organisation(_SENYUM, OrganisationKind.APP_OPERATOR),
    Organisation(_SABAI, OrganisationKind.APP_OPERATOR),
    Organisation(OPERATOR, OrganisationKind.OPERATOR),
)
MEMBERS = (
    Member("Putri Wulandari", "putri@kopi.example", "id", KOPI, RoleKind.OWNER),
    Member("Somchai Rattanakul", "somchai@glow.example", "th", GLOW, RoleKind.OWNER),
    Member("Ngozi Okafor", "ngozi@threads.example", "en", THREADS, RoleKind.OWNER),
    Member("Dian Prasetya", "dian@senyum.example", "id", _SENYUM, RoleKind.OWNER),
    Member("Kanya Srisai", "kanya@sabai.example", "th", _SABAI, RoleKind.OWNER),
    Member("Ratna Kusuma", "ratna@facevalue.example", "id", OPERATOR, RoleKind.MODERATOR),
    Member("Wayan Suardana", "wayan@facevalue.example", "id", OPERATOR, RoleKind.MODERATOR),
    Member("Trần Thu Hà", "thu@mekong.example", "vi", _AGENCY, RoleKind.MANAGER),
)
MANDATES = ((_AGENCY, GLOW, RoleKind.MANAGER),)
APPS = (
    App("Senyum", _SENYUM, "senyum.localhost", frozenset(("ID", "MY", "PH", "NG")), "+6281234567001"),
    App("Sabai", _SABAI, "sabai.localhost", frozenset(("TH", "VN", "KE", "GH")), "+66812345001"),
)

_COFFEE = Frame(
    brand=KOPI,
    motto="#PagiBersama",
    border="round",
    ground=(32, 66, 54),
    accent=(226, 160, 63),
    ink=(250, 240, 222),
    skies=(((255, 224, 178), (236, 150, 100)), ((250, 238, 216), (214, 178, 132)), ((190, 222, 214), (248, 226, 190))),
    clothes=((247, 240, 226), (176, 74, 52), (60, 100, 88), (210, 150, 70), (90, 60, 48)),
)
_ICE = _COFFEE._replace(motto="#EsKopiSusu", ground=(92, 58, 42), accent=(238, 196, 150))
_SKIN = Frame(
    brand=GLOW,
    motto="#SkinFirst",
    border="double",
    ground=(250, 232, 230),
    accent=(206, 150, 70),
    ink=(178, 62, 92),
    skies=(((255, 220, 214), (250, 190, 190)), ((226, 216, 246), (250, 214, 224)), ((214, 238, 236), (252, 228, 220))),
    clothes=((255, 255, 255), (214, 110, 130), (150, 120, 180), (240, 190, 120), (110, 160, 160)),
)
_CLOTH = Frame(
    brand=THREADS,
    motto="#AnkaraFridays",
    border="woven",
    ground=(38, 40, 98),
    accent=(240, 168, 48),
    ink=(252, 244, 226),
    skies=(((255, 196, 120), (236, 110, 80)), ((120, 196, 190), (240, 220, 150)), ((190, 160, 220), (250, 190, 140))),
    clothes=((240, 168, 48), (38, 120, 100), (206, 60, 70), (60, 70, 160), (250, 240, 220)),
)
_SOUTH_EAST_ASIA, _AFRICA = frozenset(("ID", "MY", "PH", "TH", "VN")), frozenset(("NG", "GH", "KE"))

OFFERS = (
    Offer(
        brand=KOPI,
        name="Pagi Bersama",
        starts_before_ms=6 * DAY_MS,
        ends_before_ms=0,
        window_hours=72,
        cap_post_tokens=2_000_000,
        cap_creator_tokens=20_000_000,
        cap_actor=3,
        fee_bps=500,
        card={
            CreatorTier.NANO: Prices(40, 100, 200),
            CreatorTier.MICRO: Prices(80, 200, 400),
            CreatorTier.MID: Prices(150, 400, 800),
            CreatorTier.MACRO: Prices(400, 1_000, 2_000),
            CreatorTier.MEGA: Prices(1_000, 3_000, 6_000),
        },
        funded_tokens=24_000_000,
        refill_cents=200_000,
        posts=34,
        busy=0.56,
        countries=frozenset(("ID", "MY", "PH")),
        frame=_COFFEE,
    ),
    Offer(
        brand=KOPI,
        name="Es Kopi Susu",
        starts_before_ms=HISTORY_DAYS * DAY_MS,
        ends_before_ms=3 * DAY_MS,
        window_hours=48,
        cap_post_tokens=60_000,
        cap_creator_tokens=0,
        cap_actor=2,
        fee_bps=500,
        card={
            CreatorTier.NANO: Prices(40, 80, 160),
            CreatorTier.MICRO: Prices(80, 160, 320),
            CreatorTier.MID: Prices(160, 320, 640),
        },
        funded_tokens=1_000_000,
        refill_cents=0,
        posts=14,
        busy=0.0,
        countries=_SOUTH_EAST_ASIA,
        frame=_ICE,
    ),
    Offer(
        brand=GLOW,
        name="Skin First",
        starts_before_ms=4 * DAY_MS,
        ends_before_ms=0,
        window_hours=48,
        cap_post_tokens=40_000,
        cap_creator_tokens=0,
        cap_actor=0,
        fee_bps=300,
        card={
            CreatorTier.NANO: Prices(30, 120, 240),
            CreatorTier.MICRO: Prices(60, 250, 500),
            CreatorTier.MID: Prices(120, 500, 1_000),
            CreatorTier.MACRO: Prices(300, 1_200, 2_400),
        },
        funded_tokens=8_000_000,
        refill_cents=100_000,
        posts=20,
        busy=0.28,
        countries=frozenset(("TH", "VN", "PH")),
        frame=_SKIN,
    ),
    Offer(
        brand=THREADS,
        name="Ankara Fridays",
        starts_before_ms=2 * HOUR_MS,
        ends_before_ms=0,
        window_hours=24,
        cap_post_tokens=0,
        cap_creator_tokens=0,
        cap_actor=6,
        fee_bps=400,
        card={
            # No price for likes: only comments and shares earn here.
            CreatorTier.NANO: Prices(0, 150, 300),
            CreatorTier.MICRO: Prices(0, 300, 600),
            CreatorTier.MID: Prices(0, 500, 1_000),
            CreatorTier.MACRO: Prices(0, 1_500, 3_000),
        },
        funded_tokens=4_000_000,
        refill_cents=100_000,
        posts=6,
        busy=0.16,
        countries=_AFRICA,
        frame=_CLOTH,
    ),
)
