"""Who sends more than can be read is asked to wait; a danger is answered all the same."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.channels.channel import UserMessage

from lantern import paths
from lantern.channels.rest import LocalRest
from lantern.channels.turn import MOST_WAITING
from lantern.errors import SettingError
from lantern.stores.marks import MemoryMarks
from tests.channels.rest_request import answers, received, say

DANGER = "I want to kill myself"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LocalRest:
    patch = pytest.MonkeyPatch()
    patch.setattr(paths, "STATE", tmp_path_factory.mktemp("state"))
    found = LocalRest(2000)
    patch.undo()
    return found


@pytest.fixture
def channel(made: LocalRest) -> LocalRest:
    """A channel that has counted nothing yet; loading one takes seconds."""
    made._most, made._marks = 4, MemoryMarks()
    return made


def test_a_sender_has_a_pace(channel: LocalRest) -> None:
    assert [say(channel, "what is palliative care")[0] for _ in range(5)] == [200, 200, 200, 200, 429]
    status, [message] = say(channel, "what is palliative care")
    assert status == 429 and "seconds" in message["text"] and "911" in message["text"]
    assert say(channel, "what is palliative care", "another")[0] == 200
    status, [message] = say(channel, DANGER)
    assert status == 200 and message["answers"][0]["kind"] == "danger"


def test_few_messages_of_a_sender_wait(channel: LocalRest) -> None:
    channel._most = 1000
    most = 0

    async def flood() -> list[int]:
        gate = asyncio.Event()
        under_way = 0

        async def slow(message: UserMessage) -> None:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await gate.wait()
            under_way -= 1
            await answers(message)

        body = {"sender": "somebody", "message": "what is palliative care"}
        sent = [asyncio.ensure_future(received(channel, body, slow)) for _ in range(40)]
        # Those that are refused are answered while the others wait.
        await asyncio.wait(sent[MOST_WAITING:], timeout=20)
        gate.set()
        return [status for status, _ in await asyncio.gather(*sent)]

    statuses = asyncio.run(flood())
    assert statuses.count(200) == MOST_WAITING and statuses.count(429) == 40 - MOST_WAITING
    assert most == 1 and not channel._turns._waiting


@pytest.mark.parametrize("block", [{"messages_a_minute": 0}, {"messages_a_minute": "5"}, {"max": 5}])
def test_a_wrong_setting_is_told(block: dict[str, object]) -> None:
    with pytest.raises(SettingError, match=r"credentials\.yml, rest"):
        LocalRest.from_credentials(block)
