"""Several things in one message, follow-ups, corrections and what is ruled out, on the small bundle."""

from __future__ import annotations

import pytest

from lantern.nlu.context import Context
from lantern.nlu.few_shot_head import Guess
from tests.nlu.world import ENTRIES, PLANNER, plan, read, said


def test_two_questions_get_two_replies_in_order() -> None:
    rankings = {"scans": {"faq/scans": 0.8}, "chemo": {"faq/chemo": 0.8}}
    assert said(plan("What are scans for? When is chemo given?", rankings)) == ["faq/scans", "faq/chemo"]
    assert said(plan("what are scans for and when is chemo given", rankings)) == ["faq/scans", "faq/chemo"]


def test_a_covered_part_beside_one_that_is_not() -> None:
    rankings = {"scans": {"faq/scans": 0.8}, "cost": {"area/cost": 0.8}}
    found = plan("what are scans for and how much do they cost", rankings)
    assert said(found) == ["faq/scans", "area/cost"]
    assert found.gravest["intent"] == "area/cost"


def test_names_in_a_row_are_asked_apart() -> None:
    rankings = {"bone": {"faq/bone": 0.8}, "liver": {"faq/liver": 0.8}}
    assert said(plan("how are bone and liver mets treated", rankings)) == ["faq/bone", "faq/liver"]


def test_no_more_than_three() -> None:
    words = {"scans": "faq/scans", "chemo": "faq/chemo", "cost": "area/cost", "long": "area/prognosis"}
    rankings = {word: {intent: 0.8} for word, intent in words.items()}
    text = "What are scans for? When is chemo given? What does it cost me? How long have I got?"
    assert said(plan(text, rankings)) == ["faq/scans", "faq/chemo", "area/cost"]


def test_a_part_that_is_not_understood_is_named() -> None:
    rankings = {"scans": {"faq/scans": 0.8}, "zebra": {"faq/chemo": 0.01}}
    found = plan("What are scans for? Where does the zebra go?", rankings)
    assert said(found) == ["faq/scans", "part_not_understood"]
    assert "Where does the zebra go?" in found.parts[1]["sentence"]


def test_thanks_and_fear_stand_beside_a_question() -> None:
    rankings = {
        "Thanks": {"talk/thanks": 0.9},
        "scared": {"area/fear": 0.9},
        "scans": {"faq/scans": 0.9},
    }
    assert said(plan("Thanks a lot. What are scans for?", rankings)) == ["talk/thanks", "faq/scans"]
    assert said(plan("I am so scared. What are scans for?", rankings)) == ["area/fear", "faq/scans"]


def test_a_story_is_answered_by_its_question() -> None:
    story = "My mother is sixty and lives by the sea. She paid a lot for the flat. " * 3
    rankings = {"paid": {"area/cost": 0.5}, "scans": {"faq/scans": 0.8}}
    assert said(plan(story + "What are scans for?", rankings)) == ["faq/scans"]


@pytest.mark.parametrize(
    "text", ["and the liver?", "what about liver mets", "liver?", "and for the liver please"]
)
def test_a_bare_site_asks_the_last_question_of_another_site(text: str) -> None:
    found = plan(text, {"faq/scans": 0.2}, Context(intent="faq/bone"))
    assert said(found) == ["faq/liver"]


def test_a_bare_subtype_or_drug_too() -> None:
    assert said(plan("and her2?", {"faq/scans": 0.2}, Context(intent="faq/bone"))) == ["faq/her2"]
    found = plan("and for ibrance?", {"faq/scans": 0.2}, Context(intent="faq/faslodex_who"))
    assert said(found) == ["faq/ibrance"]


def test_a_bare_name_after_an_area_repeats_the_area() -> None:
    assert said(plan("and ibrance?", {"faq/scans": 0.2}, Context(intent="area/cost"))) == ["area/cost"]


