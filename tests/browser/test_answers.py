"""What an answer looks like, and what can be done with it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.browser.embedding import HostPage
from tests.browser.stand_in import DANGER, FULL


def test_before_the_first_message_the_three_notices_stand_there(stage: Stage) -> None:
    visit = stage()
    visit.open()
    dialog = visit.page.get_by_role("dialog")
    for words in ("not medical advice", "In an emergency, do not wait here: call 911", "is kept for a time"):
        expect(dialog.get_by_text(words)).to_be_visible()
    visit.picture("open")


def test_nothing_opens_or_is_asked_of_the_server_by_itself(stage: Stage) -> None:
    visit = stage()
    expect(visit.page.get_by_role("button", name="Ask a question")).to_be_visible()
    expect(visit.page.get_by_role("dialog")).to_have_count(0)
    assert visit.server.addresses[1:] == ["http://localhost:1/webhooks/website/widget.js"]
    assert visit.page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    visit.picture("closed")


def test_an_answer_is_one_card_with_all_its_parts(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("what is palliative care")
    card = visit.page.get_by_role("article", name="What is palliative care?")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("I understood:")
    expect(card.get_by_text("A publisher, “A guide” (June 2017)")).to_have_attribute(
        "href", "https://guide.example/a"
    )
    expect(card.get_by_text("A publisher, “Another guide” (undated)")).to_be_visible()
    expect(card.get_by_role("link", name="800-555-0100")).to_have_attribute("href", "tel:8005550100")
    expect(card.get_by_text(FULL["disclaimer"])).to_be_visible()
    expect(card.get_by_text("It is not the same as hospice.")).to_be_hidden()
    card.get_by_text("More about this").click()
    expect(card.get_by_text("It is not the same as hospice.")).to_be_visible()
    visit.picture("answer")


def test_a_follow_up_is_one_tap_and_there_are_three_at_most(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("what is palliative care")
    expect(visit.page.locator(".answer .choices button")).to_have_count(3)
    visit.page.get_by_role("button", name="Follow-up 2?").click()
    expect(visit.page.locator(".card.answer")).to_have_count(2)
    assert visit.server.asked[1]["topic"] == "topic_2" and visit.server.asked[1]["text"] == "Follow-up 2?"


def test_suggestions_of_the_page_stand_in_place_of_the_general_ones(stage: Stage) -> None:
    visit = stage(HostPage(attributes={"suggestions": "radiation_role, bone_mets_treatment"}))
    visit.open()
    names = visit.page.locator(".choices button").all_text_contents()
    expect(visit.page.get_by_role("button", name="About radiation_role?")).to_be_visible()
    assert "What is palliative care?" not in names
    visit.page.get_by_role("button", name="About bone_mets_treatment?").click()
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    assert visit.server.asked[0]["topic"] == "bone_mets_treatment"


def test_choices_are_buttons_and_none_of_them_sends_no_topic(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("please clarify", "clarify")
    visit.picture("clarify")
    visit.page.get_by_role("button", name="None of these").click()
    expect(visit.page.locator(".card.answer")).to_have_count(1)
    assert "topic" not in visit.server.asked[1] and visit.server.asked[1]["text"] == "None of these"


def test_a_danger_looks_different_and_can_be_called_and_texted(stage: Stage) -> None:
    visit = stage()
    # The settings have not come: the answer says by itself whom to text.
    visit.server.fail_settings = True
    visit.open()
    visit.ask_and_wait("I want to die", "danger")
    card = visit.page.get_by_role("article", name="Please get help now")
    expect(card.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    expect(card.get_by_role("link", name="Text 988")).to_have_attribute("href", "sms:988")
    expect(card.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
    # Not by colour alone: a heading, a picture and a border say it, too.
    assert card.evaluate("e => getComputedStyle(e).borderLeftWidth") > "5"
    assert card.get_by_role("button").count() == 0
    card_box, window_box = card.bounding_box(), visit.page.locator(".scroller").bounding_box()
    assert card_box and window_box and 0 <= card_box["y"] - window_box["y"] < 80
    visit.picture("danger")
    visit.complaints.clear()


def test_thumbs_are_toggles_and_tell_which_answer_was_meant(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("what is palliative care")
    up = visit.page.get_by_role("button", name="Helpful", exact=True)
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(visit.page.get_by_role("status")).to_have_text("Thank you for telling us.")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "false")
    visit.page.get_by_role("button", name="Not helpful").click()
    visit.page.get_by_label("What was missing?").fill("the name of the drug")
    visit.page.get_by_role("button", name="Send comment").click()
    expect(visit.page.get_by_label("What was missing?")).to_have_count(0)
    identity = {"answer_id": FULL["answer_id"]}
    assert visit.server.feedback == [
        {**identity, "verdict": "up"},
        {**identity, "verdict": None},
        {**identity, "verdict": "down"},
        {**identity, "verdict": "down", "comment": "the name of the drug"},
    ]


def test_a_danger_in_a_comment_is_answered(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("what is palliative care")
    visit.page.get_by_role("button", name="Not helpful").click()
    visit.page.get_by_label("What was missing?").fill("I want to die")
    visit.page.get_by_role("button", name="Send comment").click()
    expect(visit.page.get_by_role("link", name="Call 988")).to_be_in_viewport()
    expect(visit.page.locator(".you").last).to_contain_text("I want to die")


def test_not_what_i_meant_is_told_and_asked(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("what is palliative care")
    visit.page.get_by_role("button", name="Not what I meant").click()
    expect(visit.page.locator(".you")).to_have_count(2)
    assert visit.server.feedback[0]["verdict"] == "not_meant"
    assert visit.server.asked[1]["text"] == "That is not what I meant"


def test_an_answer_without_an_id_cannot_be_judged(stage: Stage) -> None:
    visit = stage()
    visit.server.replies["hello"] = [{**FULL, "answer_id": ""}]
    visit.open()
    visit.ask_and_wait("hello")
    expect(visit.page.get_by_role("button", name="Helpful", exact=True)).to_have_count(0)


def test_copy_takes_sources_and_disclaimer_along(stage: Stage) -> None:
    visit = stage(permissions=["clipboard-read", "clipboard-write"])
    visit.open()
    visit.ask_and_wait("what is palliative care")
    visit.page.get_by_role("button", name="Copy").click()
    expect(visit.page.get_by_role("status")).to_have_text("Copied.")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    for part in (FULL["title"], FULL["short"], FULL["more"], "June 2017", "800-555-0100", FULL["disclaimer"]):
        assert part in copied


def test_a_word_is_explained_on_tap_and_can_be_asked_about(stage: Stage) -> None:
    visit = stage()
    visit.open()
    visit.ask_and_wait("what is palliative care")
    word = visit.page.get_by_role("button", name="side effects (what does this mean?)")
    expect(word).to_have_attribute("aria-expanded", "false")
    word.click()
    expect(word).to_have_attribute("aria-expanded", "true")
    expect(visit.page.get_by_text("Something unwanted that a treatment does.")).to_be_visible()
    visit.picture("word")
    visit.page.get_by_role("button", name="Ask about side effect").click()
    expect(visit.page.locator(".card.answer")).to_have_count(2)
    assert visit.server.asked[1]["topic"] == "palliative_symptoms"


def test_help_is_in_the_same_place_in_every_state(stage: Stage) -> None:
    visit = stage()
    visit.open()
    help_now = visit.page.get_by_text("Need help now?")
    before = help_now.bounding_box()
    visit.ask_and_wait("what is palliative care")
    visit.ask_and_wait("I want to die", "danger")
    visit.server.fail_next = ["offline"]
    visit.ask("one more")
    expect(visit.page.get_by_role("button", name="Try again")).to_be_visible()
    assert help_now.bounding_box() == before
    help_now.click()
    expect(visit.page.locator(".help").get_by_role("link", name="Text 988")).to_be_visible()
    visit.picture("help")


def test_several_answers_to_one_message_are_several_cards(stage: Stage) -> None:
    visit = stage()
    visit.server.replies["both"] = [FULL, DANGER]
    visit.open()
    visit.ask("both")
    expect(visit.page.locator(".turn .card")).to_have_count(2)
