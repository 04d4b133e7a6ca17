"""A really started bot: what its database and its logs hold after people have told it things."""

from __future__ import annotations

import sqlite3
import uuid

from lantern.local_bot import LocalBot
from tests.end_to_end.test_messages import answer, ask

PLANTED = (
    "Magdalena",
    "Orsini",
    "555-0147",
    "m.orsini@mail.example",
    "12 Elm Street",
    "3/14/1971",
    "00482913",
)
TOLD = (
    "my name is Magdalena Orsini, 12 Elm Street, 555-0147, m.orsini@mail.example, "
    "born 3/14/1971, MRN 00482913. what is palliative care"
)


def events(bot: LocalBot) -> list[tuple[str, str]]:
    with sqlite3.connect(bot.state / "conversations.db") as connection:
        return connection.execute("SELECT sender_id, data FROM events").fetchall()


def test_no_row_and_no_log_holds_personal_data_or_the_sender(bot: LocalBot) -> None:
    sender = "plus15550147" + uuid.uuid4().hex
    message = ask(bot, TOLD, sender)
    kinds = [found["kind"] for found in message["answers"]]
    assert kinds[0] == "answer" and "[name]" not in message["text"]
    assert "personal details" in message["text"], "people are told that something was taken out"
    # Told once, not each time.
    assert "personal details" not in ask(bot, "I am Magdalena Orsini, what is Kadcyla", sender)["text"]
    written = "\n".join(f"{sender_id} {data}" for sender_id, data in events(bot))
    logs = "".join(file.read_text(errors="replace") for file in bot.state.glob("*.log"))
    for secret in (*PLANTED, sender):
        assert secret not in written and secret not in logs
    assert "palliative care" in written


def test_a_conversation_is_forgotten_in_plain_words(bot: LocalBot) -> None:
    before = {sender_id for sender_id, _ in events(bot)}
    sender = uuid.uuid4().hex
    ask(bot, "what is ibrance", sender)
    assert {sender_id for sender_id, _ in events(bot)} - before
    assert answer(ask(bot, "please delete my conversation", sender))["area"] == "delete_conversation"
    assert {sender_id for sender_id, _ in events(bot)} == before
    # And it can go on afterwards.
    assert answer(ask(bot, "what is ibrance", sender))["topic"] == "palbociclib"


def test_a_danger_is_answered_alone_and_the_conversation_goes_on(bot: LocalBot) -> None:
    sender = uuid.uuid4().hex
    found = answer(ask(bot, "I want to kill myself. What is palliative care?", sender))
    assert found["kind"] == "danger" and found["area"] == "self_harm"
    assert [choice["topic"] for choice in found["choices"]] == ["palliative_care_what"]
    assert answer(ask(bot, "1", sender))["topic"] == "palliative_care_what"
