"""A messaging channel, really served, between the fake of its platform and a stand-in for Rasa."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import requests
from rasa.core.channels.channel import UserMessage

from lantern import paths
from lantern.channels.messaging.catalog import channel_class
from lantern.channels.messaging.channel import MessagingChannel
from lantern.channels.messaging.settings import read
from lantern.channels.way_in import WayIn
from lantern.stores.marks import Marks, MemoryMarks
from tests.channels.messaging.fakes.all import FAKES
from tests.channels.messaging.fakes.base import Delivered, Fake, Inbound
from tests.channels.messaging.fakes.twilio import spoken
from tests.channels.serving import serve

# Platforms that are written to; a call is answered in its response.
WRITTEN = tuple(name for name in FAKES if name != "voice")


class StandIn:
    """Stands in for Rasa's agent: answers, fails or hangs as it is told to."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        self.seen: list[UserMessage] = []
        self.done: list[UserMessage] = []
        self.error: Exception | None = None
        self.answers: list[dict[str, Any]] = []
        # Set: messages wait until the test lets them go on.
        self.gate: threading.Event | None = None

    async def handle_message(self, message: UserMessage) -> None:
        self.seen.append(message)
        while self.gate is not None and not self.gate.is_set():
            await asyncio.sleep(0.01)
        if self.error:
            raise self.error
        await message.output_channel.send_response("x", {"text": "s", "answers": self.answers})
        self.done.append(message)


class Chat:
    """A channel with its platform: sends what the platform sends, and sees what people see."""

    def __init__(
        self,
        address: str,
        loop: asyncio.AbstractEventLoop,
        channel: MessagingChannel,
        fake: Fake,
        rasa: StandIn,
    ) -> None:
        self.address, self.fake, self.rasa = address, fake, rasa
        self._loop, self._channel = loop, channel
        self._heard: list[Delivered] = []

    def send(self, inbound: Inbound) -> requests.Response:
        """Send a request as the platform would."""
        reply = requests.request(
            inbound.method,
            self.address + inbound.path,
            params=dict(inbound.query),
            data=inbound.body,
            headers={key: value.encode("utf-8") for key, value in inbound.headers.items()},
            timeout=30,
        )
        if reply.status_code == 200 and b"<Say" in reply.content:
            self._heard.append(spoken(reply.content))
            self.fake.answered(inbound, reply.content)
        return reply

    @property
    def seen(self) -> list[Delivered]:
        """What people have seen or heard so far."""
        return list(self._heard if self.fake.name == "voice" else self.fake.delivered)

    def say(self, person: str, text: str) -> Delivered:
        """Send what a person types, and return what they see then."""
        return self.exchange(self.fake.typed(person, text))

    def exchange(self, inbound: Inbound) -> Delivered:
        """Send a request, and return all that people see then as one; its buttons are those of the last."""
        before = len(self.seen)
        reply = self.send(inbound)
        assert reply.status_code in (200, 201, 202), reply.status_code
        self.settle()
        found = self.seen[before:]
        assert found, f"nothing was delivered; refused: {self.fake.refused}"
        with_buttons = [one for one in found if one.choices]
        return replace((with_buttons or found)[-1], text="\n".join(one.text for one in found))

    def settle(self) -> None:
        """Wait until everything that came in has been answered and delivered."""
        asyncio.run_coroutine_threadsafe(self._settled(), self._loop).result(30)

    async def _settled(self) -> None:
        channel = self._channel
        groups = (channel._tasks, channel._desk._tasks, channel._delivery._tasks)
        while any(groups):
            await asyncio.wait({task for group in groups for task in group})


@contextmanager
def chatting(
    name: str,
    way_in: WayIn,
    folder: Path,
    marks: Marks | None = None,
    rasa: StandIn | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Iterator[Chat]:
    """Serve a channel with its platform's fake."""
    channel = channel_class(name)
    with FAKES[name]() as fake, patch.object(paths, "STATE", folder):
        block = read(name, {**fake.credentials(), **(settings or {})}, channel.platform.settings)
        served = channel(block, way_in, marks or MemoryMarks())
        rasa = rasa or StandIn()
        blueprint = served.blueprint(rasa.handle_message)
        with serve(blueprint, f"/webhooks/{name}", rasa) as (address, loop):
            yield Chat(address, loop, served, fake, rasa)