def test_a_drug_that_is_not_covered_is_not_answered_in_context_either() -> None:
    found = plan("and enhertu?", {"faq/ibrance": 0.9}, Context(intent="faq/faslodex_who"))
    assert said(found) == ["area/other_drugs"]


def test_a_pronoun_stands_for_the_drug_just_named() -> None:
    rankings = {"who gets fulvestrant": {"faq/faslodex_who": 0.8}, "who gets it": {"faq/chemo": 0.03}}
    found = plan("who gets it", rankings, Context(intent="faq/faslodex_who", names={"drug": "fulvestrant"}))
    assert said(found) == ["faq/faslodex_who"]
    assert found.names == {"drug": "fulvestrant"}


def test_stale_context_does_not_hijack_a_full_question() -> None:
    context = Context(intent="faq/faslodex_who", names={"drug": "fulvestrant"})
    found = plan("what are scans for in the end", {"faq/scans": 0.8}, context)
    assert said(found) == ["faq/scans"] and found.names == {}


@pytest.mark.parametrize(
    "text", ["sorry, wrong organ, I was asking about the liver", "no, not bone, liver", "I meant liver"]
)
def test_a_correction_asks_the_same_of_another_site(text: str) -> None:
    assert said(plan(text, {"faq/bone": 0.9}, Context(intent="faq/bone"))) == ["faq/liver"]


@pytest.mark.parametrize("text", ["anything but chemo", "is there a way without chemo", "not chemo please"])
def test_what_is_excluded_is_not_answered(text: str) -> None:
    assert "faq/chemo" not in said(plan(text, {"faq/chemo": 0.9}))


def test_names_alone_at_the_end_ask_the_same_of_another() -> None:
    found = plan("how is the liver treated, and same question for bone", {"liver": {"faq/liver": 0.9}})
    assert said(found) == ["faq/liver", "faq/bone"]


def test_a_clause_does_not_lose_the_name_that_is_not_covered() -> None:
    rankings = {"pancreatic": {"area/cost": 0.1}, "options": {"faq/scans": 0.9}}
    assert "faq/scans" not in said(plan("pancreatic cancer, what are the options", rankings))


def test_a_question_beside_fear_in_one_sentence() -> None:
    rankings = {"scans": {"faq/scans": 0.6}, "terrified": {"area/fear": 0.6}}
    found = plan("what are the scans for, im terrified of them", rankings)
    assert said(found) == ["faq/scans", "area/fear"]


def test_near_topics_are_offered_beside_what_is_not_covered() -> None:
    found = plan("what does ibrance cost me", {"area/cost": 0.5, "faq/ibrance": 0.2})
    assert said(found) == ["area/cost"]
    assert [choice["topic"] for choice in found.parts[0]["suggested"]] == ["ibrance"]


def test_answers_that_are_withheld_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENTRIES["faq/ibrance"], "served", False)
    found = plan("what does ibrance cost me", {"area/cost": 0.5, "faq/ibrance": 0.2})
    assert found.parts[0]["suggested"] == []


def test_a_question_beside_a_name_is_asked_of_it() -> None:
    rankings = {
        "be given": {"faq/liver": 0.1, "faq/scans": 0.1},
        "given to me liver mets": {"faq/liver": 0.8},
    }
    text = "I have got it in my liver since May. Which therapy would then be given to me"
    assert said(plan(text, rankings)) == ["faq/liver"]


def test_both_of_two_names_are_asked() -> None:
    rankings = {"bone": {"faq/bone": 0.8}, "liver": {"faq/liver": 0.8}}
    text = "She has it in the bone and the liver since May. How is each of them treated?"
    assert said(plan(text, rankings)) == ["faq/bone", "faq/liver"]


def test_a_pronoun_for_a_name_in_the_same_message_stands_for_nothing_else() -> None:
    rankings = {
        "work": {"faq/ibrance": 0.9},
        "is it": {"area/doses": 0.8},
        "is Ibrance a": {"faq/ibrance": 0.9},
    }
    found = plan("how does Ibrance work, and is it a pill", rankings)
    assert "area/doses" not in said(found)


