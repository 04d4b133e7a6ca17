"""Seconds from start to a real answer, with a trained model: ``python -m benchmarks.start_up``."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from lantern.local_bot import LocalBot
from lantern.model_file import current_model

RUNS = 5


def main() -> None:
    """Start and stop the bot some times, and print minimum, median and maximum."""
    seconds = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as state:
            started = time.perf_counter()
            with LocalBot(current_model(), 0, 0, Path(state)):
                seconds.append(time.perf_counter() - started)
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    print(f"start to first answer, {RUNS} runs: min {low:.1f} s, median {middle:.1f} s, max {high:.1f} s")


if __name__ == "__main__":
    main()
