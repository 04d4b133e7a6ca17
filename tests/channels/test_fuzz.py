"""Whatever is sent, there is an answer, and what Rasa sees is fit for it."""

from __future__ import annotations

import asyncio
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage

from lantern import paths
from lantern.channels.entry import UNREADABLE
from lantern.channels.rest import LocalRest
from tests.channels.odd_messages import LONG_TEXT, ODD_TEXT
from tests.channels.rest_request import answers, received

LIMIT = 2000


@pytest.fixture(scope="module")
def channel(tmp_path_factory: pytest.TempPathFactory) -> LocalRest:
    patch = pytest.MonkeyPatch()
    patch.setattr(paths, "STATE", tmp_path_factory.mktemp("state"))
    found = LocalRest(LIMIT, 10_000)
    patch.undo()
    return found


@settings(max_examples=120)
@given(text=ODD_TEXT | LONG_TEXT)
def test_every_message_gets_an_answer(channel: LocalRest, text: str) -> None:
    seen: list[str] = []

    async def behind(message: UserMessage) -> None:
        seen.append(message.text or "")
        await answers(message)

    status, [message] = asyncio.run(received(channel, {"sender": "x", "message": text}, behind))
    assert status == 200 and message["text"] and message["answers"]
    for what in seen:
        assert what and len(what) <= LIMIT + 20 and not what.startswith("/")
        assert not any(unicodedata.category(one) in UNREADABLE and one != "\u200d" for one in what)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(body=st.binary(max_size=60) | json_values | st.fixed_dictionaries({"message": json_values}))
def test_every_body_gets_a_sentence(channel: LocalRest, body: object) -> None:
    status, [message] = asyncio.run(received(channel, body))
    assert status in (200, 400) and message["text"] and message["answers"]
