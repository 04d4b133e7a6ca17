"""What an answer says has to stand in the facts it cites, and every fact has to be used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lantern.content.library import Entry, Library
from lantern.content.names import NameFinder
from lantern.content.problem import Problem

NUMBER_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
# "one" is left out on purpose: it is mostly no number ("one another", "no one").
NUMBER = re.compile(r"\d+(?:[.,]\d+)*|\b(?:" + "|".join(NUMBER_WORDS) + r")\b", re.I)
# Digits that belong to a name are no figures.
NAMES_WITH_DIGITS = re.compile(r"(?i)\b(?:T-DM1|HER-?2|CDK ?4/6|BRCA ?1/2)")


def numbers(text: str) -> set[str]:
    """Return the figures in a text as digits; those inside names do not count."""
    found = NUMBER.findall(NAMES_WITH_DIGITS.sub(" ", text))
    return {_digits(item) for item in found}


def _digits(item: str) -> str:
    word = item.casefold()
    return str(NUMBER_WORDS.index(word) + 2) if word in NUMBER_WORDS else item


def check(library: Library) -> Iterator[Problem]:
    """Yield figures and names that no cited fact holds, and facts that nothing cites."""
    finder = NameFinder(library.lexicon)
    for entry in library.entries.values():
        if entry.family in ("faq", "area"):
            yield from _carried(entry, library, finder)
    yield from _unused(library)


def _carried(entry: Entry, library: Library, finder: NameFinder) -> Iterator[Problem]:
    cited = [library.facts[name] for name in entry.metadata.citations if name in library.facts]
    ground = " ".join(f"{fact.text} {fact.time_bound or ''}" for fact in cited)
    held_numbers, held_names = numbers(ground), finder.mentions(ground)
    # An area's reply may name what is not covered; that claims nothing.
    named = finder if entry.family == "faq" else None
    for key, text in entry.texts.items():
        where = ["text"] if key == "text" else ["metadata", key]
        for number in sorted(numbers(text) - held_numbers):
            what = f"'{key}' gives the figure {number}, which stands in no fact it cites."
            yield entry.problem(where, what, "Cite the fact that says so, or take the figure out.")
        for entity, names in (named.mentions(text) if named else {}).items():
            for name in names:
                if name not in held_names.get(entity, []):
                    what = f"'{key}' names the {entity} {name!r}, which stands in no fact it cites."
                    yield entry.problem(where, what, "Cite the fact that says so, or take the name out.")


def _unused(library: Library) -> Iterator[Problem]:
    used = {name for entry in library.entries.values() for name in entry.metadata.citations}
    for source, file in library.fact_files.items():
        for number, fact in enumerate(file.values["facts"]):
            name = fact.get("id")
            known = library.facts.get(name)
            if known is None or library.source_of[name] != source:
                continue
            where: list[str | int] = ["facts", number, "id"]
            # What an unreadable file cites is not known.
            if name not in used and not known.not_cited and not library.unreadable:
                what = f"No answer cites the fact {name!r}."
                cure = "Cite it in an answer, or say why not with 'not_cited:'."
                yield Problem(file.name, file.line_of(where), what, cure)
            if name in used and known.not_cited:
                what = f"The fact {name!r} is cited, though it is marked 'not_cited'."
                yield Problem(file.name, file.line_of(where), what, "Take the mark away.")
