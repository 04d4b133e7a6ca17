"""Replies that could not be delivered: kept, unreadable, for a while, and gone when they have to be."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from lantern.channels.messaging import delivery as module
from lantern.channels.messaging import undelivered
from lantern.channels.messaging.undelivered import (
    FOLDER,
    LONGEST_SECONDS,
    FileKeeper,
    Outgoing,
    count_kept,
    sweep,
)
from lantern.stores.marks import MemoryMarks
from tests.channels.messaging.delivering import CONVERSATION, World, again


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


def test_a_part_that_was_delivered_is_not_sent_again_after_a_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        monkeypatch.setattr(module, "CLOSING_SECONDS", 0.05)
        world = World(tmp_path)
        world.post.gate, world.post.let_through = asyncio.Event(), {"1", "2"}
        world.delivery.deliver(world.reply("1", "2", "3"), False)
        world.delivery.deliver(world.reply("4"), False)
        while world.post.taken != ["1", "2"]:
            await asyncio.sleep(0)
        await world.delivery.close()
        assert world.post.taken == ["1", "2"] and count_kept(tmp_path, "post") == 2
        after = World(tmp_path)
        after.rounds = 1
        await asyncio.wait_for(again(after), 5)
        assert after.post.taken == ["3", "4"]

    asyncio.run(run())


@pytest.mark.parametrize("stopped", ["in order", "by force"])
def test_a_part_of_a_kept_reply_is_not_sent_again_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: str
) -> None:
    async def run() -> None:
        monkeypatch.setattr(module, "CLOSING_SECONDS", 0.05)
        world = World(tmp_path)
        world.post.down = True
        world.delivery.deliver(world.reply("1", "2", "3"), False)
        await world.done()
        world.post.down, world.rounds = False, 1
        world.post.gate, world.post.let_through = asyncio.Event(), {"1", "2"}
        world.delivery._again = None
        await world.delivery.resume()
        while [len(kept.payloads) for kept in await world.keeper.of(CONVERSATION)] != [1]:
            await asyncio.sleep(0.001)
        assert world.post.taken == ["1", "2"]
        if stopped == "in order":
            await world.delivery.close()
        # By force: only what lies on the disk by now counts.
        after = World(tmp_path)
        after.rounds = 1
        await asyncio.wait_for(again(after), 5)
        assert after.post.taken == ["3"]

    asyncio.run(asyncio.wait_for(run(), 10))


def test_what_is_being_tried_again_stops_when_its_conversation_is_erased(tmp_path: Path) -> None:
    async def run() -> None:
        world = World(tmp_path)
        world.post.down = True
        world.delivery.deliver(world.reply("1", "2"), False)
        await world.done()
        world.post.down, world.rounds = False, 1
        world.post.gate, world.post.let_through = asyncio.Event(), {"1"}
        world.delivery._again = None
        await world.delivery.resume()
        while world.post.taken != ["1"]:
            await asyncio.sleep(0.001)
        await world.delivery.forget(CONVERSATION)
        world.post.gate.set()
        await asyncio.sleep(0.05)
        assert world.post.taken == ["1"] and count_kept(tmp_path, "post") == 0

    asyncio.run(asyncio.wait_for(run(), 5))


def test_what_another_server_keeps_is_erased_too(tmp_path: Path) -> None:
    async def run() -> None:
        marks = MemoryMarks()
        here, there = (World(tmp_path / name, marks=marks) for name in ("here", "there"))
        there.post.down = True
        there.delivery.deliver(there.reply("before"), False)
        there.delivery.deliver(there.reply("somebody else's", conversation="d" * 32), False)
        await there.done()
        await here.delivery.forget(CONVERSATION)
        # What is said after that is a new conversation.
        there.delivery.deliver(there.reply("after"), False)
        await there.done()
        assert count_kept(there.state, "post") == 2
        there.post.down, there.rounds = False, 1
        await asyncio.wait_for(again(there), 5)
        assert sorted(there.post.taken) == ["after", "somebody else's"]

    asyncio.run(run())


def test_what_was_under_way_while_its_conversation_was_erased_elsewhere_is_not_kept_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        monkeypatch.setattr(module, "CLOSING_SECONDS", 0.01)
        marks = MemoryMarks()
        here, there = (World(tmp_path / name, marks=marks) for name in ("here", "there"))
        there.post.gate = asyncio.Event()
        there.delivery.deliver(there.reply("before"), False)
        await asyncio.sleep(0)
        await here.delivery.forget(CONVERSATION)
        await there.delivery.close()
        assert count_kept(there.state, "post") == 1
        assert await there.keeper.of(CONVERSATION) == [] and count_kept(there.state, "post") == 0

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
        keeper = FileKeeper(tmp_path, "post", 60, MemoryMarks())
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


def files(state: Path) -> list[str]:
    return sorted(file.name for file in (state / FOLDER).glob("*/*"))


async def keep_one(state: Path, channel: str, minutes: int, conversation: str = CONVERSATION) -> None:
    keeper = FileKeeper(state, channel, minutes, MemoryMarks())
    await keeper.keep(World(state).reply("1", conversation=conversation))


@pytest.mark.parametrize("suffix", [".kept", ".draft"])
def test_what_a_channel_that_was_taken_out_has_kept_is_removed_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, suffix: str
) -> None:
    async def run() -> None:
        await keep_one(tmp_path, "gone", 1)
        [file] = (tmp_path / FOLDER / "gone").iterdir()
        file.rename(file.with_suffix(suffix))
        # Another one may have more time.
        await keep_one(tmp_path, "patient", 3, "d" * 32)
        monkeypatch.setattr(module.time, "time", lambda: now + 62)
        await World(tmp_path).delivery.resume()
        assert [name[:1] for name in files(tmp_path)] == ["d"]

    now = time.time()
    asyncio.run(run())
    assert ("time is over: 1." in caplog.text) is (suffix == ".kept")


def test_a_server_that_runs_removes_what_gets_too_old_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        monkeypatch.setattr(undelivered, "SWEEP_SECONDS", 0.01)
        await keep_one(tmp_path, "gone", 1)
        await World(tmp_path).delivery.resume()
        assert len(files(tmp_path)) == 1
        monkeypatch.setattr(module.time, "time", lambda: now + 62)
        while files(tmp_path):
            await asyncio.sleep(0.001)

    now = time.time()
    asyncio.run(asyncio.wait_for(run(), 5))


def test_what_the_channel_itself_keeps_it_gives_up_and_counts_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        await keep_one(tmp_path, "post", 1)
        monkeypatch.setattr(module.time, "time", lambda: now + 62)
        world = World(tmp_path)
        world.rounds = 1
        await asyncio.wait_for(again(world), 5)
        assert world.delivery.given_up == 1 and not world.post.taken

    now = time.time()
    asyncio.run(run())
    assert "given up" in caplog.text


def test_a_draft_is_erased_with_its_conversation(tmp_path: Path) -> None:
    async def run() -> None:
        await keep_one(tmp_path, "post", 60)
        await keep_one(tmp_path, "post", 60, "d" * 32)
        for file in (tmp_path / FOLDER / "post").iterdir():
            file.rename(file.with_suffix(".draft"))
        await World(tmp_path).delivery.forget(CONVERSATION)
        assert [name[:1] for name in files(tmp_path)] == ["d"]

    asyncio.run(run())


def test_files_with_names_of_before_are_not_kept_for_ever_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / FOLDER / "gone"
    folder.mkdir(parents=True)
    now = time.time()
    (folder / f"{CONVERSATION}-{int(now * 1e9):020d}-0a1b2c3d.kept").touch()
    (folder / "somebody-else.txt").touch()
    (folder / "not-ours.kept").touch()
    assert sweep(tmp_path) == 0
    monkeypatch.setattr(undelivered.time, "time", lambda: now + LONGEST_SECONDS + 1)
    assert sweep(tmp_path) == 1
    assert files(tmp_path) == ["not-ours.kept", "somebody-else.txt"]
