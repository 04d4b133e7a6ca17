"""Read the records of all messages from the store of conversations."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lantern.errors import LanternError
from lantern.insights.record import DOWN, LOW, NOT_COVERED, NOT_MEANT, NOT_UNDERSTOOD, VERSION, TurnRecord
from lantern.privacy.identity import SENDER_KEY_FILE, START_PROBE, opaque
from lantern.privacy.masking import Masker

# As for lantern purge: where conversations lie, if not in the state folder.
DATABASE = "LANTERN_DATABASE"
NOT_MEANT_INTENT = "talk/not_what_i_meant"
# An answer that was given with less than this is worth a look.
SURE = 0.4


def records_in(
    state: Path, masker: Masker, since: float = 0.0, until: float = float("inf"), database: str = ""
) -> list[TurnRecord]:
    """Return the records of the visitors' messages of a span of time, the oldest first.

    Args:
        state: The state folder of the bot.
        masker: Masks once more what the store has masked.
        since: From this moment on, in seconds since 1970.
        until: Until before this moment.
        database: The SQLAlchemy address of the store's database; without it, the one of the environment
            (``LANTERN_DATABASE``), or that of a bot on this computer.

    Raises:
        LanternError: The database cannot be read.
    """
    local = state / "conversations.db"
    address = database or os.environ.get(DATABASE) or f"sqlite:///{local}"
    if address == f"sqlite:///{local}" and not local.is_file():
        # Looking into it would make an empty one.
        return []
    try:
        return read_records(address, masker, since, until, own_conversations(state))
    except sa.exc.SQLAlchemyError as error:
        # The error itself would name the address, and that holds a password.
        raise LanternError(f"The conversations cannot be read ({type(error).__name__}).") from error


def own_conversations(state: Path) -> frozenset[str]:
    """Return the ids of the conversations that a bot of this state folder has with itself."""
    try:
        key = bytes.fromhex((state / SENDER_KEY_FILE).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return frozenset()
    return frozenset({opaque(START_PROBE, key)})


def read_records(
    database: str,
    masker: Masker,
    since: float = 0.0,
    until: float = float("inf"),
    own: Collection[str] = (),
) -> list[TurnRecord]:
    """Return the records of the messages of a span of time, the oldest first.

    Args:
        database: The SQLAlchemy address of the store's database.
        masker: Masks once more what the store has masked.
        since: From this moment on, in seconds since 1970.
        until: Until before this moment.
        own: The ids of conversations that are no visitors'.
    """
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("events"):
            return []
        rows = connection.execute(
            sa.text(
                "SELECT sender_id, data FROM events WHERE type_name IN ('user', 'bot', 'slot') "
                "ORDER BY sender_id, id"
            )
        )
        found = [
            record
            for sender, events in groupby(rows, key=lambda row: str(row[0]))
            if sender not in own
            for record in records_of(sender, (json.loads(row[1]) for row in events), masker)
            if since <= record.at < until
        ]
    return sorted(found, key=lambda record: record.at)


def records_of(conversation: str, events: Iterable[dict[str, Any]], masker: Masker) -> Iterator[TurnRecord]:
    """Yield the records of one conversation, from its events as JSON values, in order."""
    turns: list[dict[str, Any]] = []
    for event in events:
        if event["event"] == "user":
            turns.append(_asked(conversation, event, masker))
        elif event["event"] == "bot" and turns:
            _answered(turns[-1], event)
        elif event["event"] == "slot" and event.get("name") == "feedback" and event.get("value"):
            _judged(turns, event["value"], masker)
    for turn, later in zip(turns, [*turns[1:], None]):
        if later and later["nearest_said"] == NOT_MEANT_INTENT:
            turn["reasons"].append(NOT_MEANT)
    for turn in turns:
        yield _record(turn)


def _asked(conversation: str, event: dict[str, Any], masker: Masker) -> dict[str, Any]:
    plan = (event.get("parse_data") or {}).get("plan") or {}
    ranking = plan.get("ranking") or []
    parts = plan.get("parts") or []
    metadata = event.get("metadata") or {}
    # The words of somebody in danger are nobody's business here, and a button is no question.
    private = bool(metadata.get("danger")) or bool(metadata.get("topic"))
    return {
        "conversation": conversation,
        "at": float(event.get("timestamp") or 0.0),
        "channel": str(event.get("input_channel") or ""),
        "text": "" if private else masker.mask(str(event.get("text") or "")).text,
        "confidence": float(plan.get("confidence") or 0.0),
        "nearest": str(ranking[0]["intent"]) if ranking else "",
        "nearest_said": str(parts[0].get("intent", "")) if parts else "",
        "content": str(plan.get("bundle") or ""),
        "reasons": [],
        "answers": [],
        "verdicts": {},
        "button": bool(metadata.get("topic")),
    }


def _answered(turn: dict[str, Any], event: dict[str, Any]) -> None:
    turn["answers"] += (event.get("metadata") or {}).get("answers") or []
    turn.setdefault("seconds", max(0.0, float(event.get("timestamp") or turn["at"]) - turn["at"]))


def _judged(turns: list[dict[str, Any]], value: dict[str, Any], masker: Masker) -> None:
    """Note what the person said about an answer at the last turn that gave it."""
    judged = value.get("answer_id")
    for turn in reversed(turns):
        if judged and any(answer.get("answer_id") == judged for answer in turn["answers"]):
            turn["verdict"] = str(value.get("verdict"))
            # A turn may have given several answers, and each is judged for itself.
            turn["verdicts"][str(judged)] = turn["verdict"]
            turn["comment"] = masker.mask(str(value.get("comment") or "")).text
            return


def _record(turn: dict[str, Any]) -> TurnRecord:
    answers = turn["answers"]
    kinds = tuple(str(answer.get("kind")) for answer in answers)
    danger = "danger" in kinds
    reasons = [] if danger or not turn["text"] else _reasons(turn, kinds)
    return TurnRecord(
        version=VERSION,
        conversation=turn["conversation"],
        at=turn["at"],
        channel=turn["channel"],
        text="" if danger else turn["text"],
        kinds=kinds,
        topics=tuple(answer["topic"] for answer in answers if answer.get("topic")),
        areas=tuple(answer["area"] for answer in answers if answer.get("area")),
        answer_ids=tuple(answer["answer_id"] for answer in answers if answer.get("answer_id")),
        confidence=turn["confidence"],
        nearest=turn["nearest"],
        content=turn["content"],
        seconds=turn.get("seconds"),
        verdict=turn.get("verdict"),
        verdicts=turn["verdicts"],
        comment="" if danger else turn.get("comment", ""),
        reasons=tuple(reasons),
    )


def _reasons(turn: dict[str, Any], kinds: tuple[str, ...]) -> list[str]:
    found = list(turn["reasons"])
    said = turn["verdicts"].values()
    if "down" in said:
        found.append(DOWN)
    if "not_meant" in said:
        found.append(NOT_MEANT)
    if "not_covered" in kinds:
        found.append(NOT_COVERED)
    understood = any(answer.get("area") or answer.get("topic") for answer in turn["answers"])
    if kinds and not understood and set(kinds) & {"clarify", "out_of_scope"}:
        found.append(NOT_UNDERSTOOD)
    if "answer" in kinds and turn["confidence"] < SURE:
        found.append(LOW)
    return list(dict.fromkeys(found))
