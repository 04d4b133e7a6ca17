"""The picture of docs/channels/messaging.md: one answer on three platforms.

``python -m tests.channels.messaging.pictures`` takes it anew.
"""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from lantern import paths
from lantern.channels.messaging.preview import STYLE
from lantern.channels.messaging.text import Words
from lantern.content.check import sound_library
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.channels.messaging.golden import TURN, content_answers, platform_named

PICTURE = paths.ROOT / "docs" / "images" / "messaging.png"
TOPIC = "faq/palliative_care_what"
SHOWN = ("slack", "whatsapp", "teams")
COLUMNS = """
body { display: grid; gap: 1.5rem; grid-template-columns: repeat(3, 1fr); margin: 1rem; max-width: none }
h2 { font-size: 1.1rem; margin: 0 }
"""


def main() -> None:
    """Write the picture."""
    library = sound_library(paths.DATA)
    answer, words = content_answers(library)[TOPIC], Words.of(library)
    columns = ""
    for name in SHOWN:
        platform = platform_named(name, words)
        shown = platform.preview(platform.render([answer], TURN))
        columns += f"<section><h2>{platform.title}</h2>{shown}</section>"
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{STYLE}{COLUMNS}</style>'
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1350, "height": 900})
        page.set_content(f"{head}{columns}</html>")
        page.screenshot(path=PICTURE, full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
