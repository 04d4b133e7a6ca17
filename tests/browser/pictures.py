"""Makes the pictures of the window for docs/, from the demo site of a running bot.

python -m tests.browser.pictures
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from lantern.local_bot import LocalBot
from lantern.model_file import current_model
from lantern.paths import ROOT
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Visit

IMAGES = ROOT / "docs" / "images"
DESK: dict[str, Any] = {"viewport": {"width": 1000, "height": 760}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 760}, "is_mobile": True, "has_touch": True}
QUESTION = "what is palliative care"


def take(browser: Browser, bot: LocalBot, name: str, asked: str, **options: Any) -> None:
    """Take one picture: the demo site with the window open, after a question if there is one."""
    context = browser.new_context(**options)
    visit = Visit(context.new_page())
    visit.page.goto(f"{bot.address}/demo/")
    visit.open()
    expect(visit.page.locator(".choices button").first).to_be_visible()
    if asked:
        visit.ask(asked)
        expect(visit.page.locator(".turn .card").first).to_be_visible()
    # The mouse would leave a button looking pressed.
    visit.page.mouse.move(1, 1)
    visit.page.screenshot(path=IMAGES / f"window-{name}.png")
    context.close()


def main() -> None:
    """Take all pictures."""
    with (
        tempfile.TemporaryDirectory() as state,
        LocalBot(current_model(), 0, 0, Path(state)) as bot,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        take(browser, bot, "open", "", **DESK)
        take(browser, bot, "answer", QUESTION, **DESK)
        take(browser, bot, "danger", "I want to kill myself", **DESK)
        take(browser, bot, "dark", QUESTION, **DESK, color_scheme="dark")
        take(browser, bot, "phone", QUESTION, **PHONE)
        browser.close()


if __name__ == "__main__":
    main()
