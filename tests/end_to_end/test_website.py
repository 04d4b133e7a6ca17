"""The website channel of a really started bot: its database, its files, its pages."""

from __future__ import annotations

import json
import sqlite3
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import pytest

from lantern.local_bot import LocalBot
from tests.channels.website.served import Browser


def rows(bot: LocalBot) -> int:
    with sqlite3.connect(bot.state / "conversations.db") as connection:
        return int(connection.execute("SELECT COUNT(*) FROM events").fetchone()[0])


def fetch(bot: LocalBot, path: str) -> tuple[str, dict[str, str], str]:
    """Return the text, the headers and the final address of a page."""
    with urllib.request.urlopen(bot.address + path, timeout=30) as reply:
        return (
            reply.read().decode(),
            {name.lower(): value for name, value in reply.headers.items()},
            reply.url,
        )


def test_a_conversation_from_beginning_to_deletion(bot: LocalBot) -> None:
    before = rows(bot)
    browser = Browser(bot.address).begin()
    name = str(uuid.uuid4())
    reply = browser.say("my name is Magdalena Orsini, what is palliative care", name)
    # The second answer says that personal details were taken out.
    found, told = reply.json()["answers"]
    assert "personal details" in told["short"]
    assert found["topic"] == "palliative_care_what" and found["sources"] and found["disclaimer"]
    assert browser.say("what is palliative care", name).json()["answers"] == [found, told]
    chosen = browser.say("whatever it says on the button", topic="bone_mets_about").json()["answers"][0]
    assert chosen["topic"] == "bone_mets_about"
    verdict = {"answer_id": found["answer_id"], "verdict": "down", "comment": "I am Magdalena Orsini"}
    assert browser.post("feedback", verdict).status_code == 204
    # After feedback, Rasa goes on where it was.
    assert browser.say("tell me more").json()["answers"][0]["topic"] == "bone_mets_about"
    turns = browser.history()
    assert turns[0]["id"] == name and len(turns) == 3
    assert turns[0]["text"] == "my name is [name], what is palliative care"
    assert turns[0]["answers"] == [found, told]
    with sqlite3.connect(bot.state / "conversations.db") as connection:
        written = "\n".join(row[0] for row in connection.execute("SELECT data FROM events"))
    assert found["answer_id"] in written and "Orsini" not in written and name in written
    logs = "".join(file.read_text(errors="replace") for file in bot.state.glob("*.log"))
    assert "Orsini" not in logs and browser.token not in logs
    assert browser.delete().status_code == 204 and rows(bot) == before
    assert browser.get("history").status_code == 401


def test_deletion_in_plain_words_leaves_no_row(bot: LocalBot) -> None:
    before = rows(bot)
    browser = Browser(bot.address).begin()
    browser.say("what is palliative care")
    answer = browser.say("please delete my conversation").json()["answers"][0]
    assert answer["area"] == "delete_conversation" and rows(bot) == before and browser.history() == []


def test_the_history_goes_over_the_end_of_rasas_session(bot: LocalBot) -> None:
    browser, names = Browser(bot.address).begin(), [str(uuid.uuid4()) for _ in range(20)]
    for name in names:
        assert browser.say("what is kadcyla", name).status_code == 200
    # Rasa begins a new session after so many messages; the limit of a minute is reached as well.
    assert [turn["id"] for turn in browser.history()] == names
    assert browser.say("who gets it").status_code == 429


def test_a_danger_is_shown_again_as_it_was_said(bot: LocalBot) -> None:
    browser = Browser(bot.address).begin()
    [said] = browser.say("quiero morirme, ya no aguanto mas").json()["answers"]
    assert said["kind"] == "danger" and said["language"] == "es"
    assert [turn["answers"] for turn in browser.history()] == [[said]]


def test_a_session_survives_a_restart(model: Path, tmp_path: Path) -> None:
    name = str(uuid.uuid4())
    with LocalBot(model, 0, 0, tmp_path) as first:
        browser = Browser(first.address).begin()
        answers = browser.say("what is palliative care", name).json()["answers"]
    with LocalBot(model, 0, 0, tmp_path) as second:
        again = Browser(second.address)
        again.token = browser.token
        assert again.say("what is palliative care", name).json()["answers"] == answers
        assert again.say("tell me more").json()["answers"][0]["topic"] == "palliative_care_what"
        assert len(again.history()) == 2


def test_it_is_ready_and_asking_stores_nothing(bot: LocalBot) -> None:
    before = rows(bot)
    text, _, _ = fetch(bot, "/ready")
    assert json.loads(text) == {
        "status": "ready",
        "checks": {"model": "ok", "store": "ok", "answer": "ok"},
    }
    assert rows(bot) == before


@pytest.mark.parametrize(
    ("path", "where", "words"),
    [
        ("/", "/demo/", "This charity does not exist"),
        ("/demo/treatment.html", "/demo/treatment.html", "Before an appointment"),
        ("/faq/", "/faq/", "What is palliative care?"),
        ("/faq/search.js", "/faq/search.js", "use strict"),
    ],
)
def test_pages_have_a_strict_policy(bot: LocalBot, path: str, where: str, words: str) -> None:
    text, headers, address = fetch(bot, path)
    assert address == bot.address + where and words in text
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/demo/frame.html", "/faq/index.html", "/demo/..%2fdemo.py", "/faq/x"])
def test_no_other_file_is_served(bot: LocalBot, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        fetch(bot, path)
    assert caught.value.code == 404
