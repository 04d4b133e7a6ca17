"""The longest a message can take, by what it is made of: ``python -m benchmarks.message_budget``.

Messages as long as they may be (2,000 characters), and as long as a request may be (27,000), made to be slow.
CPU time is that of the way in, which all channels share; over HTTP, understanding and reply are in it. And
how long the event loop serves nobody else: with the way in inside of it, and beside it, as it is done.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from lantern.channels.way_in import WayIn
from lantern.local_bot import LocalBot
from lantern.model_file import current_model

LIMIT, LONGEST = 2000, 27_000
# Seconds of CPU time that a message as long as Rasa may see, and the longest request, may take on the way in.
BUDGET = {LIMIT: 1.0, LONGEST: 5.0}
# How often it is looked whether the event loop is held up.
TICK_SECONDS = 0.002
WORDS = ("fever", "chemo", "not", "kill", "myself", "die", "my", "the", "in", "want", "to", "blood", "chest")


def shapes(length: int) -> dict[str, str]:
    """Return texts of a length by what they are made of."""
    dice = random.Random(1)
    sentences = (f"I feel strange number {number} today." for number in range(length))
    made = {
        "one word": "pain ",
        "short sentences": "pain. ",
        "lines": "a\n",
        "one long word": "a",
        "signs": "?!.",
        "brackets": "(",
        "digits": "555-",
        "addresses": "a@",
        "names": "I am Anna ",
        "drugs": "Ibrance and Kisqali? ",
        "questions": "What is palliative care? And how are bone mets treated? ",
        "joined clauses": "what is it and how is it and why ",
        "emoji": "😀",
        "ligatures": "\ufdfa",
        "accents": "e\u0301",
    }
    found = {name: (unit * length)[:length] for name, unit in made.items()}
    found["different sentences"] = " ".join(sentences)[:length]
    found["words of dangers"] = " ".join(dice.choice(WORDS) for _ in range(length))[:length]
    return found


def main() -> None:
    """Print the slowest first; say which are over the budget."""
    way_in = WayIn.of_content()
    way_in.enter("what is palliative care", LIMIT)
    for length, budget in BUDGET.items():
        times = {name: _cpu(way_in, text) for name, text in shapes(length).items()}
        _print(f"way in, {length} characters, seconds of CPU (budget {budget:.1f})", times, budget)
    for length in BUDGET:
        asyncio.run(_print_held_up(way_in, length))
    with tempfile.TemporaryDirectory() as state, LocalBot(current_model(), 0, 0, Path(state)) as bot:
        times = {name: _http(bot, text) for name, text in shapes(LIMIT).items()}
    _print(f"over HTTP, {LIMIT} characters, seconds", times, float("inf"))


def _cpu(way_in: WayIn, text: str) -> float:
    started = time.process_time()
    way_in.enter(text, LIMIT)
    return time.process_time() - started


async def _print_held_up(way_in: WayIn, length: int) -> None:
    async def inside(text: str) -> None:
        way_in.enter(text, LIMIT)

    async def beside(text: str) -> None:
        await way_in.enter_beside(text, LIMIT)

    for name, work in (("inside", inside), ("beside", beside)):
        times = {made_of: await _held_up(work, text) for made_of, text in shapes(length).items()}
        _print(f"event loop held up, {length} characters, way in {name} it, seconds", times, float("inf"))


async def _held_up(work: Callable[[str], Awaitable[None]], text: str) -> float:
    """Return the longest time for which nothing else ran."""
    worst = 0.0

    async def watch() -> None:
        nonlocal worst
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK_SECONDS)
            worst = max(worst, time.perf_counter() - before - TICK_SECONDS)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(TICK_SECONDS)
    await work(text)
    await asyncio.sleep(2 * TICK_SECONDS)
    watching.cancel()
    return worst


def _http(bot: LocalBot, text: str) -> float:
    started = time.perf_counter()
    assert bot.say(text, uuid.uuid4().hex)[0]["text"]
    return time.perf_counter() - started


def _print(what: str, times: dict[str, float], budget: float) -> None:
    print(what)
    for name, seconds in sorted(times.items(), key=lambda item: -item[1]):
        print(f"  {name:20} {seconds:6.2f}{'  OVER' if seconds > budget else ''}")


if __name__ == "__main__":
    main()
