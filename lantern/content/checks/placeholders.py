"""Words in {braces} are filled in by the program; a misspelt one would fail when it is needed most."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from lantern.content.library import Library
from lantern.content.numbers import NUMBERS
from lantern.content.problem import Problem
from lantern.content.review import REVIEW_STATE
from lantern.content.yaml_file import YamlFile

ORGANISATION = frozenset(NUMBERS)
ON_PAGES = ORGANISATION | {REVIEW_STATE}
COUNTS = frozenset({"reviewed", "all"})
# What the program fills in, by section and key of wording.yml; a section's "*" holds for the rest of it.
WORDING: dict[str, dict[str, frozenset[str]]] = {
    "labels": {"understood": frozenset({"title"}), "source": frozenset({"publisher", "title", "as_of"})},
    "notices": {"too_long": frozenset({"limit"}), "part_not_understood": frozenset({"quote"})},
    "review": {
        "disclaimer_reviewed": frozenset({"by", "on"}),
        "not_reviewed": frozenset({"title"}),
        "overdue": frozenset({"due"}),
    },
    "website": {"*": ON_PAGES},
    "website_spanish": {"*": ON_PAGES},
    "website_errors": {
        "too_many": ORGANISATION | {"seconds"},
        "bad_field": ORGANISATION | {"problem"},
        "*": ORGANISATION,
    },
    "static_page": {
        "emergency": ORGANISATION,
        "age": ON_PAGES,
        "found_many": frozenset({"count"}),
        "made": frozenset({"count"}),
    },
    "messaging": {
        "too_many": ORGANISATION | {"seconds"},
        "voice_greeting": ORGANISATION,
        "voice_choice": frozenset({"title", "number"}),
        "voice_link": frozenset({"title", "phone"}),
        "voice_source": frozenset({"publisher", "title", "as_of"}),
    },
}


def check(library: Library) -> Iterator[Problem]:
    """Yield unknown and unbalanced words in braces, in dangers and in wording.yml."""
    for entry in library.family("danger"):
        for what in _wrong(entry.response.text, ORGANISATION):
            yield entry.problem(["text"], what, _cure(ORGANISATION))
        for what in _wrong(entry.signs.spanish if entry.signs else "", ORGANISATION):
            line = entry.file.line_of(["signs", "spanish"])
            yield Problem(entry.file.name, line, what, _cure(ORGANISATION))
    for entry in library.family("talk"):
        for what in _wrong(entry.response.text, ON_PAGES):
            yield entry.problem(["text"], what, _cure(ON_PAGES))
    if library.wording_file:
        yield from _wording(library, library.wording_file)
        yield from _review_states(library, library.wording_file)


def _wording(library: Library, file: YamlFile) -> Iterator[Problem]:
    for section, allowed in WORDING.items():
        for key, text in getattr(library.wording, section).dict().items():
            known = allowed.get(key, allowed.get("*", frozenset()))
            for what in _wrong(text, known) if isinstance(text, str) else ():
                yield Problem(
                    file.name, file.line_of([section, key]), f"{section}.{key}: {what}", _cure(known)
                )


def _review_states(library: Library, file: YamlFile) -> Iterator[Problem]:
    for section in ("state", "spanish"):
        for key, text in getattr(library.wording.review, section).dict().items():
            known = COUNTS if key == "some" else frozenset[str]()
            for what in _wrong(text, known):
                line = file.line_of(["review", section, key])
                yield Problem(file.name, line, f"review.{section}.{key}: {what}", _cure(known))


def _wrong(text: str, allowed: frozenset[str]) -> Iterator[str]:
    try:
        fields = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
    except ValueError:
        yield "A brace stands alone."
        return
    for field in fields:
        if field not in allowed:
            yield f"Nothing is known to fill in for {{{field}}}."


def _cure(allowed: frozenset[str]) -> str:
    names = ", ".join(f"{{{name}}}" for name in sorted(allowed))
    return f"Allowed here: {names}." if names else "Write it without braces."
