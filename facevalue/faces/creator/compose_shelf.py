"""What the composer's pages show: a campaign's frames, stickers and backgrounds, and pictures that were made."""

from typing import Any, NamedTuple

from django.templatetags.static import static
from django.utils.translation import gettext, gettext_lazy

from facevalue.campaigns import queries as campaigns
from facevalue.campaigns.queries import Campaign
from facevalue.faces.creator import built, compose_words
from facevalue.faces.creator.compose_errors import NotOffered
from facevalue.faces.creator.compose_input import ALT_MAX, CAPTION_MAX, CORNERS
from facevalue.faces.creator.compose_who import account_of
from facevalue.faces.ui.hosts import AppRequest
from facevalue.studio import errors, queries
from facevalue.studio.queries import Format, Use

_CORNER_NAMES = {
    "bottom_right": gettext_lazy("At the bottom, right"),
    "bottom_left": gettext_lazy("At the bottom, left"),
    "top_right": gettext_lazy("At the top, right"),
    "top_left": gettext_lazy("At the top, left"),
}
_TYPES = {Format.AVIF: "image/avif", Format.WEBP: "image/webp"}


class Shown(NamedTuple):
    """A frame, sticker or background: the id of its version, its name, and its small picture."""

    id: int
    name: str
    src: str


class Source(NamedTuple):
    """One form of a picture."""

    url: str
    type: str


class Picture(NamedTuple):
    """A composed picture: `url` for every browser, `sources` for those that can read them, the smallest first."""

    url: str
    sources: list[Source]
    side: int
    alt: str


def offered(app: int, campaign_id: int, now_ms: int) -> Campaign:
    """A campaign that takes posts in the app now. Raises NotOffered."""
    found = next((campaign for campaign in campaigns.offered(app, now_ms) if campaign.pk == campaign_id), None)
    if found is None:
        raise NotOffered("This campaign is over, or it is not for this app")
    return found


def first_offered(app: int, now_ms: int) -> Campaign | None:
    """The newest campaign that takes posts in the app now."""
    return next(iter(campaigns.offered(app, now_ms, limit=1)), None)


def shelf(campaign: Campaign) -> dict[str, list[Shown]]:
    """What there is to decorate with, by kind."""
    shown: dict[str, list[Shown]] = {"frames": [], "stickers": [], "backgrounds": []}
    for version in campaigns.assets_of(campaign.pk):
        shown[f"{version.asset.kind}s"].append(Shown(version.pk, version.asset.name, queries.url(version.small_file)))
    return shown


def files(script: str) -> dict[str, str]:
    """A page's script and the composer's stylesheet."""
    return {"script": static(built.path(script)), "style": static(built.path("compose.css"))}


def limits() -> dict[str, Any]:
    """What texts are told of."""
    return {"caption_max": CAPTION_MAX, "alt_max": ALT_MAX, "disclosure": queries.DISCLOSURE}


def page(request: AppRequest, campaign: Campaign) -> dict[str, Any]:
    """What the composer's form needs."""
    data = {
        "account": account_of(request),
        "campaign": str(campaign.pk),
        "title": campaign.name,
        "upload_bytes_max": queries.UPLOAD_BYTES_MAX,
        "stickers_max": queries.STICKERS_MAX,
        "words": compose_words.composer(),
    }
    corners = [(name, _CORNER_NAMES[name]) for name in CORNERS]
    return {"campaign": campaign, "data": data, "corners": corners, **shelf(campaign), **limits(), **files("compose.ts")}


def picture(owner: int, composition_id: int, alt: str = "") -> Picture:
    """A picture that the person composed. Raises NotFound for somebody else's, and if it was taken away."""
    if queries.composition(composition_id).owner != owner:
        raise errors.NotFound("There is no such composition")
    full = [made for made in queries.renditions([composition_id])[composition_id] if made.use == Use.FULL]
    by_format = {Format(made.format): made for made in full}
    sources = [Source(queries.url(by_format[format_].file), type_) for format_, type_ in _TYPES.items() if format_ in by_format]
    plain = by_format.get(Format.JPEG)
    if plain is None:
        raise errors.NotFound("The pictures of this composition are gone")
    return Picture(queries.url(plain.file), sources, plain.side_px, alt or gettext("Your picture as it will be seen"))
