"""A real browser for tests: Debian's Chromium, driven by Playwright; tests skip with a reason where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PATHS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser that ends with the block."""
    path = next((found for name in PATHS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium here (apt-get install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """A page that remembers what it complained of and what it fetched."""

    def __init__(
        self, browser: Any, path: Path, *, width: int = 1280, height: int = 900, script: bool = True
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, locale="pl-PL"
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.fetched: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.fetched.append(request.url))
        self.page.goto(path.resolve().as_uri())

    def shown(self) -> int:
        """How many quotes pass the filter."""
        return int(self.page.locator("#codes .quote:not([hidden])").count())

    def counts(self, text: str) -> None:
        """Wait until the page counts so; fails where it does not."""
        from playwright.sync_api import expect

        expect(self.page.locator("#f-count")).to_have_text(text)
