"""A browser that keeps what it had on its disk, also when it is killed. `kept`: captions of posts of which it said so."""

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, FilePayload, Page

from tests.faces.creator.compose_server import Stage

ARGUMENTS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
PATIENCE_MS = 60_000
# What the page tells the person, told to the test.
SAYS_WHAT_IS_KEPT = """addEventListener("DOMContentLoaded", () => {
  const voice = document.querySelector("[data-voice]");
  const tell = () => {
    if (voice.textContent.startsWith("Kept")) console.log("kept: " + document.querySelector("[name=caption]").value);
  };
  if (voice) new MutationObserver(tell).observe(voice, { childList: true });
});"""


class Phone:
    """A browser whose data survive it."""

    def __init__(self, playwright: Any, folder: Path, stage: Stage) -> None:
        self._playwright, self._folder, self._stage = playwright, folder, stage
        self.kept: set[str] = set()
        self.context: BrowserContext
        self.page: Page
        self.start()

    def start(self) -> None:
        """Opens the browser with what it had on its disk."""
        chromium = shutil.which("chromium")
        options = {"executable_path": chromium, "args": ARGUMENTS.split(), "viewport": {"width": 360, "height": 740}}
        self.context = self._playwright.chromium.launch_persistent_context(str(self._folder), **options)
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_cookies([{"name": "sessionid", "value": self._stage.about["amara"], "url": self._stage.url}])
        self.context.add_init_script(SAYS_WHAT_IS_KEPT)
        self.context.on("console", lambda message: self._hear(message.text))
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()

    def _hear(self, text: str) -> None:
        before, _, caption = text.partition("kept: ")
        if not before and caption:
            self.kept.add(caption)

    def new_page(self) -> None:
        """Closes the page, whatever it is doing, and opens another."""
        old, self.page = self.page, self.context.new_page()
        old.close()

    def kill(self) -> None:
        """Kills every process of the browser."""
        with suppress(Error):
            for pid in _processes(self._folder):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.context.close()
        (self._folder / "SingletonLock").unlink(missing_ok=True)
        self.start()

    def compose(self, campaign: int, caption: str, photo: bytes) -> None:
        """Everything up to the button."""
        self.page.goto(f"{self._stage.url}/compose/{campaign}/")
        file = FilePayload(name="selfie.jpg", mimeType="image/jpeg", buffer=photo)
        self.page.locator("input[name=photo]").set_input_files(file)
        self.page.locator("[data-stage][data-state=photo]").wait_for()
        self.page.locator("[name=caption]").fill(caption)


def _processes(folder: Path) -> list[int]:
    """The processes that were started with this folder for their data."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if f"--user-data-dir={folder}" in (entry / "cmdline").read_bytes().decode(errors="replace").split("\0"):
                    found.append(int(entry.name))
    return found
