"""Makes the pictures of the studio for docs/, over a copy of the content.

python -m tests.browser.studio_pictures
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.pictures import IMAGES
from tests.studio.conftest import project, started

ROOMS = {"entries": "/?q=liver", "new": "/new", "live": "/live", "review": "/review/faq/kadcyla_what"}


def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = project(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_context(viewport={"width": 1200, "height": 760}).new_page()
        for studio in started(root, Path(folder) / "state", "--keep"):
            for name, room in ROOMS.items():
                page.goto(studio.address + room)
                page.screenshot(path=IMAGES / f"studio-{name}.png")
            page.goto(f"{studio.address}/entry/faq/about_information")
            asked = page.get_by_label("Ways of asking")
            asked.fill(asked.input_value() + "\nhow does one treat cancer that went to the liver")
            expect(page.locator("#hints")).to_contain_text("liver_mets_treatment", timeout=90_000)
            page.mouse.move(1, 1)
            page.screenshot(path=IMAGES / "studio-entry.png")
        browser.close()


if __name__ == "__main__":
    main()
