"""The form in which messages are looked at: small letters without accents and apostrophes, in windows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# A sentence longer than this is looked at in overlapping windows too: a danger may stand anywhere in it.
WINDOW_WORDS = 14
# More words than this say too much at once to be looked at as a whole.
MOST_WORDS = 100
FEWEST_WORDS = 2
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
    """What is looked at: the whole text (empty if it is too long), its sentences, parts of long ones."""

    whole: str
    sentences: tuple[str, ...]
    parts: tuple[str, ...]


def windows(text: str) -> Windows:
    """Return the windows of a text; each stands in the first of the three that it fits."""
    if not LETTER.search(text):
        return Windows("", (), ())
    whole = text.strip() if len(text.split()) <= MOST_WORDS else ""
    sentences = [sentence.strip() for sentence in SENTENCE_END.split(text)]
    sentences = [sentence for sentence in sentences if len(sentence.split()) >= FEWEST_WORDS]
    parts = [part for sentence in sentences for part in _parts(sentence.split())]
    short = [sentence for sentence in sentences if sentence != whole and len(sentence.split()) <= MOST_WORDS]
    known = {whole, *short}
    return Windows(
        whole, tuple(dict.fromkeys(short)), tuple(part for part in dict.fromkeys(parts) if part not in known)
    )


def _parts(words: list[str]) -> Iterator[str]:
    for size in (WINDOW_WORDS, WINDOW_WORDS // 2):
        if len(words) > size:
            step = size // 2
            yield from (" ".join(words[start : start + size]) for start in range(0, len(words) - step, step))
