"""Debian's Chromium, pages with the widget in them, and what is asked of every page."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from lantern.paths import ROOT
from tests.browser.embedding import HostPage
from tests.browser.stand_in import ADDRESS, StandIn

CHROMIUM = os.environ.get("CHROMIUM", shutil.which("chromium") or "/usr/bin/chromium")
PICTURES = ROOT / "results" / "pictures"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
STRINGS = json.loads((ROOT / "widget" / "src" / "strings.json").read_text(encoding="utf-8"))
# That what is seen on a control is in its name, axe asks for only if it is told to.
AXE_MORE = {"label-content-name-mismatch": {"enabled": True}}
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Visit:
    """A visitor on a page with the widget; ``complaints`` is what the browser's console said."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    # The words of the window, in its language.
    words: dict[str, str] = field(default_factory=lambda: STRINGS["en"])

    def open(self) -> None:
        """Open the window with the mouse."""
        self.page.get_by_role("button", name=self.words["launcher"]).click()

    def ask(self, text: str) -> None:
        """Type a question and send it with the Enter key."""
        self.page.get_by_label(self.words["input"]).fill(text)
        self.page.keyboard.press("Enter")

    def ask_and_wait(self, text: str, kind: str = "answer", count: int = 1) -> None:
        """Ask, and wait until so many cards of a kind are there."""
        self.ask(text)
        expect(self.page.locator(f".card.{kind}")).to_have_count(count)

    def focused(self) -> str:
        """Return the tag and the text or id of what has the focus inside the widget, or outside of it."""
        return str(
            self.page.evaluate(
                """() => {
                  const inner = document.querySelector("lantern-chat")?.shadowRoot?.activeElement;
                  const element = inner ?? document.activeElement;
                  if (element.matches("textarea, input")) return element.id;
                  return element.textContent.trim() || element.className || element.tagName;
                }"""
            )
        )

    def picture(self, name: str) -> None:
        """Keep a picture of the window as test output."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"widget-{name}.png")

    def accessibility_problems(self) -> list[str]:
        """Return what axe finds: rules of WCAG 2.2 A and AA and of good practice, with the places."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "([tags, rules]) => axe.run(document, {runOnly: tags, rules})", [AXE_RULES, AXE_MORE]
        )
        assert found["passes"], "axe has looked at nothing"
        return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in found["violations"]]


@dataclass
class Staged(Visit):
    """A visit where a stand-in plays the server."""

    server: StandIn = None  # type: ignore[assignment]
    context: BrowserContext = None  # type: ignore[assignment]

    def wait_for_silence(self) -> Route:
        """Wait until the server has the message that it keeps silent about."""
        for _ in range(1000):
            if self.server.held:
                return self.server.held
            self.page.evaluate("0")  # lets what has arrived be handled
        raise AssertionError("No message was sent.")

    def release(self) -> None:
        """Let the message that the server keeps silent about fail."""
        self.wait_for_silence().abort()


Stage = Callable[..., Staged]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


def watch(page: Page) -> list[str]:
    """Return a list that fills with everything the page's console says, broken security policies included."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    return complaints


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    """Open a page with the widget, with a stand-in for the server.

    Nothing may be asked of any other address, and the console has to stay empty but for failed requests,
    unless the test takes the complaints away.
    """
    visits: list[Staged] = []

    def begin(page: HostPage | None = None, width: int = 900, height: int = 900, **options: Any) -> Staged:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        server = StandIn(context, page)
        opened = context.new_page()
        words = STRINGS.get(server.page.attributes.get("language", "en"), STRINGS["en"])
        visit = Staged(opened, watch(opened), words, server, context)
        visits.append(visit)
        opened.goto(f"{ADDRESS}/")
        return visit

    yield begin
    for visit in visits:
        visit.context.close()
    for visit in visits:
        assert [line for line in visit.complaints if "Failed to load resource" not in line] == []
        assert visit.server.leaks == []
