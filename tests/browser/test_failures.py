"""When something is wrong: plain words, the question kept, one way on, and one answer in the end."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage, Staged

FAILURES = {
    "offline": "Lantern cannot be reached just now.",
    "429": "That was more than can be answered at once.",
    "500": "Something went wrong",
    "503": "Something went wrong",
    "400": "Your question could not be accepted here.",
    "413": "Your question could not be accepted here.",
    "empty": "No answer came back.",
    "no json": "No answer came back.",
}
QUESTION = "what is palliative care"


def retry(visit: Staged) -> None:
    visit.page.get_by_role("alert").get_by_role("button", name="Try again").click()


@pytest.mark.parametrize("way", FAILURES)
def test_a_failure_keeps_the_question_and_a_retry_brings_one_answer(stage: Stage, way: str) -> None:
    visit = stage()
    visit.server.fail_next = [way]
    visit.open()
    visit.ask(QUESTION)
    alert = visit.page.get_by_role("alert").filter(has_text=FAILURES[way])
    expect(alert).to_be_visible()
    expect(alert.get_by_role("link", name="Read all questions and answers")).to_have_attribute(
        "href", "http://localhost:1/faq/"
    )
    expect(alert).to_contain_text("your local emergency number")
    expect(visit.page.locator(".you")).to_have_count(1)
    expect(visit.page.locator(".you")).to_contain_text(QUESTION)
    visit.picture(f"failure-{way.replace(' ', '-')}")
    retry(visit)
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    expect(visit.page.locator(".you")).to_have_count(1)
    expect(alert).to_have_count(0)
    assert visit.focused() == "question"
    # The same id both times, so that the server answers once.
    assert len(visit.server.asked) == 2 and len({sent["id"] for sent in visit.server.asked}) == 1


def test_too_much_says_when_to_try_again_and_what_the_server_says(stage: Stage) -> None:
    visit = stage()
    visit.server.fail_next = ["429"]
    visit.open()
    visit.ask(QUESTION)
    expect(visit.page.get_by_text("You can try again in 7 seconds.")).to_be_visible()
    expect(visit.page.get_by_text("This is the server's own sentence.")).to_be_visible()


def test_silence_is_ended_after_half_a_minute(stage: Stage) -> None:
    visit = stage()
    visit.page.clock.install()
    visit.server.fail_next = ["silence"]
    visit.open()
    visit.ask(QUESTION)
    visit.wait_for_silence()
    visit.page.clock.fast_forward(31_000)
    expect(visit.page.get_by_text("The answer is taking too long.")).to_be_visible()
    retry(visit)
    expect(visit.page.locator(".card.answer")).to_have_count(1)


def test_an_older_question_without_an_answer_can_still_be_sent_again(stage: Stage) -> None:
    visit = stage()
    visit.server.fail_next = ["offline"]
    visit.open()
    visit.ask("first")
    expect(visit.page.get_by_text("Not answered yet")).to_be_visible()
    visit.ask_and_wait("second")
    visit.page.locator(".you").first.get_by_role("button", name="Try again").click()
    expect(visit.page.locator(".card.answer")).to_have_count(2)
    assert visit.page.locator(".you p").all_text_contents() == ["first", "second"]


def test_a_lost_session_is_replaced_without_a_second_bubble(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("first")
    visit.server.turns.clear()
    visit.ask_and_wait("second", count=2)
    expect(visit.page.locator(".you")).to_have_count(2)
    assert len(visit.server.tokens) == 2
    expect(visit.page.get_by_text("Not answered yet")).to_have_count(0)


def test_two_questions_at_once_open_one_session_and_keep_their_answers_apart(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask("first")
    visit.ask("please clarify")
    expect(visit.page.locator(".turn").nth(0).locator(".card.answer")).to_have_count(1)
    expect(visit.page.locator(".turn").nth(1).locator(".card.clarify")).to_have_count(1)
    assert len(visit.server.tokens) == 1


def test_without_a_server_the_window_says_so_and_names_the_attribute_once(stage: Stage) -> None:
    visit = stage()
    visit.server.fail_settings = True
    visit.open()
    alert = visit.page.get_by_role("alert").filter(has_text="Lantern cannot be reached just now.")
    expect(alert.get_by_role("link", name="Read all questions and answers")).to_be_visible()
    expect(alert).to_contain_text("call your care team or your local emergency number")
    visit.picture("unreachable")
    for _ in range(3):
        with visit.page.expect_event("requestfailed"):
            retry(visit)
    expect(alert).to_be_visible()
    told = [line for line in visit.complaints if "Failed to load" not in line]
    assert len(told) == 1 and 'data-server="http://localhost:1"' in told[0] and "Allowed:" in told[0]
    visit.complaints.clear()
    visit.server.fail_settings = False
    retry(visit)
    expect(alert).to_have_count(0)
    expect(visit.page.get_by_role("heading", name="Questions about metastatic")).to_be_visible()


def test_what_is_empty_or_too_long_is_not_answered_and_not_lost(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.server.fail_next = ["413"]
    field = visit.page.get_by_label("Your question")
    visit.ask("   ")
    expect(visit.page.get_by_text("Please type a question first.")).to_be_visible()
    long = "🙂" * 2001
    with visit.page.expect_request_finished(lambda request: request.url.endswith("/messages")) as sent:
        visit.ask(long)
    complaint = visit.page.get_by_text("Your question has 2001 characters; 2000 can be read.")
    expect(complaint).to_contain_text("In an emergency, do not wait here: call 911.")
    expect(field).to_have_value(long)
    expect(field).to_have_attribute("aria-invalid", "true")
    assert sent.value.post_data_json["text"] == long
    expect(visit.page.locator(".turn")).to_have_count(0)
    field.fill("🙂" * 2000)
    expect(field).to_have_attribute("aria-invalid", "false")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".card.answer")).to_have_count(1)


def test_a_danger_in_a_text_that_is_too_long_is_answered(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("We went to the lake. " * 100 + "I want to die.", "danger")
    expect(visit.page.get_by_role("link", name="Call 988")).to_be_in_viewport()
    expect(visit.page.get_by_text("2000 can be read. Please shorten it.")).to_be_visible()


def test_shift_and_enter_begin_a_new_line(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.page.keyboard.type("one")
    visit.page.keyboard.press("Shift+Enter")
    visit.page.keyboard.type("two")
    expect(visit.page.get_by_label("Your question")).to_have_value("one\ntwo")
    assert visit.server.asked == []


def test_on_a_slow_line_the_state_is_seen_and_the_answer_comes(stage: Stage) -> None:
    visit = stage()
    visit.open()
    line = visit.page.context.new_cdp_session(visit.page)
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 20_000, "uploadThroughput": 20_000},
    )
    visit.ask(QUESTION)
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    expect(visit.page.locator(".you")).to_have_count(1)


def test_a_judgement_that_did_not_get_through_is_taken_back(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait(QUESTION)
    visit.server.fail_feedback = True
    visit.page.get_by_role("button", name="Helpful", exact=True).click()
    expect(visit.page.get_by_role("status")).to_have_text("That could not be passed on. Please try again.")
    expect(visit.page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )
