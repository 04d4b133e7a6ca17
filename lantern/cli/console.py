"""Where the command line writes to, and how it tells what it is at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

# Without emoji: "kadcyla.yml:100:" is a place in a file.
console = Console(highlight=False, soft_wrap=True, emoji=False)
errors = Console(stderr=True, soft_wrap=True, emoji=False)


@contextmanager
def phase(words: str) -> Iterator[Callable[[str], None]]:
    """Tell what is being done; yield what changes these words meanwhile, as on a terminal they go away."""
    begin(words)
    if not errors.is_terminal:
        yield lambda _: None
        return
    with errors.status(words) as status:
        yield status.update


def begin(words: str) -> None:
    """Tell what begins, where no spinner or bar can: the studio, for one, reads the lines."""
    if not errors.is_terminal:
        errors.print(words, markup=False, highlight=False)
