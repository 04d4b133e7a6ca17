"""action_reply: the plan of a message becomes answers with sources, links and disclaimer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from lantern.answers import Answer, Choice, Kind, plain_text
from lantern.content.bundle import disclaimer_on
from lantern.content.library import load_wording
from lantern.content.said import answer_of
from lantern.paths import DATA
from lantern.slots import NAME_SLOTS, NONE_OF_THESE

# After so many messages a session ends and the next begins.
MOST_MESSAGES = 20
MOST_CHOICES = 3
DELETE = "talk/delete_conversation"

Part = Mapping[str, Any]
Plan = Mapping[str, Any]


class ActionReply(Action):
    """Carries out the plan that understanding wrote into the message."""

    def name(self) -> str:
        """The name in domain.yml and rules.yml."""
        return "action_reply"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Say one message: all text, and the answers as objects under ``answers``."""
        plan = tracker.latest_message.get("plan") or _without_plan()
        answers = [compose(part, plan) for part in plan["parts"]]
        if len(answers) > 1:
            answers = [_beside_others(answer) for answer in answers]
        text = plain_text(answers, plan["labels"])
        dispatcher.utter_message(text=text, answers=[answer.as_json() for answer in answers])
        return [*_remember(answers, plan), *_new_session(tracker)]


def compose(part: Part, plan: Plan) -> Answer:
    """Return the answer to one part of a message."""
    return COMPOSERS[part["kind"]](part, plan)


def _entry(part: Part, plan: Plan) -> Answer:
    entry = part["entry"]
    answer = answer_of(entry, plan["language"])
    changes = {
        "choices": _choices(part.get("suggested", ()), entry["follow_ups"]),
        "disclaimer": disclaimer_on(entry, date.today()),
    }
    if part["again"] and answer.more:
        # "Tell me more" about an answer that was given: now the rest comes first.
        changes |= {"short": answer.more, "more": ""}
    return answer.copy(update=changes)


def _choices(
    suggested: Iterable[Mapping[str, str]], follow_ups: Iterable[Mapping[str, str]]
) -> tuple[Choice, ...]:
    """Return what was asked nearly before what the editors suggest; each topic once."""
    by_topic: dict[str, Choice] = {}
    for choice in (*suggested, *follow_ups):
        by_topic.setdefault(choice["topic"], Choice(**choice))
    return tuple(by_topic.values())[:MOST_CHOICES]


def _clarify(part: Part, plan: Plan) -> Answer:
    labels = plan["labels"]
    return Answer(
        kind=Kind.CLARIFY,
        language=plan["language"],
        title=labels["clarify"],
        short=labels["clarify"],
        choices=(
            *(Choice(**choice) for choice in part["choices"]),
            Choice(title=labels["none_of_these"], topic=None),
        ),
    )


def _notice(part: Part, plan: Plan) -> Answer:
    sentence = part["sentence"]
    kind = Kind.ERROR if part["notice"] == "error" else Kind.OUT_OF_SCOPE
    return Answer(
        kind=kind,
        language=plan["language"],
        title=sentence,
        short=sentence,
        choices=tuple(Choice(**choice) for choice in part["choices"]),
    )


COMPOSERS: dict[str, Callable[[Part, Plan], Answer]] = {
    "entry": _entry,
    "clarify": _clarify,
    "notice": _notice,
}


def _beside_others(answer: Answer) -> Answer:
    """Return an answer of several in one message: small talk and comfort keep to their sentences."""
    if answer.kind is Kind.SUPPORT:
        return answer.copy(update={"more": "", "questions": ()})
    if answer.kind is Kind.TALK:
        return answer.copy(update={"choices": (), "links": (), "questions": ()})
    return answer


def _remember(answers: list[Answer], plan: Plan) -> list[EventType]:
    """Return what the next message may lean on (domain.yml says what each slot is for)."""
    spoken_of = [f"faq/{answer.topic}" for answer in answers if answer.topic]
    spoken_of += [f"area/{answer.area}" for answer in answers if _is_area(answer)]
    offered = [choice.topic or NONE_OF_THESE for answer in answers for choice in answer.choices]
    names = plan.get("names", {})
    kept = {
        "offered": offered,
        "nearest": plan.get("nearest", []),
        "unsure": plan.get("unsure", 0),
        "told_of_masking": plan.get("told_of_masking", False),
        **{slot: names.get(slot) for slot in NAME_SLOTS},
    }
    if spoken_of:
        kept["topic"] = spoken_of[-1]
    if any(part.get("intent") == DELETE for part in plan["parts"]):
        # The store erases the conversation when it saves this turn (lantern/stores/tracker_store.py).
        kept["forget"] = True
    return [SlotSet(slot, value) for slot, value in kept.items()]


def _is_area(answer: Answer) -> bool:
    return answer.kind in (Kind.NOT_COVERED, Kind.ADVICE_DECLINED) and answer.area is not None


def _new_session(tracker: Tracker) -> list[EventType]:
    """Begin a new session when this one is long; what is remembered goes on, the rest is not read again.

    Reading a conversation takes longer with each message of its session (benchmarks/results.md).
    """
    said = 0
    for event in reversed(tracker.events):
        if event["event"] == "session_started":
            break
        said += event["event"] == "user"
    return [FollowupAction("action_session_start")] if said >= MOST_MESSAGES else []


def _without_plan() -> Plan:
    # A typed "/intent" in rasa shell reaches no NLU component, so there is no plan.
    wording = load_wording(DATA)
    return {
        "language": wording.language,
        "labels": wording.labels.dict(),
        "parts": [{"kind": "notice", "notice": "error", "sentence": wording.notices.error, "choices": []}],
    }
