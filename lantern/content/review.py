"""Who has reviewed the answers: which are given at all, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lantern.content.library import Entry, Library
from lantern.content.numbers import numbers_of
from lantern.content.review_words import ReviewState

# What is said of the documents themselves ("how old is this") needs no clinician, and is always given.
ABOUT_THE_TEXT = "about_text"
REVIEW_STATE = "review_state"


def is_reviewed(entry: Entry) -> bool:
    """Say whether a named clinician has reviewed an entry."""
    return entry.metadata.review.status == "reviewed"


def needs_review(entry: Entry) -> bool:
    """Say whether an entry is an answer: areas decline, talk and dangers are fixed, none states treatment."""
    return entry.family == "faq" and entry.metadata.facets.get("aspect") != ABOUT_THE_TEXT


def is_served(entry: Entry, library: Library) -> bool:
    """Say whether an entry is given, or a sentence that no reviewed answer is there yet."""
    return library.organisation.answers == "all" or not needs_review(entry) or is_reviewed(entry)


def is_overdue(entry: Entry, today: date) -> bool:
    """Say whether the day has passed on which an entry was to be looked at again."""
    return today > entry.metadata.review.due


def review_state(library: Library, language: str) -> str:
    """Return what is true of all answers together, such as that no clinician has reviewed any.

    Args:
        library: The content; what it says of its reviews is counted.
        language: The language of the sentence, "en" or "es".
    """
    words: ReviewState = library.wording.review.spanish if language == "es" else library.wording.review.state
    answers = [entry for entry in library.entries.values() if needs_review(entry)]
    reviewed = sum(map(is_reviewed, answers))
    if not reviewed:
        return words.none
    if reviewed == len(answers) or library.organisation.answers == "reviewed":
        return words.all
    return words.some.format(reviewed=reviewed, all=len(answers))


def fill_ins(library: Library, language: str = "en") -> Mapping[str, str]:
    """Return what fills the words in braces of the pages and of small talk: numbers and the review state."""
    numbers = numbers_of(library.organisation, library.wording.labels, language)
    return {**numbers, REVIEW_STATE: review_state(library, language)}
