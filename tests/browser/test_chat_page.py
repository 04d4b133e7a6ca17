"""The chat page in a real browser, against a really started bot, as a visitor uses it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from lantern.local_bot import LocalBot
from tests.browser.conftest import PICTURES


@pytest.fixture
def page(browser: Browser, bot: LocalBot) -> Iterator[Page]:
    """The page, freshly opened; anything in the browser's console fails the test."""
    context = browser.new_context(viewport={"width": 800, "height": 1000})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(f"{bot.address}/chat/")
    yield opened
    context.close()
    assert [text for text in complaints if "ERR_FAILED" not in text] == []


def ask(page: Page, text: str) -> None:
    """Type a question and send it with the Enter key."""
    page.get_by_label("Your question").fill(text)
    page.keyboard.press("Enter")


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page as test output."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def test_a_visitor_gets_an_answer_with_sources_and_disclaimer(page: Page) -> None:
    ask(page, "what is palliative care")
    card = page.locator("article.answer")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("What is palliative care")
    expect(card).to_contain_text("Young Survival Coalition")
    expect(card).to_contain_text("not medical advice")
    card.locator("summary").click()
    picture(page, "answer")
    card.get_by_role("button").first.click()
    expect(page.locator("article.answer")).to_have_count(2)


def test_a_suggestion_is_one_click(page: Page) -> None:
    page.get_by_role("button", name="How are bone mets treated?").click()
    expect(page.locator("article.answer")).to_contain_text("Young Survival Coalition")


def test_the_page_works_by_keyboard_alone(page: Page) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.type("how are bone mets treated")
    page.keyboard.press("Enter")
    expect(page.locator("article.answer")).to_have_count(1)
    assert page.evaluate("document.activeElement.id") == "text"


def test_a_danger_looks_different_and_can_be_called(page: Page) -> None:
    ask(page, "I want to kill myself")
    card = page.locator("article.danger")
    expect(card).to_have_count(1)
    expect(card.locator("a[href='tel:988']").first).to_be_visible()
    picture(page, "danger")


def test_mark_up_is_shown_and_never_run(page: Page) -> None:
    ask(page, "<img src=x onerror=alert(1)><b>bold</b>")
    expect(page.locator("article.you")).to_contain_text("<img src=x")
    assert page.locator("article img, article b").count() == 0


def test_without_a_bot_the_question_is_kept_and_can_be_sent_again(page: Page) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/webhook", refuse)
    ask(page, "what is palliative care")
    expect(page.locator("article.error")).to_have_count(1)
    picture(page, "unreachable")
    page.unroute("**/webhook")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("article.answer")).to_have_count(1)
    expect(page.locator("article.you")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, bot: LocalBot, scheme: str) -> None:
    phone = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = phone.new_page()
    page.goto(f"{bot.address}/chat/")
    ask(page, "how are bone mets treated")
    expect(page.locator("article.answer")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    picture(page, f"phone-{scheme}")
    phone.close()