def test_a_condition_is_not_asked() -> None:
    rankings = {"liver": {"faq/liver": 0.9}, "cured": {"area/prognosis": 0.9}}
    assert said(plan("if they take the liver mets out, am I cured then", rankings)) == ["area/prognosis"]


def test_what_a_name_alone_would_get_is_no_reply_to_words_that_ask_nothing_of_it() -> None:
    context = Context(intent="faq/liver", names={"site": "liver"}, answered=True)
    near = [Guess("faq/liver", 0.9, 0.9, 0.9)]
    strange = {"bad at all": [Guess("faq/liver", 0.02, 0.01, 0.1)], "bad at all liver mets": near}
    known = {"bad at all": [Guess("faq/liver", 0.02, 0.01, 0.8)], "bad at all liver mets": near}
    message = read("bad at all", context)
    assert said(PLANNER.plan(message, strange, context)) != ["faq/liver"]
    assert said(PLANNER.plan(message, known, context)) == ["faq/liver"]


@pytest.mark.parametrize("text", ["may I skip a dose", "is it right for me with bad kidneys"])
def test_what_one_person_should_do_is_declined_beside_the_rest(text: str) -> None:
    assert said(plan(text, {"area/doses": 0.9})) == ["area/treatment_decision", "area/doses"]


def test_a_plain_question_for_a_decision_is_declined_beside_a_topic() -> None:
    assert said(plan("are scans safe for me", {"faq/scans": 0.9})) == ["area/treatment_decision", "faq/scans"]
    assert said(plan("can I see my scans", {"faq/scans": 0.9})) == ["faq/scans"]


def test_what_is_not_understood_is_declined_if_it_asks_yes_or_no_about_one_person() -> None:
    unsure = {"faq/scans": 0.18, "faq/chemo": 0.17}
    assert said(plan("does chemo have to end after my scans", unsure)) == ["area/treatment_decision"]
    assert said(plan("why does chemo end after scans", unsure)) == ["clarify"]


def test_what_was_spoken_of_is_kept_where_a_reply_did_not_need_it() -> None:
    context = Context(intent="faq/liver", names={"site": "liver"}, answered=True)
    found = plan("does it hurt", {"area/doses": 0.9}, context)
    assert dict(found.names) == {"site": "liver"}


def test_thanks_with_a_question_get_their_word() -> None:
    assert said(plan("thanks dear what are scans for", {"faq/scans": 0.9})) == ["talk/thanks", "faq/scans"]


def test_thanks_without_a_question_are_thanks() -> None:
    context = Context(intent="faq/ibrance", names={"drug": "palbociclib"}, answered=True)
    assert said(plan("ok cheers then", {"Ibrance": {"faq/ibrance": 0.9}}, context)) == ["talk/thanks"]


def test_another_cancer_gives_its_clauses_no_answer() -> None:
    rankings = {"Ovarian": {"area/cost": 0.9}, "chemo": {"faq/chemo": 0.9}}
    assert "faq/chemo" not in said(plan("Ovarian cancer: do they use chemo there also?", rankings))


def test_a_drug_that_is_named_without_a_conversation_is_explained() -> None:
    assert said(plan("fulvestrant?", {"faq/faslodex_how": 0.2, "faq/faslodex_who": 0.2}))[0].startswith(
        "faq/fas"
    )


def test_it_is_the_other_illness_that_was_just_said_not_to_be_covered() -> None:
    context = Context(intent="area/prostate", answered=True)
    assert said(plan("how is it treated", {"faq/scans": 0.9}, context)) == ["area/prostate"]
    assert said(plan("how are liver mets treated", {"faq/liver": 0.9}, context)) == ["faq/liver"]
    assert said(plan("what are scans for", {"faq/scans": 0.9}, context)) == ["faq/scans"]
