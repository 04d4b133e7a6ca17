"""Milliseconds a message takes over HTTP, and the servers' memory: ``python -m benchmarks.message_time``."""

from __future__ import annotations

import json
import tempfile
import time
import uuid
from pathlib import Path

import numpy as np

from lantern.local_bot import LocalBot
from lantern.model_file import current_model
from lantern.paths import ROOT

ROUNDS = 300


def main() -> None:
    """Ask questions, each in a conversation of its own, and print the percentiles."""
    lines = (ROOT / "tests/questions/topics.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as state, LocalBot(current_model(), 0, 0, Path(state)) as bot:
        for text in texts[:20]:
            bot.say(text, uuid.uuid4().hex)
        times = [_timed(bot, texts[number % len(texts)]) for number in range(ROUNDS)]
        print(_percentiles("one message, new conversations", times))
        sender = uuid.uuid4().hex
        long = [_timed(bot, texts[number % len(texts)], sender) for number in range(60)]
        print(_percentiles("messages 1 to 10 of one conversation", long[:10]))
        print(_percentiles("messages 51 to 60 of one conversation", long[50:]))
        for name, megabytes in bot.memory().items():
            print(f"memory of the {name} server: {megabytes:.0f} MiB")


def _timed(bot: LocalBot, text: str, sender: str | None = None) -> float:
    started = time.perf_counter()
    bot.say(text, sender or uuid.uuid4().hex)
    return (time.perf_counter() - started) * 1000


def _percentiles(what: str, times: list[float]) -> str:
    middle, high = np.percentile(times, [50, 99])
    return f"{what}: p50 {middle:.1f} ms, p99 {high:.1f} ms ({len(times)} messages)"


if __name__ == "__main__":
    main()
