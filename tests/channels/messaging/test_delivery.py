"""Delivering replies: in order, patiently, plain where need be, kept at last."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lantern.channels.messaging import delivery as module
from lantern.channels.messaging.delivery import AGAIN_SECONDS, WAITS, Delivery
from lantern.channels.messaging.platform import Payload, Undelivered
from lantern.channels.messaging.undelivered import FileKeeper, Outgoing, count_kept

CONVERSATION = "c" * 32


class Post:
    """Stands in for a platform: takes payloads, or fails as it is told to."""

    title = "Post"

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.failures: list[Exception] = []
        self.down = False
        self.gate: asyncio.Event | None = None

    async def send(self, payload: Payload, address: Mapping[str, str], http: Any) -> None:
        if self.gate:
            await self.gate.wait()
        if self.failures:
            raise self.failures.pop(0)
        if self.down:
            raise Undelivered("status 500")
        self.taken.append(payload["text"])

    def plain(self, text: str) -> list[Payload]:
        return [{"text": f"plain {part}"} for part in text.split("|")]


class World:
    """A delivery whose waiting takes no time."""

    def __init__(self, state: Path, minutes: int = 60) -> None:
        self.post, self.state, self.slept = Post(), state, list[float]()
        self.keeper = FileKeeper(state, "post", minutes)
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


def test_payloads_and_replies_arrive_in_order(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.failures = [Undelivered("status 500")]
        world.delivery.deliver(world.reply("1", "2"), False)
        world.delivery.deliver(world.reply("3"), False)
        await world.done()
        assert world.post.taken == ["1", "2", "3"] and world.slept == [WAITS[0]]

    asyncio.run(run())


def test_a_danger_does_not_wait_for_what_is_stuck(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.gate = asyncio.Event()
        world.delivery.deliver(world.reply("slow"), False)
        await asyncio.sleep(0)
        stuck, world.post.gate = world.post.gate, None
        world.delivery.deliver(world.reply("danger"), True)
        world.delivery.deliver(world.reply("next"), False)
        for _ in range(20):
            await asyncio.sleep(0.001)
        assert world.post.taken == ["danger"]
        stuck.set()
        await world.done()
        assert world.post.taken == ["danger", "slow", "next"]

    asyncio.run(run())


def test_it_waits_as_long_as_the_platform_asks(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.failures = [Undelivered("status 429", retry_after=7), Undelivered("status 500")]
        world.delivery.deliver(world.reply("1"), False)
        await world.done()
        assert world.post.taken == ["1"] and world.slept == [7, WAITS[1]]

    asyncio.run(run())


def test_what_is_refused_is_said_plainly_and_whole(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.failures = []
        world.delivery.deliver(world.reply("1"), False)
        await world.done()
        world.post.failures = [Undelivered("status 400", final=True)]
        world.delivery.deliver(world.reply("2", "3"), False)
        await world.done()
        assert world.post.taken == ["1", "plain 2", "plain 3"] and not world.slept

    with caplog.at_level(logging.INFO):
        asyncio.run(run())
    assert "status 400" in caplog.text and "plain 2" not in caplog.text


def test_a_fault_of_ours_falls_back_to_plain_text_too(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.failures = [KeyError("chat_id")]
        world.delivery.deliver(world.reply("1"), False)
        await world.done()
        assert world.post.taken == ["plain 1"]

    asyncio.run(run())


def test_what_fails_in_the_middle_is_kept_and_goes_on_there(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.delivery.deliver(world.reply("1"), False)
        await world.done()
        world.post.down = True
        world.delivery.deliver(world.reply("2", "3"), False)
        await world.done()
        assert world.post.taken == ["1"] and count_kept(tmp_path, "post") == 1
        # A later reply does not pass by.
        world.delivery.deliver(world.reply("4"), False)
        await world.done()
        assert count_kept(tmp_path, "post") == 2
        world.post.down, world.rounds = False, 1
        await asyncio.wait_for(_again(world), 5)
        assert world.post.taken == ["1", "2", "3", "4"] and count_kept(tmp_path, "post") == 0

    asyncio.run(run())


async def _again(world: World) -> None:
    world.delivery._again = None
    await world.delivery.resume()
    while count_kept(world.state, "post"):
        await asyncio.sleep(0.001)


def test_the_next_reply_takes_what_was_kept_along(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.down = True
        world.delivery.deliver(world.reply("1"), False)
        await world.done()
        # Another server of the same state, after a restart.
        other = World(tmp_path)
        other.delivery.deliver(other.reply("2"), False)
        other.delivery.deliver(other.reply("3", conversation="d" * 32), False)
        await other.done()
        assert sorted(other.post.taken) == ["1", "2", "3"]
        assert other.post.taken.index("1") < other.post.taken.index("2")

    asyncio.run(run())


def test_what_is_too_old_is_given_up_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        world = World(tmp_path, minutes=1)
        world.post.down = True
        world.delivery.deliver(world.reply("1"), False)
        await world.done()
        monkeypatch.setattr(module.time, "time", lambda: now + 61)
        world.post.down = False
        world.delivery.deliver(world.reply("2"), False)
        await world.done()
        assert world.post.taken == ["2"] and world.delivery.given_up == 1
        assert count_kept(tmp_path, "post") == 0

    now = time.time()
    asyncio.run(run())
    assert "given up" in caplog.text


def test_a_server_that_is_stopped_keeps_what_is_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        monkeypatch.setattr(module, "CLOSING_SECONDS", 0.01)
        world = World(tmp_path)
        world.post.gate = asyncio.Event()
        world.delivery.deliver(world.reply("1"), False)
        await asyncio.sleep(0)
        await world.delivery.close()
        assert count_kept(tmp_path, "post") == 1

    asyncio.run(run())


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.down = True
        world.delivery.deliver(world.reply("a sentence about palliative care"), False)
        await world.done()
        [outgoing] = await world.keeper.of(CONVERSATION)
        assert outgoing.address == {"to": "ann"} and outgoing.text == "a sentence about palliative care"
        await world.delivery.forget(CONVERSATION)
        assert await world.keeper.conversations() == []

    asyncio.run(run())
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"palliative" not in kept and b"ann" not in kept


def test_a_file_that_nobody_can_read_any_more_is_removed(tmp_path: Path) -> None:
    async def run() -> None:
        keeper = FileKeeper(tmp_path, "post", 60)
        await keeper.keep(World(tmp_path).reply("1"))
        [file] = (tmp_path / "undelivered" / "post").iterdir()
        file.write_bytes(b"cut off")
        assert await keeper.of(CONVERSATION) == [] and not file.exists()

    asyncio.run(run())


def test_a_disk_that_is_full_is_told_and_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def full(outgoing: Outgoing) -> bool:
        raise OSError("no space left on device")

    async def run() -> None:
        world = World(tmp_path)
        monkeypatch.setattr(world.keeper, "keep", full)
        world.post.down = True
        world.delivery.deliver(replace(world.reply("1"), text=""), False)
        await world.done()
        assert world.delivery.given_up == 1

    asyncio.run(run())
    assert "given up" in caplog.text
