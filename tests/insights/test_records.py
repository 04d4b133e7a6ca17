"""From conversations to records: what was asked in vain, and nothing about a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sqlalchemy as sa

from lantern.content.library import Library
from lantern.insights.conversations import read_records, records_in, records_of
from lantern.insights.record import TurnRecord, record_schema
from lantern.paths import ROOT
from lantern.privacy.identity import SENDER_KEY_FILE, START_PROBE, opaque
from lantern.privacy.masking import Masker
from lantern.privacy.setup import masker_of

NOT_MEANT = "talk/not_what_i_meant"


@pytest.fixture(scope="module")
def masker(library: Library) -> Masker:
    return masker_of(library)


def user(
    text: str, intent: str = "faq/palbociclib", at: float = 1.0, confidence: float = 0.9, **metadata: Any
) -> dict[str, Any]:
    plan = {
        "bundle": "abc",
        "confidence": confidence,
        "ranking": [{"intent": intent, "confidence": confidence}],
        "parts": [{"intent": intent}],
    }
    event = {"event": "user", "text": text, "timestamp": at, "input_channel": "website"}
    return {**event, "parse_data": {"plan": plan}, "metadata": metadata}


def bot(kind: str = "answer", at: float = 1.5, **answer: Any) -> dict[str, Any]:
    return {"event": "bot", "timestamp": at, "metadata": {"answers": [{"kind": kind, **answer}]}}


def said(masker: Masker, *events: dict[str, Any]) -> list[TurnRecord]:
    return list(records_of("c1", events, masker))


def test_an_answered_message_needs_nobody(masker: Masker) -> None:
    answer = {"topic": "palbociclib", "answer_id": "palbociclib@0123456789ab"}
    [record] = said(masker, user("what is ibrance"), bot(**answer))
    assert record.reasons == () and record.topics == ("palbociclib",) and record.seconds == 0.5
    assert record.content == "abc" and record.channel == "website"


@pytest.mark.parametrize(
    ("events", "reasons"),
    [
        ([user("x y"), bot("not_covered", area="cost")], ("not_covered",)),
        ([user("x y"), bot("clarify")], ("not_understood",)),
        ([user("x y"), bot("out_of_scope")], ("not_understood",)),
        ([user("x y", confidence=0.3), bot(topic="palbociclib")], ("low_confidence",)),
        ([user("x y"), bot("danger", area="fever"), user("no", NOT_MEANT), bot("clarify")], ()),
        ([user("x y"), bot(topic="a"), user("not that", NOT_MEANT), bot("clarify")], ("not_meant",)),
    ],
)  # fmt: skip
def test_why_somebody_should_look(
    masker: Masker, events: list[dict[str, Any]], reasons: tuple[str, ...]
) -> None:
    assert said(masker, *events)[0].reasons == reasons


def test_a_verdict_belongs_to_the_turn_that_gave_the_answer(masker: Masker) -> None:
    answer_id = "palbociclib@0123456789ab"
    verdict = {"answer_id": answer_id, "verdict": "down", "comment": "call me at 555-010-4477"}
    first, second = said(
        masker,
        user("what is ibrance"),
        bot(topic="palbociclib", answer_id=answer_id),
        user("thanks", "talk/thanks"),
        bot("talk", area="thanks"),
        {"event": "slot", "name": "feedback", "value": verdict},
    )
    assert first.verdict == "down" and first.reasons == ("thumbs_down",) and second.verdict is None
    assert "4477" not in first.comment


def test_each_answer_of_a_turn_is_judged_for_itself(masker: Masker) -> None:
    ids = ("palbociclib@0123456789ab", "ribociclib@0123456789ab")
    given = [{"kind": "answer", "topic": one.split("@")[0], "answer_id": one} for one in ids]
    reply = {"event": "bot", "timestamp": 1.5, "metadata": {"answers": given}}
    said_of = [
        {"event": "slot", "name": "feedback", "value": {"answer_id": one, "verdict": verdict}}
        for one, verdict in zip(ids, ("down", "up"))
    ]
    [record] = said(masker, user("ibrance and kisqali"), reply, *said_of)
    assert record.verdicts == dict(zip(ids, ("down", "up"))) and record.reasons == ("thumbs_down",)


def test_looking_for_conversations_makes_no_database(masker: Masker, tmp_path: Path) -> None:
    assert records_in(tmp_path, masker) == [] and list(tmp_path.iterdir()) == []


def test_no_personal_data_gets_through(masker: Masker) -> None:
    [record] = said(
        masker, user("my name is Ludmila Petrova, ring 555-010-4477"), bot("not_covered", area="cost")
    )
    assert "Ludmila" not in record.text and "4477" not in record.text


def test_the_words_of_somebody_in_danger_are_not_read(masker: Masker) -> None:
    [by_gate] = said(masker, user("words", danger="fever"), bot("danger", area="fever"))
    [by_plan] = said(masker, user("words"), bot("danger", area="fever"))
    assert by_gate.text == by_plan.text == "" and by_gate.areas == ("fever",)


def test_the_store_is_read_and_probes_are_left_out(masker: Masker, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'conversations.db'}"
    assert read_records(address, masker) == []
    rows = [
        ("a", user("x y", at=10.0)),
        ("a", bot("clarify", at=11.0)),
        (opaque(START_PROBE, b"key"), user("z", at=12.0)),
        ("b", user("q", at=5.0)),
    ]
    with sa.create_engine(address).begin() as connection:
        connection.execute(
            sa.text("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, type_name TEXT, data TEXT)")
        )
        for sender, event in rows:
            values = {"sender": sender, "type": event["event"], "data": json.dumps(event)}
            connection.execute(
                sa.text("INSERT INTO events (sender_id, type_name, data) VALUES (:sender, :type, :data)"),
                values,
            )
    # As a bot's own state folder has it: its key tells which conversation is the one it has at its start.
    (tmp_path / SENDER_KEY_FILE).write_text(b"key".hex(), encoding="ascii")
    assert [record.conversation for record in records_in(tmp_path, masker)] == ["b", "a"]
    assert len(read_records(address, masker)) == 3
    assert [record.conversation for record in records_in(tmp_path, masker, since=6.0)] == ["a"]


def test_the_published_schema_is_that_of_the_record(masker: Masker) -> None:
    published = json.loads(
        (ROOT / "docs" / "operators" / "turn-record.schema.json").read_text(encoding="utf-8")
    )
    assert published == json.loads(json.dumps(record_schema()))
    [record] = said(masker, user("x y"), bot("clarify"))
    jsonschema.validate(json.loads(record.json()), published)
