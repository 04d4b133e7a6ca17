"""Answers are short and plain, and explain their terms."""

from __future__ import annotations

import re
from collections.abc import Iterator

import textstat

from lantern.content.library import Entry, Library
from lantern.content.problem import Problem

MOST_WORDS = 60
# Flesch-Kincaid grade (Kincaid et al. 1975), as the library textstat computes it.
MOST_GRADE = 8.0
# Stands in for a name that cannot be avoided, so that the name's length does not count.
STAND_IN = "drug"


def name_pattern(library: Library) -> re.Pattern[str]:
    """Return what finds the medical names that are exempt from the reading grade."""
    forms = {form for names in library.lexicon.by_entity().values() for n in names for form in n.written}
    forms |= {form for term in library.glossary.terms for form in term.written}
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.I)


def grade(text: str, names: re.Pattern[str]) -> float:
    """Return the US school grade that ``text`` asks for, names exempt."""
    return float(textstat.flesch_kincaid_grade(names.sub(STAND_IN, text)))


def check(library: Library) -> Iterator[Problem]:
    """Yield answers that are too long, too hard, or use a term without explaining it."""
    names = name_pattern(library)
    for entry in library.entries.values():
        words = len(entry.response.text.split())
        if words > MOST_WORDS:
            what = f"The short answer has {words} words."
            yield entry.problem(["text"], what, f"Keep it to {MOST_WORDS}; move the rest to 'more'.")
        for key, text in entry.texts.items():
            found = grade(text, names) if text.strip() else 0.0
            if found > MOST_GRADE:
                where = ["text"] if key == "text" else ["metadata", key]
                what = f"'{key}' needs US grade {found:.1f} to read."
                yield entry.problem(
                    where, what, f"Use shorter sentences and words (at most grade {MOST_GRADE:.0f})."
                )
        yield from _terms(entry, library)


def _terms(entry: Entry, library: Library) -> Iterator[Problem]:
    text = " ".join(entry.texts.values())
    for term in library.glossary.terms:
        forms = "|".join(map(re.escape, term.written))
        if not term.explained_by or not re.search(rf"(?<!\w)(?:{forms})(?!\w)", text, re.I):
            continue
        if not any(phrase.casefold() in text.casefold() for phrase in term.explained_by):
            what = f"The term {term.term!r} is used and not explained."
            cure = f"Explain it where it comes first, with one of: {', '.join(term.explained_by)}."
            yield entry.problem(["text"], what, cure)
