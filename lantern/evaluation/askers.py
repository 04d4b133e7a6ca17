"""Questions put to a model from several processes, one a core: asking is most of what publishing takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from lantern.errors import LanternError
from lantern.evaluation import asking_process
from lantern.evaluation.asking_process import Asked, Said
from lantern.evaluation.questions import Question

# Each holds a model, which takes most of a gigabyte; publishing was measured with two.
MOST = 2
# So many questions are handed to a process at a time: many are answered faster together, and with few both
# processes end at the same time.
AT_A_TIME = 32

Progress = Callable[[int, int], None]


class Askers:
    """Processes that ask; use it in a ``with`` statement. They are started when they are first needed."""

    def __init__(self, count: int | None = None) -> None:
        """Take how many processes there are to be; else one a core, but not more than two."""
        self._count = count or min(MOST, os.cpu_count() or 1)
        # Started anew and not forked: a fork of a process with threads may stand still for ever.
        self._pool = ProcessPoolExecutor(self._count, get_context("spawn"), asking_process.begin)

    def __enter__(self) -> Askers:
        """Return this; nothing is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the processes end; what has not been asked yet is not asked any more."""
        # Without waiting: to give all its memory back takes a process a second or two.
        self._pool.shutdown(wait=False, cancel_futures=True)

    def warm(self) -> None:
        """Let all processes import what takes long to import; does not wait for it."""
        for _ in range(self._count):
            self._pool.submit(asking_process.warm)

    def ask(self, asked: Asked, questions: Sequence[Question], progress: Progress) -> Said:
        """Return what a model says to each question, in their order.

        Args:
            asked: The model, and what it takes to look for dangers.
            questions: The questions; one with several turns is asked in their order.
            progress: Called with how many questions of how many have been asked.

        Raises:
            ModelMissing: The model cannot be loaded.
            LanternError: A process has ended by itself.
        """
        starts = range(0, len(questions), AT_A_TIME)
        parts = {start: questions[start : start + AT_A_TIME] for start in starts}
        said: dict[int, Said] = {}
        done = 0
        try:
            futures = {
                self._pool.submit(asking_process.ask, asked, part): start for start, part in parts.items()
            }
            for future in as_completed(futures):
                said[futures[future]] = future.result()
                done += len(parts[futures[future]])
                progress(done, len(questions))
        except BrokenProcessPool as error:
            raise LanternError(
                "A process that asked the model has ended by itself. Is there too little memory? "
                "Each of them takes about a gigabyte."
            ) from error
        replies = [row for start in starts for row in said[start].replies]
        looks = {key: row for part in said.values() for key, row in part.looks.items()}
        vectors = {key: vector for part in said.values() for key, vector in part.vectors.items()}
        return Said(replies, looks, vectors)
