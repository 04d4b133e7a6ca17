"""The window on a site of its own, with the bot on another address, as most sites will have it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from ruamel.yaml import YAML

from lantern.local_bot import LocalBot
from lantern.paths import ROOT
from tests.browser.conftest import Visit, watch
from tests.browser.embedding import HostPage

QUESTION = "what is palliative care"
WEBSITE = "lantern.channels.website.channel.Website"


class Site:
    """A web server with one page on it, on a port of its own, under two names.

    Nothing may be played by Playwright here: where it does, it answers for the server which page is let in.
    """

    def __init__(self) -> None:
        self.page = HostPage()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the name is that of the library
                self.send_response(200)
                for name, value in site.page.headers().items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(site.page.html().encode("utf-8"))

            def log_message(self, format: str, *args: object) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def origin(self, host: str) -> str:
        return f"http://{host}:{self._server.server_port}"

    def embed(self, bot: LocalBot, **attributes: str) -> None:
        """Put the window of a bot into the page, under a policy that names the bot and nothing else."""
        policy = (
            f"default-src 'none'; script-src {bot.address}; connect-src {bot.address}; img-src data:; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
        self.page = HostPage(attributes=attributes, policy=policy, server=bot.address)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="module")
def bot(model: Path, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalBot]:
    """A bot that lets in the site under one of its two names."""
    folder = tmp_path_factory.mktemp("another-origin")
    yaml = YAML(typ="safe")
    channels = yaml.load((ROOT / "credentials.yml").read_text(encoding="utf-8"))
    channels[WEBSITE] = {**(channels[WEBSITE] or {}), "origins": [site.origin("127.0.0.1")]}
    with (folder / "credentials.yml").open("w", encoding="utf-8") as stream:
        yaml.dump(channels, stream)
    with LocalBot(model, 0, 0, folder / "state", folder / "credentials.yml") as running:
        yield running


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 900, "height": 900})
    page = context.new_page()
    visit = Visit(page, watch(page))
    page.goto(address)
    yield visit
    context.close()


def test_a_visit_on_a_site_that_is_let_in(browser: Browser, bot: LocalBot, site: Site) -> None:
    site.embed(bot)
    with visiting(browser, f"{site.origin('127.0.0.1')}/page") as visit:
        visit.open()
        visit.ask_and_wait(QUESTION)
        with visit.page.expect_response("**/feedback") as told:
            visit.page.get_by_role("button", name="Helpful", exact=True).click()
        assert told.value.status == 204
        visit.page.reload()
        visit.open()
        expect(visit.page.locator(".card.answer")).to_have_count(1)
        expect(visit.page.locator(".you")).to_contain_text(QUESTION)
        visit.page.get_by_role("button", name="Options").click()
        static_page = visit.page.get_by_role("link", name="Read all questions and answers")
        expect(static_page).to_have_attribute("href", f"{bot.address}/faq/")
        visit.page.get_by_role("button", name="Delete my conversation").click()
        visit.page.get_by_role("button", name="Yes, delete").click()
        expect(visit.page.get_by_role("status")).to_have_text("Your conversation is deleted.")
        visit.page.reload()
        visit.open()
        expect(visit.page.locator(".turn")).to_have_count(0)
        assert visit.page.evaluate("localStorage.length") == 0
        assert visit.complaints == []


def test_spanish_words_come_from_the_other_address(browser: Browser, bot: LocalBot, site: Site) -> None:
    site.embed(bot, language="es")
    with visiting(browser, f"{site.origin('127.0.0.1')}/page") as visit:
        expect(visit.page.get_by_role("button", name="Haz una pregunta")).to_be_visible()
        assert visit.complaints == []


def test_on_a_site_that_is_not_let_in_the_window_says_so(browser: Browser, bot: LocalBot, site: Site) -> None:
    site.embed(bot)
    with visiting(browser, f"{site.origin('localhost')}/page") as visit:
        visit.open()
        alert = visit.page.get_by_role("alert").filter(has_text="This chat cannot be used on this page.")
        expect(alert).to_be_visible()
        expect(alert).to_contain_text("your local emergency number")
        expect(alert.get_by_role("link", name="Read all questions and answers")).to_have_attribute(
            "href", f"{bot.address}/faq/"
        )
        [told] = [line for line in visit.complaints if line.startswith("Lantern:")]
        assert f'data-server="{bot.address}"' in told and "lets this site in" in told
        visit.picture("not-let-in")
        # What is asked all the same is kept and called unanswered.
        visit.ask(QUESTION)
        expect(visit.page.get_by_text("Not answered yet")).to_be_visible()
        assert visit.accessibility_problems() == []
