"""What stays from one page, tab and visit to the next, and what goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Stage, Staged, watch
from tests.browser.embedding import HostPage
from tests.browser.stand_in import ADDRESS

QUESTION = "what is palliative care"
KEPT = "Object.keys(localStorage).concat(Object.keys(sessionStorage))"


def another_tab(visit: Staged) -> Staged:
    page = visit.context.new_page()
    page.goto(f"{ADDRESS}/other")
    return Staged(page, watch(page), visit.words, visit.server, visit.context)


def test_the_conversation_is_there_again_on_the_next_page(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait(QUESTION)
    visit.page.goto(f"{ADDRESS}/next")
    expect(visit.page.get_by_role("dialog")).to_have_count(0)
    visit.open()
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    expect(visit.page.locator(".you")).to_contain_text(QUESTION)
    visit.ask_and_wait("and now", count=2)
    assert len(visit.server.tokens) == 1


def test_history_that_cannot_be_loaded_says_so_and_can_be_asked_for_again(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait(QUESTION)
    visit.page.reload()
    visit.server.fail_history = True
    visit.open()
    expect(visit.page.get_by_text("Your earlier messages could not be loaded.")).to_be_visible()
    visit.server.fail_history = False
    visit.page.get_by_role("button", name="Try again").click()
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    expect(visit.page.get_by_text("Your earlier messages could not be loaded.")).to_have_count(0)


def test_a_session_that_is_gone_begins_anew_in_silence(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait(QUESTION)
    visit.server.turns.clear()
    visit.page.reload()
    visit.open()
    visit.ask_and_wait("first of the new one")
    expect(visit.page.locator(".you")).to_have_count(1)
    assert len(visit.server.tokens) == 2


def test_two_tabs_share_a_session_and_show_each_message_once(stage: Stage) -> None:
    one = stage()
    two = another_tab(one)
    for visit in (one, two):
        visit.open()
    one.ask("from the first tab")
    two.ask("from the second tab")
    for visit in (one, two):
        expect(visit.page.locator(".you")).to_have_count(2)
        expect(visit.page.locator(".card.answer")).to_have_count(2)
    assert len(one.server.tokens) == 1
    assert len(one.server.asked) == 2


def test_with_memory_set_to_tab_each_tab_is_alone(stage: Stage) -> None:
    one = stage(HostPage(attributes={"memory": "tab"}))
    two = another_tab(one)
    for visit in (one, two):
        visit.open()
        visit.ask_and_wait(QUESTION)
    assert len(one.server.tokens) == 2
    assert one.page.evaluate("localStorage.length") == 0


def delete(visit: Staged) -> None:
    visit.page.get_by_role("button", name="Options").click()
    visit.page.get_by_role("button", name="Delete my conversation").click()
    visit.page.get_by_role("button", name="Yes, delete").click()


def test_deletion_empties_browser_server_and_other_tabs_and_begins_a_new_session(stage: Stage) -> None:
    visit = stage()
    other = another_tab(visit)
    other.open()
    visit.open()
    visit.ask_and_wait(QUESTION)
    expect(other.page.locator(".card.answer")).to_have_count(1)
    delete(visit)
    expect(visit.page.get_by_role("status")).to_have_text("Your conversation is deleted.")
    for tab in (visit, other):
        expect(tab.page.locator(".turn")).to_have_count(0)
    assert visit.focused() == "question"
    assert visit.page.evaluate(KEPT) == [] and visit.server.turns == {}
    visit.ask_and_wait("a new one")
    assert visit.server.tokens == ["token-1", "token-2"]


def test_deletion_that_fails_says_so_and_keeps_everything(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait(QUESTION)
    visit.server.fail_delete = True
    delete(visit)
    expect(visit.page.get_by_role("alert").filter(has_text="could not be deleted just now")).to_be_visible()
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    assert len(visit.page.evaluate(KEPT)) == 1


def test_unread_answers_are_in_the_name_of_the_launcher(stage: Stage) -> None:
    visit = stage()
    visit.server.fail_next = ["silence"]
    visit.open()
    visit.ask(QUESTION)
    visit.page.get_by_role("button", name="Close").click()
    visit.release()
    other = another_tab(visit)
    other.open()
    other.ask_and_wait("asked elsewhere")
    launcher = visit.page.get_by_role("button", name="Ask a question 1 new answer")
    expect(launcher).to_be_visible()
    visit.picture("unread")
    launcher.click()
    visit.page.get_by_role("button", name="Close").click()
    expect(visit.page.get_by_role("button", name="Ask a question", exact=True)).to_be_visible()


def test_closing_keeps_the_draft(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.page.get_by_label("Your question").fill("half a que")
    visit.page.keyboard.press("Escape")
    visit.open()
    expect(visit.page.get_by_label("Your question")).to_have_value("half a que")


def keyboard_comes_up(page: Page, height: int) -> None:
    """Make the visible part of the page smaller, as a phone's keyboard does."""
    page.evaluate(
        """height => {
          Object.defineProperty(visualViewport, "height", {value: height, configurable: true});
          visualViewport.dispatchEvent(new Event("resize"));
        }""",
        height,
    )


def test_on_a_phone_the_window_fills_the_screen_above_the_keyboard(stage: Stage) -> None:
    visit = stage(width=390, height=800, is_mobile=True, has_touch=True)
    visit.page.get_by_role("button", name="Ask a question").tap()
    panel = visit.page.get_by_role("dialog")
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 800}
    keyboard_comes_up(visit.page, 420)
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 420}
    send = visit.page.get_by_role("button", name="Send").bounding_box()
    assert send and send["y"] + send["height"] <= 420
    visit.picture("phone-keyboard")
    # The page behind is out of reach of Tab.
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        assert visit.focused() != "Read more"


def test_turning_the_phone_keeps_window_draft_and_focus(stage: Stage) -> None:
    visit = stage(width=1000, height=800)
    visit.open()
    visit.page.get_by_label("Your question").fill("half a que")
    visit.page.set_viewport_size({"width": 390, "height": 800})
    box = {"x": 0, "y": 0, "width": 390, "height": 800}
    expect(visit.page.get_by_role("dialog")).to_be_visible()
    visit.page.wait_for_function(
        "document.querySelector('lantern-chat').shadowRoot.querySelector('.panel').matches(':modal')"
    )
    assert visit.page.get_by_role("dialog").bounding_box() == box
    assert visit.focused() == "question"
    visit.page.set_viewport_size({"width": 1000, "height": 800})
    expect(visit.page.get_by_label("Your question")).to_have_value("half a que")


@pytest.mark.parametrize("memory", ["browser", "tab"])
def test_leaving_forgets_everything_in_all_tabs_and_cannot_be_undone_by_going_back(
    stage: Stage, memory: str
) -> None:
    visit = stage(HostPage(attributes={"leave-to": "/weather", "memory": memory}))
    other = another_tab(visit)
    visit.page.goto(f"{ADDRESS}/chatting")
    visit.open()
    visit.ask_and_wait(QUESTION)
    visit.page.get_by_role("button", name="Keep for my care team").click()
    visit.page.get_by_role("button", name="Leave this page").click()
    visit.page.wait_for_url("**/weather")
    assert visit.page.evaluate(KEPT) == []
    if memory == "browser":
        other.page.wait_for_url("**/weather")
    visit.page.go_back()
    assert not visit.page.url.endswith("/chatting")


def test_leaving_goes_to_a_neutral_page_where_none_is_set(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.page.get_by_role("button", name="Leave this page").click()
    visit.page.wait_for_url("https://www.wikipedia.org/")
