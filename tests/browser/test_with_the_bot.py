"""The window against the really running bot, as a visitor uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from lantern.local_bot import LocalBot
from tests.browser.conftest import Visit, watch
from tests.browser.embedding import HostPage

MESSAGES = "**/webhooks/website/messages"
QUESTION = "what is palliative care"
Arrive = Callable[..., Visit]


@pytest.fixture
def arrive(browser: Browser) -> Iterator[Arrive]:
    """Come to a page on the bot's own address, with a strict policy and the widget in it."""
    visits: list[Visit] = []

    def come(bot: LocalBot, page: HostPage | None = None, path: str = "/a-site", width: int = 900) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900})
        host = page or HostPage()
        context.route(
            f"{bot.address}/a-site", lambda route: route.fulfill(body=host.html(), headers=host.headers())
        )
        opened = context.new_page()
        visit = Visit(opened, watch(opened))
        visits.append(visit)
        opened.goto(bot.address + path)
        return visit

    yield come
    for visit in visits:
        visit.page.context.close()
        assert [line for line in visit.complaints if "Failed to load resource" not in line] == []


def cards(page: Page, kind: str = "answer") -> int:
    return page.locator(f".card.{kind}").count()


def test_a_visit_from_the_first_question_to_deletion(bot: LocalBot, arrive: Arrive) -> None:
    visit = arrive(bot)
    visit.open()
    expect(visit.page.get_by_text("not medical advice").first).to_be_visible()
    visit.ask_and_wait(QUESTION)
    card = visit.page.locator(".card.answer")
    expect(card).to_contain_text("Young Survival Coalition")
    expect(card).to_contain_text("not medical advice")
    with visit.page.expect_response("**/feedback") as told:
        card.get_by_role("button", name="Helpful", exact=True).click()
    assert told.value.status == 204
    visit.picture("bot-answer")
    card.locator(".choices button").first.click()
    expect(visit.page.locator(".card.answer")).to_have_count(2)
    visit.page.reload()
    visit.open()
    expect(visit.page.locator(".card.answer")).to_have_count(2)
    expect(visit.page.locator(".you").first).to_contain_text(QUESTION)
    visit.page.get_by_role("button", name="Options").click()
    visit.page.get_by_role("button", name="Delete my conversation").click()
    visit.page.get_by_role("button", name="Yes, delete").click()
    expect(visit.page.get_by_role("status")).to_have_text("Your conversation is deleted.")
    visit.page.reload()
    visit.open()
    expect(visit.page.locator(".turn")).to_have_count(0)
    assert visit.page.evaluate("localStorage.length") == 0


def test_the_script_comes_over_the_line_made_small(bot: LocalBot, arrive: Arrive) -> None:
    visit = arrive(bot)
    with visit.page.expect_response("**/widget.js") as loaded:
        visit.page.reload()
    assert loaded.value.all_headers()["content-encoding"] == "gzip"
    assert loaded.value.request.sizes()["responseBodySize"] <= 20 * 1024


def test_a_danger_is_answered_with_numbers_to_call_and_text(bot: LocalBot, arrive: Arrive) -> None:
    visit = arrive(bot)
    visit.open()
    visit.ask_and_wait("I want to kill myself", "danger")
    card = visit.page.locator(".card.danger")
    expect(card.locator("a[href='tel:988']").first).to_be_visible()
    expect(card.locator("a[href='sms:988']").first).to_be_visible()
    visit.picture("bot-danger")
    assert visit.accessibility_problems() == []


def test_a_danger_in_a_text_that_is_too_long_is_answered_and_stays(bot: LocalBot, arrive: Arrive) -> None:
    visit = arrive(bot)
    visit.open()
    visit.ask_and_wait("We went to the lake. " * 200 + "I want to kill myself.", "danger")
    expect(visit.page.get_by_text("2000 can be read. Please shorten it.")).to_be_visible()
    said = visit.page.locator(".you p").text_content()
    visit.page.reload()
    visit.open()
    expect(visit.page.locator(".card.danger")).to_be_visible()
    expect(visit.page.locator(".you p")).to_have_text(said or "")


