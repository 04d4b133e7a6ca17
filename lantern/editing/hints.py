"""What is wrong with a draft, and how hard it reads, while it is being written: nothing is saved for it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from lantern.content.check import CHECKS
from lantern.content.checks import reading, references, utterances
from lantern.content.library import Entry, Library, read_entry
from lantern.content.problem import Problem
from lantern.editing.draft import Draft
from lantern.editing.entry_text import edited_text, new_text
from lantern.editing.facets import strange_aspects

# What no entry can do without, in the words of the form.
NEEDED = (
    ("title", "The question is missing.", "Write it in plain words."),
    ("text", "The short answer is missing.", "Write at most 60 words."),
    ("utterances", "Ways of asking are missing.", "Write at least 15, one a line."),
)
# These compare an entry with all others; all other rules of the check look at each alone.
TOGETHER = (references, utterances)
ALONE = tuple(rule for rule in CHECKS if rule not in TOGETHER)


@dataclass(frozen=True)
class Hints:
    """What an editor is told: all problems, advice, and the measures of the short answer and of the rest."""

    problems: tuple[Problem, ...]
    advice: str
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
        advice=strange_aspects(library, draft),
        words=len(draft.text.split()),
        most_words=reading.MOST_WORDS,
        grade=round(reading.grade(draft.text, names), 1) if draft.text.strip() else 0.0,
        more_grade=round(reading.grade(draft.more, names), 1) if draft.more.strip() else 0.0,
        most_grade=reading.MOST_GRADE,
        utterances=len(draft.utterances),
    )


def problems_of(library: Library, draft: Draft) -> list[Problem]:
    """Return what ``lantern check`` would say of the draft's file, if it were saved as it is."""
    missing = [
        Problem(f"data/{draft.file}", 1, what, cure) for key, what, cure in NEEDED if not getattr(draft, key)
    ]
    if missing:
        return missing
    entry, found = entry_of(library, draft)
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


def entry_of(library: Library, draft: Draft) -> tuple[Entry | None, list[Problem]]:
    """Return a draft as the library would read it if it were saved, and what could not be read."""
    saved = library.entries.get(draft.intent)
    text = edited_text(saved.file.text, draft) if saved else new_text(draft)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        path = data / draft.file
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        return read_entry(path, data, draft.family)
