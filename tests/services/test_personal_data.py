"""Personal data that people type is found nowhere afterwards; what is deleted is gone everywhere."""

from __future__ import annotations

import json
import secrets
import time
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from lantern.stores.event_broker import TOMBSTONE
from lantern.stores.purge import purge
from tests.channels.website.served import Browser
from tests.services.conftest import POSTGRES, ServiceBot, Services
from tests.services.planted import planted

# A word that no text of ours holds; whatever is logged of a message would hold it.
ODD = "quokkaberry"


def until(true: Callable[[], bool], seconds: float = 60.0, pause: float = 0.2) -> bool:
    """Wait for something that happens behind the scenes."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def logs(bot: ServiceBot) -> list[str]:
    return [file.read_text(encoding="utf-8", errors="replace") for file in sorted(bot.state.rglob("*.log"))]


def files(bot: ServiceBot) -> list[str]:
    return [
        file.read_bytes().decode("utf-8", "replace")
        for file in sorted(bot.state.rglob("*"))
        if file.is_file() and file.suffix != ".log"
    ]


def everywhere(bot: ServiceBot, services: Services) -> dict[str, list[str]]:
    """Return what is held in each place, as text."""
    return {
        "rows": [row for rows in services.tables().values() for row in rows],
        "redis": services.redis_words(),
        "broker": services.messages(),
        "logs": logs(bot),
        "files": files(bot),
    }


def found_in(places: dict[str, list[str]], data: Iterable[str]) -> dict[str, list[str]]:
    """Return which data were found, by place; a name counts as a word of its own."""
    held = {place: " ".join(texts).casefold() for place, texts in places.items()}
    found = {place: [one for one in data if one.casefold() in text] for place, text in held.items()}
    return {place: which for place, which in found.items() if which}


def browser_of(bot: ServiceBot) -> Browser:
    return Browser(bot.address).begin()


def test_nothing_planted_is_found_anywhere(bot: ServiceBot, services: Services) -> None:
    messages = planted()
    browser = browser_of(bot)
    for number, message in enumerate(messages):
        if number % 2:
            assert bot.say(message.text, f"{message.names[0]}-{number}")[0]["answers"]
        else:
            reply = browser.say(message.text)
            assert reply.status_code == 200, reply.text
    feedback = json.loads(reply.text)["answers"][0]["answer_id"]
    comment = f"I am {messages[0].names[0]}, call {messages[0].structured[0]}"
    judged = browser.post("feedback", {"answer_id": feedback, "verdict": "down", "comment": comment})
    assert judged.status_code == 204
    places = everywhere(bot, services)
    assert len(places["rows"]) > 1000 and len(places["broker"]) > 1000 and len(places["logs"]) == 2
    structured = [datum for message in messages for datum in message.structured]
    names = sorted({name for message in messages for name in message.names})
    assert found_in(places, structured) == {}
    leaked = {name for which in found_in(places, names).values() for name in which}
    assert len(leaked) <= len(messages) / 100, leaked


def test_no_log_holds_a_word_of_a_person(bot: ServiceBot, services: Services) -> None:
    assert bot.say(f"what is palliative care, and what is {ODD}?", "somebody")
    assert browser_of(bot).say(f"tell me about {ODD} and bone mets").status_code == 200
    assert until(lambda: any(ODD in message for message in services.messages()))
    assert not any(ODD in log for log in logs(bot))
    assert not found_in({"redis": services.redis_words(), "files": files(bot)}, [ODD])


def copies(services: Services, word: str) -> dict[str, int]:
    """Return how many rows and queued messages hold a word."""
    rows = [row for rows in services.tables().values() for row in rows]
    return {
        "rows": sum(word in row for row in rows),
        "messages": sum(word in message for message in services.messages()),
    }


@pytest.mark.parametrize("way", ["typed", "button", "typed on the website"])
def test_what_is_deleted_is_gone_everywhere(bot: ServiceBot, services: Services, way: str) -> None:
    # Letters only: with digits it would look like a record number, and be masked.
    word = ODD + "".join(secrets.choice("bdfgklmnprst") for _ in range(6))
    bot.say("what is Ibrance", "somebody-else")
    others = services.rows()
    browser, sender = browser_of(bot), uuid.uuid4().hex

    def say(text: str) -> str:
        if way == "typed":
            return json.dumps(bot.say(text, sender))
        return browser.say(text).text

    answer = json.loads(browser.say("what is palliative care").text)["answers"][0] if way == "button" else {}
    say(f"what is palliative care, and what is {word}?")
    if way == "button":
        browser.post("feedback", {"answer_id": answer["answer_id"], "verdict": "up", "comment": word})
    assert until(lambda: min(copies(services, word).values()) > 0)
    assert services.rows() > others
    if way == "button":
        assert browser.delete().status_code == 204
    else:
        assert "erased" in say("delete my conversation")
    # Rasa saves once more after an action: the rows are counted, not believed.
    assert until(lambda: services.rows() == others), services.tables()
    held: list[str] = []

    def is_told_and_gone() -> bool:
        held[:] = services.messages()
        return any(TOMBSTONE in message for message in held) and not any(word in message for message in held)

    # Who looks into the queue holds all that waits there; so does the broker when it searches. Both look
    # seldom, and what is asserted is what one look has seen.
    assert until(is_told_and_gone, pause=3.0)
    assert copies(services, word)["rows"] == 0
    seen = [json.loads(message) for message in held]
    forgotten = [message["sender_id"] for message in seen if message["event"] == TOMBSTONE][-1]
    left = [message for message in seen if message["sender_id"] == forgotten]
    assert [message["event"] for message in left] == [TOMBSTONE] * len(left)


def test_nobody_is_told_that_something_is_erased_that_is_not(bot: ServiceBot, services: Services) -> None:
    sender = uuid.uuid4().hex
    bot.say("what is palliative care", sender)
    before = services.rows()
    services.plugs["postgres"].pull()
    [message] = bot.say("delete my conversation", sender)
    assert "could not delete" in message["text"] and "erased" not in message["text"]
    services.plugs["postgres"].push()
    assert services.rows() == before
    assert until(lambda: "erased" in bot.say("delete my conversation", sender)[0]["text"])


def test_the_purge_leaves_the_young(bot: ServiceBot, services: Services, tmp_path: Path) -> None:
    old, young = uuid.uuid4().hex, uuid.uuid4().hex
    bot.say("what is palliative care", old)
    with services.database.cursor() as cursor:
        cursor.execute("UPDATE events SET timestamp = timestamp - 40 * 86400")
    bot.say("what is palliative care", young)
    kept = services.rows()
    address = f"postgresql://{POSTGRES.netloc}/{services.name}"
    assert purge(address, time.time() - 30 * 86400) >= 1
    assert 0 < services.rows() < kept
    assert purge(address, time.time() - 30 * 86400) == 0