def test_an_answer_that_was_lost_on_the_way_is_given_once(bot: LocalBot, arrive: Arrive) -> None:
    visit = arrive(bot)
    visit.open()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    visit.page.route(MESSAGES, lose)
    visit.ask(QUESTION)
    retry = visit.page.get_by_role("button", name="Try again")
    expect(retry).to_be_visible()
    visit.page.unroute(MESSAGES)
    retry.click()
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    visit.page.reload()
    visit.open()
    expect(visit.page.locator(".you")).to_have_count(1)
    expect(visit.page.locator(".card.answer")).to_have_count(1)


def test_page_specific_suggestions_have_their_titles_from_the_bot(bot: LocalBot, arrive: Arrive) -> None:
    visit = arrive(bot, HostPage(attributes={"suggestions": "radiation_role"}))
    visit.open()
    suggestion = visit.page.locator(".choices button")
    expect(suggestion).to_have_count(1)
    suggestion.click()
    expect(visit.page.locator(".card.answer")).to_have_count(1)


def test_not_what_i_meant_is_understood(bot: LocalBot, arrive: Arrive) -> None:
    visit = arrive(bot)
    visit.open()
    visit.ask_and_wait(QUESTION)
    visit.page.get_by_role("button", name="Not what I meant").click()
    expect(visit.page.locator(".turn").nth(1).locator(".card")).to_have_count(1)
    assert cards(visit.page, "error") == 0


def test_the_interface_speaks_spanish(bot: LocalBot, arrive: Arrive) -> None:
    visit = arrive(bot, HostPage(attributes={"language": "es"}))
    visit.page.get_by_role("button", name="Haz una pregunta").click()
    expect(visit.page.get_by_text("solo en inglés").first).to_be_visible()
    visit.picture("bot-spanish")
    assert visit.accessibility_problems() == []


def test_the_demo_site_works_by_keyboard_alone(bot: LocalBot, arrive: Arrive) -> None:
    visit = arrive(bot, path="/demo/")
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        if visit.focused() == "Ask a question":
            break
    visit.picture("demo")
    visit.page.keyboard.press("Enter")
    assert visit.focused() == "question"
    visit.page.keyboard.type(QUESTION)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    assert visit.accessibility_problems() == []


def test_the_demo_site_works_on_a_phone(bot: LocalBot, arrive: Arrive) -> None:
    visit = arrive(bot, path="/demo/", width=320)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
    visit.open()
    visit.ask_and_wait(QUESTION)
    visit.picture("demo-phone")
    assert visit.accessibility_problems() == []


def test_the_way_to_the_static_page_is_open(bot: LocalBot, arrive: Arrive) -> None:
    visit = arrive(bot)
    visit.open()
    visit.page.get_by_role("button", name="Options").click()
    with visit.page.context.expect_page() as opened:
        visit.page.get_by_role("link", name="Read all questions and answers").click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    assert opened.value.url == f"{bot.address}/faq/"


def test_a_conversation_outlives_a_restart_of_the_server(
    model: Path, arrive: Arrive, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bot = LocalBot(model, 0, 0, tmp_path_factory.mktemp("state"))
    try:
        bot.start()
        visit = arrive(bot)
        visit.open()
        visit.ask_and_wait(QUESTION)
        bot.stop()
        visit.ask("how are bone mets treated")
        retry = visit.page.get_by_role("button", name="Try again")
        expect(retry).to_be_visible()
        bot.start()
        retry.click()
        expect(visit.page.locator(".card.answer")).to_have_count(2)
        visit.page.reload()
        visit.open()
        expect(visit.page.locator(".you")).to_have_count(2)
        expect(visit.page.locator(".card.answer")).to_have_count(2)
    finally:
        bot.stop()
