"""`facevalue bench weight`: what the app's first screen weighs, and how soon it can be used, in a real Chromium.

Every byte that the server sends is counted on its way, headers and the service worker's share included, by a relay between
the two. Networks and slow processors are Chromium's own emulation (Chrome DevTools Protocol); it delays requests and not
connections, so one round trip is added to each time. Usable: the page is painted and its script has run.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from facevalue.bench import phone, up_process, wire
from facevalue.config.folder import Folder
from facevalue.kit.clock import now_ms

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from facevalue.bench.corner import Corner

CPU_SLOWER = 4
QUIET_MS = 2_500
TRIES = 10
_USABLE = """() => {
  const painted = performance.getEntriesByName("first-contentful-paint")[0];
  return Math.max(painted ? painted.startTime : 0, performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd);
}"""


class Network(NamedTuple):
    """Kilobits a second and the round trip, of phones where the towers are far away."""

    kbit_s: int
    round_trip_ms: int


NETWORKS = {"2g": Network(280, 800), "3g": Network(400, 400)}


def run() -> dict[str, dict[str, int | float]]:
    """By app the figures. Raises NoBrowser."""
    with ExitStack() as stack:
        url, corners = stack.enter_context(serve())
        chromium = stack.enter_context(phone.browser())
        return {corner.name: measure(chromium, url, corner) for corner in corners}


@contextmanager
def serve() -> "Iterator[tuple[int, list[Corner]]]":
    """`facevalue up` over a small world: its port, and the apps."""
    from facevalue.config import schema
    from facevalue.config.environment import choose, use_django_settings

    with TemporaryDirectory(prefix="facevalue-bench-") as name:
        folder = Folder(Path(name))
        choose(folder.path)
        use_django_settings()
        schema.prepare(folder.state)
        from django.db import connections

        from facevalue.bench import corner

        corners = corner.build(now_ms())
        connections.close_all()
        with up_process.up(folder) as (url, _):
            yield int(url.rpartition(":")[2]), corners


def measure(chromium: "Browser", port: int, corner: "Corner") -> dict[str, int | float]:
    """The figures of one app, for who has never been there, then comes again."""
    counter = wire.Counter(port)
    context = phone.visitor(chromium, corner, counter.port)
    scripts: list[int] = []
    documents: list[int] = []
    page = context.new_page()
    _listen(page, documents, scripts)
    page.goto("/", wait_until="networkidle")
    # What the worker fetches for when there is no network belongs to the first load.
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    # So does the stylesheet for the next pages, which the browser fetches when it has nothing better to do.
    for _ in range(TRIES):
        if any(cookie.get("name") == "look" for cookie in context.cookies()):
            break
        page.wait_for_timeout(QUIET_MS)
    _wait_until_quiet(page, counter)
    first_load = counter.received_bytes
    page.close()
    again = context.new_page()
    again.goto("/", wait_until="networkidle")
    _wait_until_quiet(again, counter)
    repeat = counter.received_bytes - first_load
    context.close()
    counter.close()
    times = {f"usable_{name}_ms": _usable_ms(chromium, port, corner, network) for name, network in NETWORKS.items()}
    return {
        "first_view_bytes": documents[0],
        "first_load_bytes": first_load,
        "js_bytes": sum(scripts),
        "repeat_bytes": repeat,
        **times,
    }


def _wait_until_quiet(page: "Page", counter: wire.Counter) -> None:
    before = -1
    for _ in range(TRIES):
        if counter.received_bytes == before:
            return
        before = counter.received_bytes
        page.wait_for_timeout(QUIET_MS)


def _listen(page: "Page", documents: list[int], scripts: list[int]) -> None:
    kinds: dict[str, str] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda event: kinds.__setitem__(event["requestId"], event["type"]))

    def finished(event: dict[str, Any]) -> None:
        wanted = {"Document": documents, "Script": scripts}.get(kinds.get(event["requestId"], ""))
        if wanted is not None:
            wanted.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", finished)


def _usable_ms(chromium: "Browser", port: int, corner: "Corner", network: Network) -> int:
    context = phone.visitor(chromium, corner, port)
    page = context.new_page()
    session = context.new_cdp_session(page)
    rate = network.kbit_s * 1000 / 8
    conditions = {"offline": False, "latency": network.round_trip_ms, "downloadThroughput": rate, "uploadThroughput": rate}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", conditions)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
    page.goto("/", wait_until="domcontentloaded", timeout=60_000)
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0", timeout=60_000)
    found: int = round(page.evaluate(_USABLE)) + network.round_trip_ms
    context.close()
    return found
