"""The same conversation on every platform's fake, from webhook to delivered answer, through a real server."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import pytest
import requests
from ruamel.yaml import YAML

from lantern import local_bot
from lantern.channels.messaging.catalog import path_of
from lantern.channels.messaging.limits import LIMITS
from lantern.local_bot import LocalBot
from tests.channels.messaging.fakes.all import FAKES
from tests.channels.messaging.fakes.base import Delivered, Fake, Fault, Inbound
from tests.channels.messaging.fakes.twilio import spoken

# A reply that was cut into several messages ends with this; a danger has none.
DISCLAIMER = "Please ask your care team what applies to you."
# Platforms that are written to; a call is answered in its response.
WRITTEN = tuple(name for name in FAKES if name != "voice")


@dataclass
class Served:
    """A running bot with all channels, and the platforms' fakes."""

    bot: LocalBot
    fakes: dict[str, Fake]

    def rows(self, like: str = "%") -> int:
        with sqlite3.connect(self.bot.state / "conversations.db") as connection:
            query = "SELECT COUNT(*) FROM events WHERE data LIKE ?"
            return int(connection.execute(query, (like,)).fetchone()[0])


@pytest.fixture(scope="module")
def served(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with ExitStack() as stack:
        fakes = {name: stack.enter_context(fake()) for name, fake in FAKES.items()}
        blocks = {path_of(name): fake.credentials() for name, fake in fakes.items()}
        folder = tmp_path_factory.mktemp("messaging")
        credentials = folder / "credentials.yml"
        with credentials.open("w", encoding="utf-8") as stream:
            YAML(typ="safe").dump({"lantern.channels.rest.LocalRest": None, **blocks}, stream)
        # Eleven channels on a busy machine.
        stack.enter_context(patch.object(local_bot, "START_SECONDS", 600.0))
        bot = stack.enter_context(LocalBot(model, 0, 0, folder / "state", credentials))
        yield Served(bot, fakes)


class Person:
    """Somebody who writes on a platform, or calls."""

    def __init__(self, served: Served, name: str, who: str) -> None:
        self._served, self.fake, self._who = served, served.fakes[name], who

    def post(self, inbound: Inbound) -> requests.Response:
        return requests.request(
            inbound.method,
            self._served.bot.address + inbound.path,
            params=dict(inbound.query),
            data=inbound.body,
            headers={key: value.encode() for key, value in inbound.headers.items()},
            timeout=60,
        )

    def exchange(self, inbound: Inbound, until: str, buttons: bool = False) -> Delivered:
        """Send a request and return what is seen, as one, once a text and awaited buttons are there."""
        before = len(self.fake.delivered)
        reply = self.post(inbound)
        assert reply.status_code in (200, 201, 202)
        if self.fake.name == "voice":
            heard = spoken(reply.content)
            self.fake.answered(inbound, reply.content)
            assert until in heard.text
            return heard
        while True:
            found = self.fake.wait(before + 1, 60)[before:]
            text = "\n".join(one.text for one in found)
            with_buttons = [one for one in found if one.choices]
            if until in text and (with_buttons or not buttons):
                return replace((with_buttons or found)[-1], text=text)
            self.fake.wait(before + len(found) + 1, 60)

    def say(self, text: str, until: str, buttons: bool = False) -> Delivered:
        return self.exchange(self.fake.typed(self._who, text), until, buttons)

    def choose(self, shown: Delivered, place: int, until: str) -> Delivered:
        return self.exchange(self.fake.pressed(self._who, shown, place), until)


@pytest.mark.parametrize("name", FAKES)
def test_a_conversation_from_question_to_deletion(served: Served, name: str) -> None:
    person = Person(served, name, "ann")
    before = served.rows()
    question = "my name is Magdalena Orsini, what is palliative care"
    # Webex shows them in a message of their own.
    shown = person.say(question, DISCLAIMER, buttons=LIMITS[name].choices > 0)
    assert "What is palliative care?" in shown.text or "palliative care" in shown.text
    chosen = person.choose(shown, 1, DISCLAIMER)
    assert chosen.text != shown.text and "no longer know" not in chosen.text
    person.say("tell me more", DISCLAIMER)
    danger = person.say("I want to kill myself", "8")
    assert "988" in danger.text.replace(" ", "")
    assert served.rows("%Orsini%") == 0 and served.rows() > before
    person.say("please delete my conversation", "erased")
    assert served.rows() == before
    assert not served.fakes[name].refused


def test_forged_requests_reach_nothing(served: Served) -> None:
    before = served.rows()
    for name, fake in served.fakes.items():
        person = Person(served, name, "eve")
        for inbound in fake.forged("eve", "what is palliative care"):
            assert person.post(inbound).status_code in (400, 401)
    assert served.rows() == before


@pytest.mark.parametrize(
    ("name", "fault"),
    [*((name, Fault(status=500)) for name in WRITTEN), ("telegram", Fault(status=429, retry_after=1))],
)
def test_a_platform_that_is_down_loses_no_stored_turn(served: Served, name: str, fault: Fault) -> None:
    fake = served.fakes[name]
    person = Person(served, name, "ben")
    before = served.rows()
    tried = len(fake.tried)
    fake.faults.always = fault
    assert person.post(fake.typed("ben", "what is palliative care")).status_code in (200, 201, 202)
    fake.wait_tried(tried + 2, 60)
    assert served.rows() > before
    # It comes back: the reply arrives by itself, before the next one.
    seen = len(fake.delivered)
    fake.faults.always = None
    fake.wait(seen + 1, 60)
    person.say("please delete my conversation", "erased")
    assert "palliative care" in fake.delivered[seen].text.lower()
    assert served.rows() == before


def test_no_log_tells_who_wrote_or_what(served: Served) -> None:
    logs = "".join(file.read_text(errors="replace") for file in served.bot.state.glob("*.log"))
    for secret in ("Orsini", "palliative care", "kill myself", "xoxb-"):
        assert secret not in logs
