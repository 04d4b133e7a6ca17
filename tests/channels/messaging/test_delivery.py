"""Delivering replies: in order, patiently, plain where need be, kept at last."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path

import pytest

from lantern.channels.messaging import delivery as module
from lantern.channels.messaging.delivery import WAITS
from lantern.channels.messaging.platform import Undelivered
from lantern.channels.messaging.undelivered import count_kept
from tests.channels.messaging.delivering import CONVERSATION, World, again


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


def test_a_platform_that_asks_for_much_patience_gets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.failures = [Undelivered("status 429", retry_after=600)]
        world.delivery.deliver(world.reply("1"), False)
        await world.done()
        # Neither another reply nor the next minute comes too early.
        world.delivery.deliver(world.reply("2"), False)
        await world.done()
        await world.delivery._deliver_later(CONVERSATION)
        assert world.post.taken == [] and count_kept(tmp_path, "post") == 2
        # A danger does not wait, and others are not concerned.
        world.delivery.deliver(world.reply("danger"), True)
        world.delivery.deliver(world.reply("3", conversation="d" * 32), False)
        await world.done()
        assert sorted(world.post.taken) == ["3", "danger"]
        monkeypatch.setattr(module.time, "time", lambda: now + 601)
        await world.delivery._deliver_later(CONVERSATION)
        assert world.post.taken[-2:] == ["1", "2"] and count_kept(tmp_path, "post") == 0

    now = time.time()
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
        await asyncio.wait_for(again(world), 5)
        assert world.post.taken == ["1", "2", "3", "4"] and count_kept(tmp_path, "post") == 0

    asyncio.run(run())


def test_what_is_refused_for_good_holds_up_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.hated = "1"
        world.delivery.deliver(world.reply("1"), False)
        await world.done()
        world.delivery.deliver(world.reply("2"), False)
        await world.done()
        # It is kept all the same: the refusal may be a setting that somebody mends.
        assert world.post.taken == ["2"] and count_kept(tmp_path, "post") == 1
        world.post.hated, world.rounds = "", 1
        await asyncio.wait_for(again(world), 5)
        assert world.post.taken == ["2", "plain 1"]

    asyncio.run(run())


def test_what_is_refused_for_good_holds_up_nothing_that_is_kept_either(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.down = True
        for text in ("1", "2", "3"):
            world.delivery.deliver(world.reply(text), False)
        await world.done()
        assert count_kept(tmp_path, "post") == 3
        world.post.down, world.post.hated, world.rounds = False, "2", 1
        world.delivery._again = None
        await world.delivery.resume()
        while count_kept(tmp_path, "post") > 1:
            await asyncio.sleep(0.001)
        assert world.post.taken == ["1", "3"]

    asyncio.run(asyncio.wait_for(run(), 5))


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
