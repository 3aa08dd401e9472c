"""The composer in a real browser at phone size: camera, fingers, keys, scripts off, and for everybody."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from pillow_heif import from_pillow
from playwright.sync_api import FilePayload, Page, expect

from tests.faces.creator.compose_fixtures import Open, browser, complaints, server, visit
from tests.faces.creator.compose_phone import (
    DESK,
    PHONE,
    add_sticker,
    choose,
    flaws,
    last_sticker,
    noisy_photo,
    open_composer,
    post,
    rows,
)
from tests.faces.creator.compose_server import Stage

__all__ = ["browser", "complaints", "server", "visit"]
UPLOAD_BYTES_MAX = 120 * 1024
KEPT_DRAFT = """() => new Promise((resolve) => {
  const opening = indexedDB.open("facevalue");
  opening.onsuccess = () => {
    const all = opening.result.transaction("drafts").objectStore("drafts").getAll();
    all.onsuccess = () => {
      opening.result.close();
      resolve(all.result[0]?.choices.caption === "Half a thought");
    };
  };
})"""


@pytest.fixture
def composer(visit: Open, server: Stage) -> Page:
    """The composer, and nothing chosen yet."""
    page = visit(permissions=[])
    open_composer(page, server)
    return page


def test_keys_are_enough(composer: Page, server: Stage) -> None:
    choose(composer, noisy_photo(1))
    sticker = add_sticker(composer)
    expect(sticker).to_be_focused()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "+", "]", "]", "["):
        composer.keyboard.press(key)
    voice = composer.get_by_role("status")
    expect(voice).to_have_text("Cup: 68 % from the left, 70 % from the top, 33 % wide, turned by 5 degrees")
    composer.get_by_role("button", name="Smaller").click()
    expect(voice).to_have_text("Cup: 68 % from the left, 70 % from the top, 30 % wide, turned by 5 degrees")
    post(composer)
    assert last_sticker(server) == pytest.approx((0.68, 0.7, 0.3, 5.0), abs=0.001)


def test_a_sticker_is_taken_away(composer: Page) -> None:
    choose(composer, noisy_photo(2))
    add_sticker(composer)
    add_sticker(composer)
    composer.keyboard.press("Delete")
    expect(composer.locator(".sticker")).to_have_count(1)
    expect(composer.get_by_role("status")).to_have_text("Cup is taken away.")
    expect(composer.locator(".sticker")).to_be_focused()
    for _ in range(9):
        composer.get_by_role("button", name="Cup", exact=True).click()
    expect(composer.locator(".sticker")).to_have_count(8)
    expect(composer.get_by_role("status")).to_have_text("No more than 8 stickers fit.")


def test_fingers_move_size_and_turn(visit: Open, server: Stage) -> None:
    page = visit(has_touch=True, is_mobile=True)
    open_composer(page, server)
    choose(page, noisy_photo(3))
    sticker = add_sticker(page)
    page.evaluate("scrollTo(0, 0)")
    box = sticker.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *points: tuple[float, float]) -> None:
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": px, "y": py, "id": n} for n, (px, py) in enumerate(points)]},
        )

    before = sticker.get_attribute("aria-label")
    fingers("touchStart", (x, y))
    fingers("touchMove", (x - 60, y - 60))
    moved = sticker.get_attribute("aria-label")
    assert moved != before
    fingers("touchStart", (x - 60, y - 60), (x - 60, y - 120))
    fingers("touchMove", (x - 60, y - 60), (x + 40, y - 60))
    fingers("touchEnd")
    post(page)
    found = last_sticker(server)
    assert found[2] == pytest.approx(0.3 * 100 / 60, abs=0.02)
    assert found[3] == pytest.approx(90, abs=1)


def test_the_camera_takes_a_picture(visit: Open, server: Stage) -> None:
    page = visit()
    open_composer(page, server)
    # Whoever allowed the camera before is not asked to press another button.
    expect(page.locator("video")).to_have_class("stage__mirrored")
    page.get_by_role("button", name="Other camera").click()
    page.get_by_role("button", name="Take the photo").click()
    expect(page.locator("[data-stage]")).to_have_attribute("data-state", "photo")
    assert page.evaluate("document.querySelector('video').srcObject") is None
    post(page)


def test_without_a_camera_a_file_does(visit: Open, server: Stage) -> None:
    page = visit()
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotFoundError'))")
    open_composer(page, server)
    page.get_by_role("button", name="Open the camera").click()
    expect(page.get_by_role("status")).to_have_text("The camera cannot be used. Choose a photo instead.")
    choose(page, noisy_photo(4))
    post(page)


def test_a_large_photo_is_made_small(composer: Page, server: Stage) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (2400, 1800, 3), np.uint8)
    file = BytesIO()
    Image.fromarray(noise).save(file, "JPEG", quality=95)
    choose(composer, file.getvalue())
    post(composer)
    size = rows(server, "SELECT size_bytes FROM studio_upload ORDER BY id DESC LIMIT 1")[0][0]
    assert size <= UPLOAD_BYTES_MAX < len(file.getvalue())


def test_what_the_phone_cannot_open_the_server_can(composer: Page, server: Stage) -> None:
    file = BytesIO()
    from_pillow(Image.open(BytesIO(noisy_photo(6)))).save(file, quality=60)
    choose(composer, file.getvalue(), "IMG_1.HEIC", "image/heic")
    expect(composer.get_by_role("status")).to_contain_text("This phone cannot show this kind of photo.")
    post(composer)
    expect(composer.get_by_role("img", name="Your picture as it will be seen")).to_be_visible()


def test_scripts_may_be_off(visit: Open, server: Stage) -> None:
    page = visit(java_script_enabled=False)
    open_composer(page, server)
    assert page.get_by_label("Caption").is_hidden()
    page.locator("input[name=photo]").set_input_files(FilePayload(name="me.jpg", mimeType="image/jpeg", buffer=noisy_photo(7)))
    page.get_by_role("radio", name="Cup").check()
    page.get_by_label("Where the sticker goes").select_option("At the top, left")
    page.get_by_role("button", name="Show me the picture").click()
    page.wait_for_url("**/drafts/**")
    expect(page.get_by_role("img", name="Your picture as it will be seen")).to_be_visible()
    page.get_by_label("Caption").fill("Without scripts")
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/compose/posted/**")
    assert last_sticker(server)[:2] == (0.2, 0.2)


def test_what_is_half_done_survives_the_page(composer: Page) -> None:
    choose(composer, noisy_photo(8))
    add_sticker(composer)
    composer.get_by_label("Caption").fill("Half a thought")
    context = composer.context
    url = composer.url
    composer.wait_for_function(KEPT_DRAFT)
    composer.close()
    page = context.new_page()
    page.goto(url)
    expect(page.locator("[data-stage]")).to_have_attribute("data-state", "photo")
    expect(page.locator(".sticker")).to_have_count(1)
    expect(page.get_by_label("Caption")).to_have_value("Half a thought")
    post(page)
    page.goto(url)
    expect(page.locator("[data-stage]")).to_have_attribute("data-state", "empty")


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("app", ["senyum", "sabai"])
def test_everybody_can_use_it(visit: Open, server: Stage, window: dict[str, int], app: str) -> None:
    page = visit(app=app, viewport=window)
    open_composer(page, server)
    assert flaws(page) == []
    choose(page, noisy_photo(9))
    add_sticker(page)
    assert flaws(page) == []
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.get_by_role("button", name="Background").click()
    page.get_by_role("radio", name="Terrace").check()
    assert flaws(page) == []
    post(page)
    assert flaws(page) == []
    for path in ("/compose/queue/", "/embed/", f"/embed/connect/?origin={page.url.split('/compose')[0]}"):
        page.goto(path)
        assert flaws(page) == [], path
