"""Several processes that want the same file: one makes it, the others wait and find it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Let one process after the other in; who ends, however it does, lets the next one in.

    Args:
        file: What they want to make. An empty file beside it is what they queue at.
    """
    with file.with_suffix(".queue").open("w") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield
