"""`facevalue bench render`: processor time and memory from a phone's photo to the pictures of a post."""

import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PIL import Image

from facevalue.config import environment, schema
from facevalue.kit.clock import now_ms

_PHOTO_PX = 1080, 1350
_DRAWN = 6
_OWNER = 1
_BANNER = "M0 0h1080v1080H0zM48 48v864h984V48z"
_FRAME = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080">
<defs><linearGradient id="g"><stop stop-color="#7b1f3a"/><stop offset="1" stop-color="#f2a03d"/></linearGradient></defs>
<path fill="url(#g)" fill-rule="evenodd" d="{_BANNER}"/></svg>"""
_STAR = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
<path fill="#ffd23f" stroke="#7b1f3a" stroke-width="4" d="M50 5l13 30 32 3-24 22 7 32-28-17-28 17 7-32L5 38l32-3z"/></svg>"""

Result = TypeVar("Result")


class _Times:
    """Processor time of this process by what it went to, in milliseconds."""

    def __init__(self) -> None:
        self.ms: dict[str, list[float]] = {}

    def of(self, name: str, work: Callable[[], Result]) -> Result:
        """Does the work and notes what it took."""
        began_s = time.process_time()
        result = work()
        self.ms.setdefault(name, []).append((time.process_time() - began_s) * 1_000)
        return result

    def p50(self, name: str) -> float:
        """The median, without the first one, for which networks and assets are read."""
        return round(float(np.median(self.ms[name][1:] or self.ms[name])), 1)


def run(pictures: int, photos: Path | None) -> dict[str, Any]:
    """Takes photos in, composes each with a frame and two stickers, renders, then the same before another background."""
    files = [path.read_bytes() for path in sorted(photos.glob("*.jpg"))] if photos else [_photo(seed) for seed in range(_DRAWN)]
    if not files:
        raise SystemExit(f"there is no .jpg file in {photos}")
    with tempfile.TemporaryDirectory(prefix="facevalue-bench-") as folder:
        environment.choose(Path(folder))
        environment.use_django_settings()
        schema.prepare(str(Path(folder) / "state.sqlite"))
        return _measure(pictures, files)


def _measure(pictures: int, files: list[bytes]) -> dict[str, Any]:
    from facevalue.studio import actions, queries

    frame, star, background = _publish()
    stickers = [actions.Placement(star, 0.84, 0.74, 0.22, 15), actions.Placement(star, 0.14, 0.2, 0.18, -20)]
    times, bytes_max = _Times(), 0
    for number in range(pictures):
        data = files[number % len(files)]
        upload = actions.begin_upload(_OWNER, f"photo {number}", len(data), now_ms())
        for offset in range(0, len(data), 100_000):
            actions.append(_OWNER, upload.id, offset, data[offset : offset + 100_000])
        photo = times.of("take_in", partial(actions.finish_upload, _OWNER, upload.id, now_ms()))
        for name, behind in (("render", None), ("render_background", background)):
            made = actions.compose(_OWNER, f"{name} {number}", photo.id, frame, stickers, behind, now_ms())
            renditions = times.of(name, partial(actions.render, made.id))
            bytes_max = max(bytes_max, *(found.size_bytes for found in renditions if found.use == queries.Use.FEED))
            times.of("rest", partial(actions.render_rest, 1))
            times.of("checks", partial(queries.checks, queries.composition(made.id)))
    names = ("render", "render_background", "rest", "take_in", "checks")
    return {
        **{f"{name}_cpu_ms_p50": times.p50(name) for name in names},
        "render_cpu_ms_p95": round(float(np.quantile(times.ms["render"], 0.95)), 1),
        "feed_bytes_max": bytes_max,
        "peak_rss_mb": _peak_rss_mb(),
        "pictures": pictures,
    }


def _publish() -> tuple[int, int, int]:
    """A frame, a sticker and a background of a brand: the ids of their versions."""
    from facevalue.identity import actions as identity
    from facevalue.identity.queries import OrganisationKind
    from facevalue.studio import actions

    brand = identity.create_organisation(OrganisationKind.BRAND, "Bench", now_ms()).id
    sky = BytesIO()
    Image.linear_gradient("L").resize((1080, 1080)).convert("RGB").save(sky, "PNG")
    made = []
    for kind, data in (("frame", _FRAME.encode()), ("sticker", _STAR.encode()), ("background", sky.getvalue())):
        version = actions.upload_asset(brand, actions.AssetKind(kind), kind, data, now_ms()).id
        actions.approve(version, _OWNER, now_ms())
        actions.publish(brand, version, now_ms())
        made.append(version)
    return made[0], made[1], made[2]


def _photo(seed: int) -> bytes:
    """A JPEG file with as much detail as a photo has: noise whose strength falls with its frequency."""
    width, height = _PHOTO_PX
    dice = np.random.default_rng(seed)
    fall = 1 / np.maximum(np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None]), 1 / width) ** 1.3
    layers = [np.fft.irfft2(np.fft.rfft2(dice.standard_normal((height, width))) * fall, (height, width)) for _ in range(3)]
    spread = [np.clip(128 + 45 * layer / layer.std(), 0, 255) for layer in layers]
    file = BytesIO()
    Image.fromarray(np.stack(spread, axis=2).astype(np.uint8)).save(file, "JPEG", quality=70)
    return file.getvalue()


def _peak_rss_mb() -> int:
    kilobytes = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    return round(int(kilobytes) / 1_000)
