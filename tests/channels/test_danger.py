"""The reply to a danger, when everything behind the channel is down."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from lantern import paths
from lantern.channels import turn
from lantern.channels.rest import LocalRest
from lantern.channels.way_in import Entered

DANGER = "I want to kill myself. What is palliative care?"


@pytest.fixture(scope="module")
def channel(tmp_path_factory: pytest.TempPathFactory) -> LocalRest:
    patch = pytest.MonkeyPatch()
    patch.setattr(paths, "STATE", tmp_path_factory.mktemp("state"))
    found = LocalRest(2000)
    patch.undo()
    return found


def reply(channel: LocalRest, text: str, behind: Any) -> list[dict[str, Any]]:
    entered: Entered = channel._way_in.enter(text, channel.limit)
    assert entered.danger
    return asyncio.run(channel._in_danger("somebody", entered, entered.danger, behind))


async def fails(_: UserMessage) -> None:
    raise ConnectionError("the database is down")


async def hangs(_: UserMessage) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("behind", [fails, hangs])
def test_the_reply_needs_nothing_behind_the_channel(
    channel: LocalRest, behind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "DANGER_SECONDS", 0.05)
    [message] = reply(channel, DANGER, behind)
    [answer] = message["answers"]
    assert answer["kind"] == "danger" and answer["urgency"] == "now" and not answer["choices"]
    assert "988" in message["text"] and "911" in message["text"]


def test_what_else_was_asked_becomes_a_choice(channel: LocalRest) -> None:
    async def works(message: UserMessage) -> None:
        assert message.metadata["danger"] == "self_harm"
        choices = [{"title": "What is palliative care?", "topic": "palliative_care_what"}]
        answer = {"kind": "danger", "choices": choices}
        await message.output_channel.send_response("x", {"text": "…", "answers": [answer]})

    [message] = reply(channel, DANGER, works)
    assert [choice["topic"] for choice in message["answers"][0]["choices"]] == ["palliative_care_what"]


def test_a_spanish_message_gets_a_spanish_reply(channel: LocalRest) -> None:
    [message] = reply(channel, "quiero morirme, ya no aguanto mas", fails)
    assert message["answers"][0]["language"] == "es" and "Llama" in message["text"]


def test_a_message_that_is_too_long_is_looked_at_all_the_same(channel: LocalRest) -> None:
    story = "we went to the lake and had a nice day there. " * 100
    entered = channel._way_in.enter(story + "I want to kill myself tonight.", channel.limit)
    assert entered.danger


def test_what_rasa_sees_is_masked(channel: LocalRest) -> None:
    entered = channel._way_in.enter("my name is Ana Ruiz, what is Kadcyla", channel.limit)
    assert entered.message.text == "my name is [name], what is Kadcyla"  # type: ignore[union-attr]
    assert entered.metadata == {"danger": "", "masked": True}
