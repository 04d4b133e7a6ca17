"""What is wrong with a draft, and how hard it reads, while it is being written: nothing is saved for it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from lantern.content.checks import evidence, own_words, placeholders, reading, references, utterances
from lantern.content.library import Entry, Library, read_entry
from lantern.content.problem import Problem
from lantern.editing.draft import Draft
from lantern.editing.entry_text import new_text

# These look at each entry alone; the others compare it with all.
ALONE = (reading, evidence, own_words, placeholders)
TOGETHER = (references, utterances)


@dataclass(frozen=True)
class Hints:
    """What an editor is told: all problems, and the measures of the short answer and of the rest."""

    problems: tuple[Problem, ...]
    words: int
    most_words: int
    grade: float
    more_grade: float
    most_grade: float
    utterances: int


def hints_for(library: Library, draft: Draft) -> Hints:
    """Return what is to be said about a draft; ``library`` is the content as it is saved."""
    names = reading.name_pattern(library)
    return Hints(
        problems=tuple(problems_of(library, draft)),
        words=len(draft.text.split()),
        most_words=reading.MOST_WORDS,
        grade=round(reading.grade(draft.text, names), 1) if draft.text.strip() else 0.0,
        more_grade=round(reading.grade(draft.more, names), 1) if draft.more.strip() else 0.0,
        most_grade=reading.MOST_GRADE,
        utterances=len(draft.utterances),
    )


def problems_of(library: Library, draft: Draft) -> list[Problem]:
    """Return every problem that the content would have with this draft in it, in its file."""
    with _written(draft) as (entry, found):
        if entry is None:
            return found
        entries = {**library.entries, entry.intent: entry}
        together = replace(library, entries=entries)
        alone = replace(library, entries={entry.intent: entry}, fact_files={})
        for rule in ALONE:
            found += rule.check(alone)
        for rule in TOGETHER:
            found += rule.check(together)
        return sorted({problem for problem in found if problem.file == entry.file.name})


@contextmanager
def _written(draft: Draft) -> Iterator[tuple[Entry | None, list[Problem]]]:
    """Read a draft as the library would, from a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        path = data / draft.file
        path.parent.mkdir(parents=True)
        path.write_text(new_text(draft), encoding="utf-8")
        yield read_entry(path, data, draft.family)
