"""A phone on which the composer is used, for tests in a real browser."""

import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import FilePayload, FrameLocator, Locator, Page, expect

from tests.faces.creator.compose_server import Stage

AXE = (Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js").read_text()
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def noisy_photo(seed: int) -> bytes:
    """A picture that is like no other, and does not get small by encoding."""
    noise = np.random.default_rng(seed).integers(0, 255, (90, 90, 3), np.uint8)
    file = BytesIO()
    Image.fromarray(noise).resize((540, 540), Image.Resampling.BICUBIC).save(file, "JPEG", quality=88)
    return file.getvalue()


def open_composer(page: Page, server: Stage) -> None:
    """The composer of the campaign that there is."""
    page.goto(f"/compose/{server.about['campaign']}/")


def choose(page: Page, photo: bytes, name: str = "selfie.jpg", type_: str = "image/jpeg") -> None:
    """A photo that lies on the phone."""
    choose_in(page, photo, name, type_)


def choose_in(place: Page | FrameLocator, photo: bytes, name: str = "selfie.jpg", type_: str = "image/jpeg") -> None:
    """The same in a page or a frame of it."""
    place.locator("input[name=photo]").set_input_files(FilePayload(name=name, mimeType=type_, buffer=photo))
    expect(place.locator("[data-stage]")).to_have_attribute("data-state", "photo")


def add_sticker(page: Page) -> Locator:
    """Puts the one sticker that there is on the picture, once more."""
    page.get_by_role("button", name="Stickers").click()
    page.get_by_role("button", name="Cup", exact=True).click()
    return page.locator(".sticker").last


def post(page: Page) -> None:
    """Until the server has it."""
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/compose/posted/**")


def flaws(page: Page) -> list[str]:
    """What axe finds, and what sticks out of the window."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(({violations}) => violations)")
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    told = [f"{flaw['id']}: {node['html'][:120]}" for flaw in found for node in flaw["nodes"]]
    return told + (["wider than the window"] if wide else [])


def rows(server: Stage, query: str) -> list[tuple[Any, ...]]:
    """What the server has stored."""
    with closing(sqlite3.connect(server.folder / "state.sqlite")) as db:
        return db.execute(query).fetchall()


def last_sticker(server: Stage) -> tuple[float, ...]:
    """x, y, scale and rotation of the newest one."""
    return rows(server, "SELECT x, y, scale, rotation FROM studio_sticker ORDER BY id DESC LIMIT 1")[0]
