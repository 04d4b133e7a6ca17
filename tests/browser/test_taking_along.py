"""Print, save, and the questions for the care team, which never leave the browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Stage, Staged
from tests.browser.stand_in import DECLINED, FULL


def menu(visit: Staged, name: str) -> None:
    visit.page.get_by_role("button", name="Options").click()
    visit.page.get_by_role("button", name=name).click()


def on_paper(page: Page, press: str) -> str:
    """Return what is seen on paper while the print window is open."""
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name=press).click()
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_be_visible()
    assert page.locator("main").is_hidden() and page.locator(".panel").is_hidden()
    text = page.locator(".paper").inner_text()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("main")).to_be_visible()
    page.emulate_media(media="screen")
    return text


def test_the_chat_is_printed_without_the_page_around_it(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("my own question")
    visit.page.get_by_role("button", name="Options").click()
    text = on_paper(visit.page, "Print this chat")
    for part in ("my own question", FULL["short"], "June 2017", FULL["disclaimer"]):
        assert part in text


def test_a_page_that_is_printed_itself_comes_without_the_window(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.page.emulate_media(media="print")
    assert visit.page.locator("main").is_visible()
    assert visit.page.locator(".panel").is_hidden() and visit.page.locator(".launcher").is_hidden()


def test_the_chat_is_saved_as_a_file_made_in_the_browser(stage: Stage, tmp_path: Path) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("my own question")
    before = len(visit.server.addresses)
    visit.page.get_by_role("button", name="Options").click()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Save this chat").click()
    assert download.value.suggested_filename == "conversation.txt"
    download.value.save_as(tmp_path / "chat.txt")
    text = (tmp_path / "chat.txt").read_text(encoding="utf-8-sig")
    for part in ("my own question", FULL["short"], "June 2017", FULL["disclaimer"]):
        assert part in text
    assert len(visit.server.addresses) == before


def test_questions_are_collected_added_removed_and_stay_in_the_browser(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("how long do I have", "advice_declined")
    keep = visit.page.get_by_role("button", name="Keep this question").first
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "true")
    visit.page.get_by_role("button", name="Keep for my care team").click()
    menu(visit, "My questions for my care team (2)")
    items = visit.page.locator(".mine li")
    expect(items).to_have_count(2)
    visit.page.get_by_label("A question of my own").fill("May I  travel?")
    visit.page.keyboard.press("Enter")
    expect(items).to_contain_text([DECLINED["questions"][0], "how long do I have", "May I travel?"])
    visit.picture("my-questions")
    visit.page.get_by_role("button", name="Remove how long do I have").click()
    expect(items).to_have_count(2)
    assert visit.focused() == "My questions for my care team"
    visit.page.reload()
    visit.open()
    menu(visit, "My questions for my care team (2)")
    text = on_paper(visit.page, "Print my questions")
    assert DECLINED["questions"][0] in text and "May I travel?" in text
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Save my questions").click()
    assert download.value.suggested_filename == "my-questions.txt"
    visit.page.get_by_role("button", name="Remove all").click()
    expect(visit.page.get_by_text("Nothing is kept yet.")).to_be_visible()
    assert "travel" not in str(visit.server.asked) + str(visit.server.feedback) + str(visit.server.addresses)


def test_a_kept_question_can_be_let_go_again_at_the_answer(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("what is palliative care")
    keep = visit.page.get_by_role("button", name="Keep for my care team")
    keep.click()
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "false")
    assert visit.page.evaluate("Object.keys(localStorage).filter(key => key.includes('questions'))") == []
