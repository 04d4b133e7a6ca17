"""action_reply: from a plan to one message that says everything."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.reply import ActionReply, compose
from lantern.answers import Kind
from lantern.content.bundle import Bundle


def plan_of(bundle: Bundle, *parts: dict[str, Any]) -> dict[str, Any]:
    return {key: bundle[key] for key in ("language", "labels")} | {"parts": list(parts)}


def part_of(bundle: Bundle, intent: str, again: bool = False) -> dict[str, Any]:
    return {"kind": "entry", "intent": intent, "entry": bundle["entries"][intent], "again": again}


def run(plan: dict[str, Any] | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Run the action; return its messages and events."""
    tracker = Tracker("someone", {}, {"plan": plan} if plan else {}, [], False, None, {}, "action_listen")
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
    assert {"event": "slot", "timestamp": None, "name": "topic", "value": "bone_mets_treatment"} in events


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
    assert [event["value"] for event in events] == [["a", "b"]]


def test_a_notice_is_said(bundle: Bundle) -> None:
    sentence = bundle["notices"]["not_understood"]
    part = {"kind": "notice", "notice": "not_understood", "sentence": sentence, "choices": []}
    [message], _ = run(plan_of(bundle, part))
    assert message["text"] == bundle["notices"]["not_understood"]
    assert message["answers"][0]["kind"] == "out_of_scope"


def test_without_a_plan_it_says_so(bundle: Bundle) -> None:
    [message], _ = run(None)
    assert message["text"] == bundle["notices"]["error"]
