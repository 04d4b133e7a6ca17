"""Marks: the same in memory and in Redis."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from fakeredis import FakeAsyncRedis

from lantern.stores.marks import Count, Marks, MemoryMarks
from lantern.stores.redis_marks import RedisMarks


@pytest.fixture(params=["memory", "redis"])
def make(request: pytest.FixtureRequest) -> Callable[[], Marks]:
    return MemoryMarks if request.param == "memory" else lambda: RedisMarks(FakeAsyncRedis())


def run(make: Callable[[], Marks], story: Callable[[Marks], Awaitable[None]]) -> None:
    async def told() -> None:
        await story(make())

    asyncio.run(told())


def test_a_mark_is_set_found_and_removed(make: Callable[[], Marks]) -> None:
    async def story(marks: Marks) -> None:
        assert await marks.get("a") is None
        await marks.put("a", "1", 60)
        assert await marks.get("a") == "1"
        assert not await marks.put_new("a", "2", 60) and await marks.put_new("b", "2", 60)
        await marks.remove("a")
        await marks.remove("a")
        assert await marks.get("a") is None and await marks.get("b") == "2"
        await marks.put_lasting("c", "3", 60)
        assert await marks.get("c") == "3"

    run(make, story)


def test_counting(make: Callable[[], Marks]) -> None:
    async def story(marks: Marks) -> None:
        assert [await marks.count("a", 60) for _ in range(3)] == [Count(1, 60), Count(2, 60), Count(3, 60)]
        assert await marks.count("b", 60) == Count(1, 60)

    run(make, story)


def test_marks_end() -> None:
    now = [1000.0]
    marks = MemoryMarks(clock=lambda: now[0])

    async def story() -> None:
        await marks.put("a", "1", 60)
        await marks.count("n", 60)
        now[0] += 59
        assert await marks.get("a") == "1" and await marks.count("n", 60) == Count(2, 1)
        now[0] += 1
        assert await marks.get("a") is None and await marks.count("n", 60) == Count(1, 60)

    asyncio.run(story())


def test_memory_is_bounded_but_keeps_what_is_to_last(tmp_path: Path) -> None:
    marks = MemoryMarks(tmp_path / "lasting", most=2)

    async def story() -> None:
        await marks.put_lasting("ended", "deleted", 60)
        for name in "abc":
            await marks.put(name, "1", 60)
        assert await marks.get("a") is None and await marks.get("c") == "1"
        assert await marks.get("ended") == "deleted"

    asyncio.run(story())


def test_lasting_marks_outlive_a_restart_and_a_torn_line(tmp_path: Path) -> None:
    file, now = tmp_path / "state" / "lasting", [1000.0]

    async def story() -> None:
        first = MemoryMarks(file, clock=lambda: now[0])
        await first.put_lasting("short", "1", 10)
        await first.put_lasting("long", "1", 100)
        with file.open("a") as stream:
            stream.write('["torn", "1"')
        now[0] += 50
        second = MemoryMarks(file, clock=lambda: now[0])
        assert await second.get("long") == "1" and await second.get("short") is None
        assert "short" not in file.read_text() and "torn" not in file.read_text()

    asyncio.run(story())


def test_redis_that_is_down_is_told_as_a_broken_connection() -> None:
    async def story() -> None:
        with pytest.raises(OSError, match="Redis cannot be reached"):
            await RedisMarks.at("redis://127.0.0.1:1/0").get("a")

    asyncio.run(story())
