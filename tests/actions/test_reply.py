"""action_reply: from a plan to one message that says everything."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.reply import MOST_MESSAGES, ActionReply, compose
from lantern.answers import Kind
from lantern.content.bundle import Bundle


def plan_of(bundle: Bundle, *parts: dict[str, Any]) -> dict[str, Any]:
    return {key: bundle[key] for key in ("language", "labels")} | {"parts": list(parts)}


def part_of(bundle: Bundle, intent: str, again: bool = False) -> dict[str, Any]:
    return {"kind": "entry", "intent": intent, "entry": bundle["entries"][intent], "again": again}


def slots(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def run(
    plan: dict[str, Any] | None, said: list[dict[str, Any]] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Run the action; return its messages and events."""
    latest = {"plan": plan} if plan else {}
    tracker = Tracker("someone", {}, latest, said or [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = asyncio.run(ActionReply().run(dispatcher, tracker, {}))
    return dispatcher.messages, events


def test_an_answer_carries_everything(bundle: Bundle) -> None:
    messages, events = run(plan_of(bundle, part_of(bundle, "faq/bone_mets_treatment")))
    [message] = messages
    [answer] = message["answers"]
    entry = bundle["entries"]["faq/bone_mets_treatment"]
    assert answer["kind"] == "answer" and answer["topic"] == "bone_mets_treatment"
    for text in (entry["title"], entry["short"], entry["more"], bundle["labels"]["disclaimer"]):
        assert text in message["text"]
    assert "Young Survival Coalition" in message["text"] and "undated" in message["text"]
    for link in entry["links"]:
        assert (link["url"] or link["phone"]) in message["text"]
    for follow_up in entry["follow_ups"]:
        assert follow_up["title"] in message["text"]
    assert slots(events)["topic"] == "faq/bone_mets_treatment"


def test_every_medical_reply_has_the_disclaimer_and_every_topic_its_source(bundle: Bundle) -> None:
    for intent, entry in bundle["entries"].items():
        answer = compose(part_of(bundle, intent), plan_of(bundle))
        medical = entry["family"] in ("faq", "area") and entry["kind"] != "out_of_scope"
        assert bool(answer.disclaimer) is medical, intent
        assert answer.sources or entry["family"] != "faq", intent
        assert answer.answer_id.startswith(f"{entry['name']}@")


def test_no_text_has_a_blank_line(bundle: Bundle) -> None:
    # Stock channels cut a message in two at a blank line.
    for intent in bundle["entries"]:
        [message], _ = run(plan_of(bundle, part_of(bundle, intent)))
        assert "\n\n" not in message["text"], intent


def test_a_danger_is_urgent_and_comes_without_anything_else(bundle: Bundle) -> None:
    for intent, entry in bundle["entries"].items():
        if entry["family"] == "danger":
            answer = compose(part_of(bundle, intent), plan_of(bundle))
            assert answer.urgency.value == "now" and answer.kind is Kind.DANGER
            assert not answer.choices and not answer.sources and not answer.more


def test_more_gives_the_rest(bundle: Bundle) -> None:
    entry = bundle["entries"]["faq/bone_mets_treatment"]
    answer = compose(part_of(bundle, "faq/bone_mets_treatment", again=True), plan_of(bundle))
    assert answer.short == entry["more"] and answer.more == ""


def test_choices_are_numbered(bundle: Bundle) -> None:
    choices = [{"topic": "a", "title": "What is A?"}, {"topic": "b", "title": "What is B?"}]
    [message], events = run(plan_of(bundle, {"kind": "clarify", "choices": choices}))
    assert "1. What is A?\n2. What is B?" in message["text"]
    assert message["answers"][0]["kind"] == "clarify"
    assert message["answers"][0]["choices"][-1] == {"title": "None of these", "topic": None}
    assert "3. None of these" in message["text"]
    assert slots(events)["offered"] == ["a", "b", ""]


def test_several_answers_are_one_message(bundle: Bundle) -> None:
    parts = [part_of(bundle, intent) for intent in ("talk/thanks", "faq/palbociclib", "area/prognosis")]
    [message], events = run(plan_of(bundle, *parts))
    assert [answer["kind"] for answer in message["answers"]] == ["talk", "answer", "advice_declined"]
    assert message["text"].count(bundle["labels"]["disclaimer"]) == 1
    assert message["text"].endswith(bundle["labels"]["disclaimer"])
    assert not message["answers"][0]["choices"]
    offered = slots(events)["offered"]
    assert len(offered) == sum(len(answer["choices"]) for answer in message["answers"])
    for number, topic in enumerate(offered, 1):
        assert f"{number}. {bundle['entries'][f'faq/{topic}']['title']}" in message["text"]
    assert slots(events)["topic"] == "area/prognosis"


def test_what_is_spoken_of_is_remembered(bundle: Bundle) -> None:
    plan = plan_of(bundle, part_of(bundle, "faq/palbociclib"))
    plan |= {"names": {"drug": "palbociclib"}, "nearest": ["ribociclib"], "unsure": 0}
    _, events = run(plan)
    kept = slots(events)
    assert kept["drug"] == "palbociclib" and kept["site"] is None and kept["nearest"] == ["ribociclib"]


def test_a_long_session_ends_and_the_next_begins(bundle: Bundle) -> None:
    plan = plan_of(bundle, part_of(bundle, "talk/thanks"))
    said = [{"event": "user"}] * (MOST_MESSAGES - 1)
    assert [event["event"] for event in run(plan, said)[1]].count("followup") == 0
    assert run(plan, [{"event": "user"}, *said])[1][-1]["name"] == "action_session_start"
    begun = [{"event": "user"}, {"event": "session_started"}, *said]
    assert [event["event"] for event in run(plan, begun)[1]].count("followup") == 0


def test_a_notice_is_said(bundle: Bundle) -> None:
    sentence = bundle["notices"]["not_understood"]
    part = {"kind": "notice", "notice": "not_understood", "sentence": sentence, "choices": []}
    [message], _ = run(plan_of(bundle, part))
    assert message["text"] == bundle["notices"]["not_understood"]
    assert message["answers"][0]["kind"] == "out_of_scope"


def test_without_a_plan_it_says_so(bundle: Bundle) -> None:
    [message], _ = run(None)
    assert message["text"] == bundle["notices"]["error"]
