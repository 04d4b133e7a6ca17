"""The form in which messages are looked at: small letters without accents and apostrophes, in windows."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# A sentence longer than this is looked at in overlapping windows too: a danger may stand anywhere in it.
WINDOW_WORDS = 14
# More words than this say too much at once to be looked at as a whole.
MOST_WORDS = 100
FEWEST_WORDS = 2
# A run of clauses is looked at by itself if it has so many words.
CLAUSE_WORDS = range(4, 17)
# So many runs of clauses are looked at; it bounds the time.
MOST_CLAUSES = 500
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\.\.+\s*|[\n;]+")
# "????!!!!????" holds nothing to look at.
LETTER = re.compile(r"[^\W_]")
APOSTROPHES = re.compile(r"['’ʼ`´]")


def normal(text: str) -> str:
    """Return the text in small letters, without accents, apostrophes and signs that carry no meaning here."""
    # Small letters last as well: some dressed-up letters turn into capitals.
    apart = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text.lower())).lower()
    letters = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(re.sub(r"[^\w\s.,;:!?%-]", " ", letters).split())


@dataclass(frozen=True)
class Windows:
    """What is looked at: the whole text (empty if too long), its sentences, parts of long ones, clauses."""

    whole: str
    sentences: tuple[str, ...]
    parts: tuple[str, ...]
    clauses: tuple[str, ...] = ()


def windows(text: str, starts: Collection[str] = ()) -> Windows:
    """Return the windows of a text; each stands in the first of the four that it fits.

    Args:
        text: Anything.
        starts: Words (in normal form) with which a clause may begin.
    """
    if not LETTER.search(text):
        return Windows("", (), ())
    whole = text.strip() if len(text.split()) <= MOST_WORDS else ""
    sentences = [sentence.strip() for sentence in SENTENCE_END.split(text)]
    sentences = [sentence for sentence in sentences if len(sentence.split()) >= FEWEST_WORDS]
    parts = [part for sentence in sentences for part in _parts(sentence.split())]
    short = [sentence for sentence in sentences if sentence != whole and len(sentence.split()) <= MOST_WORDS]
    known = {whole, *short}
    parts = [part for part in dict.fromkeys(parts) if part not in known]
    known.update(parts)
    runs = (run for sentence in sentences for run in _clauses(sentence.split(), frozenset(starts)))
    clauses = list(itertools.islice(runs, MOST_CLAUSES))
    return Windows(
        whole,
        tuple(dict.fromkeys(short)),
        tuple(parts),
        tuple(clause for clause in dict.fromkeys(clauses) if clause not in known),
    )


def _clauses(words: list[str], starts: frozenset[str]) -> Iterator[str]:
    """Yield the runs of clauses of a sentence; a comma or one of these words begins a clause."""
    places = [
        place
        for place, word in enumerate(words)
        if place and (words[place - 1].endswith(",") or normal(word).strip(".,;:!?-") in starts)
    ]
    bounds = [0, *places, len(words)]
    for index, start in enumerate(bounds[:-1]):
        for end in bounds[index + 1 :]:
            if end - start >= CLAUSE_WORDS.stop:
                break
            if end - start in CLAUSE_WORDS:
                yield " ".join(words[start:end])


def _parts(words: list[str]) -> Iterator[str]:
    for size in (WINDOW_WORDS, WINDOW_WORDS // 2):
        if len(words) > size:
            step = size // 2
            yield from (" ".join(words[start : start + size]) for start in range(0, len(words) - step, step))
