"""Posts as cards: what is shown of each, gathered for all of a page together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facevalue.campaigns import queries as campaigns
from facevalue.faces.creator.reading import state
from facevalue.identity import queries as identity
from facevalue.settlement import queries as settlement
from facevalue.settlement.queries import Figures
from facevalue.social.actions import LIKE, SHARE
from facevalue.social.queries import Content
from facevalue.studio import queries as studio
from facevalue.studio.queries import Format, Rendition, Use


@dataclass(frozen=True, slots=True)
class Picture:
    """Addresses of one picture in each format, and how many pixels wide and high it is."""

    avif: str
    webp: str
    jpeg: str
    side_px: int


@dataclass(frozen=True, slots=True)
class Card:
    """A post, as `viewer` sees it; `via` is whoever shared it into their feed, 0 if nobody did."""

    post: int
    creator: int
    name: str
    caption: str
    alt: str
    at_ms: int
    campaign: int
    campaign_name: str
    brand: str
    visible: bool
    feed: Picture | None
    full: Picture | None
    figures: Figures
    liked: bool
    shared: bool
    own: bool
    following: bool
    via: int
    via_name: str


def card(content: Content, viewer: int, now_ms: int) -> Card:
    """The card of one post."""
    return cards([content], viewer, now_ms)[0]


def cards(contents: Sequence[Content], viewer: int, now_ms: int, via: Mapping[int, int] = {}) -> list[Card]:
    """Cards of posts of one app, in their order; `via` as in a page of a feed."""
    if not contents:
        return []
    app = contents[0].app
    names = identity.names({content.creator for content in contents} | set(via.values()))
    known = campaigns.shown(app, {content.campaign for content in contents})
    pictures = studio.renditions([content.composition for content in contents])

    def of(settled: settlement.Card) -> Card:
        content = settled.content
        campaign = known.get(content.campaign)
        return Card(
            post=content.post,
            creator=content.creator,
            name=names.get(content.creator, ""),
            caption=content.caption,
            alt=content.alt,
            at_ms=content.published_at,
            campaign=content.campaign,
            campaign_name=campaign.name if campaign else "",
            brand=campaign.brand.name if campaign else "",
            visible=content.visible,
            feed=picture(pictures[content.composition], Use.FEED),
            full=picture(pictures[content.composition], Use.FULL),
            figures=settled.figures,
            liked=LIKE in settled.mine,
            shared=SHARE in settled.mine,
            own=content.creator == viewer,
            following=settled.follows,
            via=via.get(content.post, 0),
            via_name=names.get(via.get(content.post, 0), ""),
        )

    return [of(settled) for settled in settlement.cards(state(), viewer, contents, now_ms)]


def feed_pictures(compositions: Sequence[int]) -> dict[int, Picture | None]:
    """The small picture of each composition."""
    return {composition: picture(found, Use.FEED) for composition, found in studio.renditions(compositions).items()}


def picture(renditions: Sequence[Rendition], use: Use) -> Picture | None:
    """The picture for one use, if it has been made."""
    files = {rendition.format: rendition for rendition in renditions if rendition.use == use}
    if Format.JPEG not in files:
        return None
    addresses = {format_: studio.url(files[format_].file) if format_ in files else "" for format_ in Format}
    return Picture(addresses[Format.AVIF], addresses[Format.WEBP], addresses[Format.JPEG], files[Format.JPEG].side_px)
