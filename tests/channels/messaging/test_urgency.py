"""Replies to a danger go before all others, wait for none of them, and outlive an erasure."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from lantern.channels.messaging import delivery as module
from lantern.channels.messaging.platform import Undelivered
from lantern.channels.messaging.undelivered import count_kept
from tests.channels.messaging.delivering import CONVERSATION, World, again


async def kept(world: World, *texts: str) -> None:
    """Have replies kept because the platform is down; the last one is urgent."""
    world.post.down = True
    for text in texts:
        world.delivery.deliver(world.reply(text), text == texts[-1])
        await world.done()
    assert count_kept(world.state, "post") == len(texts)
    world.post.down = False


def test_a_danger_that_was_kept_goes_before_older_replies(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        await kept(world, "one", "two", "danger")
        # Another server of the same state, after a restart.
        after = World(tmp_path)
        after.rounds = 1
        await asyncio.wait_for(again(after), 5)
        assert after.post.taken == ["danger", "one", "two"]
        # What says so is ours: the platform gets its own address.
        assert after.post.addresses == [{"to": "ann"}] * 3

    asyncio.run(run())


def test_a_danger_that_was_kept_goes_before_the_next_reply(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        await kept(world, "one", "danger")
        world.delivery.deliver(world.reply("next"), False)
        await world.done()
        assert world.post.taken == ["danger", "one", "next"]

    asyncio.run(run())


def test_an_older_reply_that_still_fails_does_not_hold_up_a_danger(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        await kept(world, "bad", "danger")
        world.post.flaky = "bad"
        await world.delivery._deliver_later(CONVERSATION)
        await world.done()
        assert world.post.taken == ["danger"] and count_kept(tmp_path, "post") == 1

    asyncio.run(run())


def test_a_danger_does_not_wait_for_a_reply_that_hangs_nor_for_another_conversation(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        other = world.reply("hangs elsewhere", conversation="b" * 32)
        world.post.down = True
        world.delivery.deliver(other, False)
        await world.done()
        await asyncio.sleep(0)
        world.post.down = False
        world.post.gate, world.post.let_through = asyncio.Event(), {"danger"}
        world.rounds = 1
        world.delivery._again = None
        await world.delivery.resume()
        while world.rounds:
            await asyncio.sleep(0.001)
        # A reply hangs in each conversation; then a danger fails once, and is kept.
        world.delivery.deliver(world.reply("hangs"), False)
        await asyncio.sleep(0)
        world.post.failures = [Undelivered("status 429", retry_after=60)]
        world.delivery.deliver(world.reply("danger"), True)
        while count_kept(tmp_path, "post") < 2:
            await asyncio.sleep(0.001)
        now = module.time.time()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(module.time, "time", lambda: now + 61)
            world.rounds = 1
            world.delivery._again.cancel()
            world.delivery._again = None
            await world.delivery.resume()
            while not world.post.taken:
                await asyncio.sleep(0.001)
        assert world.post.taken == ["danger"]
        world.post.gate.set()
        await world.done()

    asyncio.run(asyncio.wait_for(run(), 5))


@pytest.mark.parametrize("comes_through", [True, False])
def test_an_erasure_lets_a_danger_that_is_under_way_finish_but_keeps_nothing(
    tmp_path: Path, comes_through: bool
) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.gate = asyncio.Event()
        world.delivery.deliver(world.reply("usual"), False)
        world.delivery.deliver(world.reply("danger"), True)
        await asyncio.sleep(0.01)
        await world.delivery.forget(CONVERSATION)
        world.post.down = not comes_through
        world.post.gate.set()
        await world.done()
        assert world.post.taken == (["danger"] if comes_through else [])
        assert count_kept(tmp_path, "post") == 0
        assert world.delivery.given_up == (0 if comes_through else 1)

    asyncio.run(run())


def test_an_erasure_lets_a_kept_danger_that_is_being_tried_again_finish(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.down = True
        world.delivery.deliver(world.reply("danger", "more"), True)
        await world.done()
        world.post.down, world.post.gate, world.post.let_through = False, asyncio.Event(), {"danger"}
        tried = world.delivery._begin(world.delivery._deliver_later(CONVERSATION), CONVERSATION)
        while not world.post.taken:
            await asyncio.sleep(0.001)
        await world.delivery.forget(CONVERSATION)
        assert tried.cancelled() and count_kept(tmp_path, "post") == 0
        world.post.gate.set()
        await world.done()
        assert world.post.taken == ["danger", "more"] and count_kept(tmp_path, "post") == 0

    asyncio.run(asyncio.wait_for(run(), 5))
