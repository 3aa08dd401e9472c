"""A campaign of Kopi Nusantara with a frame, stickers and a background, to be posted for in both apps; needs Django ready."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageDraw

from facevalue.campaigns import actions as campaigns
from facevalue.campaigns.actions import CreatorTier, Plan, Prices
from facevalue.kit.clock import now_ms
from facevalue.studio import actions as studio
from facevalue.studio.actions import AssetKind
from facevalue.treasury import actions as treasury
from tests import cast

World = dict[str, int]
CARD = {CreatorTier.NANO: Prices(50, 80, 120)}


def png(kind: AssetKind) -> bytes:
    """An asset of a kind: a frame with a hole, a round sticker, a striped background."""
    image = Image.new("RGBA", (1080, 1080) if kind != AssetKind.STICKER else (400, 300), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    if kind == AssetKind.FRAME:
        pen.rectangle((0, 0, 1079, 1079), outline=(140, 60, 20, 255), width=60)
    elif kind == AssetKind.STICKER:
        pen.ellipse((10, 10, 390, 290), fill=(250, 190, 60, 255), outline=(60, 30, 10, 255), width=14)
    else:
        for stripe in range(0, 1080, 120):
            pen.rectangle((0, stripe, 1079, stripe + 119), fill=(240 - stripe // 8, 170, 90 + stripe // 10, 255))
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def photo(seed: int = 0, side: int = 640, format_: str = "JPEG") -> bytes:
    """A picture that differs clearly for every seed: a head before a wall."""
    image = Image.new("RGB", (side, side * 4 // 3), (120 + seed * 37 % 120, 160 - seed * 53 % 120, 90 + seed * 71 % 150))
    pen = ImageDraw.Draw(image)
    for step in range(12):
        x, y = (seed * 131 + step * 89) % side, (seed * 197 + step * 151) % side
        pen.rectangle((x, y, x + 90, y + 40), fill=((seed * 11 + step * 40) % 255, (step * 70) % 255, (seed * 29) % 255))
    pen.ellipse((side * 0.3, side * 0.3, side * 0.7, side * 0.85), fill=(205, 150, 115))
    file = BytesIO()
    image.save(file, format_)
    return file.getvalue()


def publish_asset(brand: int, kind: AssetKind, name: str, now: int) -> int:
    """A published asset; the id of its version."""
    version = studio.upload_asset(brand, kind, name, png(kind), now)
    with transaction.atomic():
        studio.approve(version.pk, cast.TALA, now)
        studio.publish(brand, version.pk, now)
    return int(version.pk)


def make() -> World:
    """What the cast has to compose with; ids: "campaign", "frame", "sticker", "background"."""
    now = now_ms()
    with transaction.atomic():
        treasury.accept_currency("USD", 840, tokens_per_cent=100)
        treasury.record_payment(cast.KOPI_NUSANTARA, 1_000_000, "USD", "transfer", now)
        campaign = campaigns.create(
            cast.KOPI_NUSANTARA, "Pagi Bersama", Plan(starts_at=now - 60_000), CARD, [cast.SENYUM, cast.SABAI], now
        ).pk
        campaigns.go_live(cast.KOPI_NUSANTARA, campaign)
        campaigns.fund(cast.KOPI_NUSANTARA, campaign, 50_000_000, "first", now)
    names = {AssetKind.FRAME: "Morning frame", AssetKind.STICKER: "Cup", AssetKind.BACKGROUND: "Terrace"}
    assets = {kind.value: publish_asset(cast.KOPI_NUSANTARA, kind, name, now) for kind, name in names.items()}
    return {"campaign": campaign, **assets}


def form(world: World, **other: Any) -> dict[str, Any]:
    """The fields of the plain form, with a photo."""
    file = SimpleUploadedFile("selfie.jpg", photo(), "image/jpeg")
    fields = {"key": str(uuid4()), "photo": file, "frame": world["frame"], "background": ""}
    return fields | {"sticker": world["sticker"], "corner": "top_left"} | other
