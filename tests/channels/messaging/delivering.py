"""A delivery between a stand-in for a platform and a folder, in which waiting takes no time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lantern.channels.messaging.delivery import AGAIN_SECONDS, Delivery
from lantern.channels.messaging.platform import Payload, Undelivered
from lantern.channels.messaging.undelivered import FileKeeper, Outgoing, count_kept
from lantern.stores.marks import Marks, MemoryMarks

CONVERSATION = "c" * 32


class Post:
    """Stands in for a platform: takes payloads, or fails as it is told to."""

    title = "Post"

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.failures: list[Exception] = []
        self.down = False
        self.gate: asyncio.Event | None = None
        # What is never taken, however it is said; and what the gate does not hold up.
        self.hated, self.let_through = "", set[str]()
        # What fails for now, time and again; and to whom the others went.
        self.flaky = ""
        self.addresses: list[Mapping[str, str]] = []

    async def send(self, payload: Payload, address: Mapping[str, str], http: Any) -> None:
        if self.gate and payload["text"] not in self.let_through:
            await self.gate.wait()
        if self.hated and self.hated in payload["text"]:
            raise Undelivered("status 403", final=True)
        if self.failures:
            raise self.failures.pop(0)
        if self.down or (self.flaky and self.flaky in payload["text"]):
            raise Undelivered("status 500")
        self.taken.append(payload["text"])
        self.addresses.append(address)

    def plain(self, text: str) -> list[Payload]:
        return [{"text": f"plain {part}"} for part in text.split("|")]


class World:
    """A delivery whose waiting takes no time."""

    def __init__(self, state: Path, minutes: int = 60, marks: Marks | None = None) -> None:
        self.post, self.state, self.slept = Post(), state, list[float]()
        self.keeper = FileKeeper(state, "post", minutes, marks or MemoryMarks())
        self.delivery = Delivery(self.post, self.keeper, lambda: None, self.sleep)  # type: ignore[arg-type,return-value]
        # How often what is kept may be tried again.
        self.rounds = 0

    async def sleep(self, seconds: float) -> None:
        if seconds == AGAIN_SECONDS:
            if not self.rounds:
                await asyncio.Event().wait()
            self.rounds -= 1
        self.slept.append(seconds)
        await asyncio.sleep(0)

    async def done(self) -> None:
        await asyncio.gather(*self.delivery._tasks)

    def reply(self, *texts: str, conversation: str = CONVERSATION) -> Outgoing:
        return Outgoing(conversation, {"to": "ann"}, [{"text": text} for text in texts], "|".join(texts))


async def again(world: World) -> None:
    """Look after what is kept, as at the start of a server, until nothing is."""
    world.delivery._again = None
    await world.delivery.resume()
    while count_kept(world.state, "post"):
        await asyncio.sleep(0.001)
