"""The form in which messages are looked at: small letters without accents and apostrophes, in windows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# A sentence longer than this is looked at in overlapping windows too: a danger may stand anywhere in it.
WINDOW_WORDS = 14
# More words than this say too much at once to be looked at as a whole.
MOST_WORDS = 56
FEWEST_WORDS = 2
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\.\.+\s*|[\n;]+")
APOSTROPHES = re.compile(r"['’ʼ`´]")


def normal(text: str) -> str:
    """Return the text in small letters, without accents, apostrophes and signs that carry no meaning here."""
    # Small letters last as well: some dressed-up letters turn into capitals.
    apart = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text.lower())).lower()
    letters = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(re.sub(r"[^\w\s.,;:!?%-]", " ", letters).split())


def windows(text: str) -> tuple[list[str], list[str]]:
    """Return the text as a whole with its sentences, and overlapping windows of long sentences; each once."""
    sentences = [sentence.strip() for sentence in SENTENCE_END.split(text)]
    sentences = [sentence for sentence in sentences if len(sentence.split()) >= FEWEST_WORDS]
    wholes = [text.strip()] if len(text.split()) <= MOST_WORDS else []
    wholes += [sentence for sentence in sentences if len(sentence.split()) <= MOST_WORDS]
    parts = [part for sentence in sentences for part in _parts(sentence.split())]
    return list(dict.fromkeys(wholes)), list(dict.fromkeys(parts))


def _parts(words: list[str]) -> Iterator[str]:
    for size in (WINDOW_WORDS, WINDOW_WORDS // 2):
        if len(words) > size:
            step = size // 2
            yield from (" ".join(words[start : start + size]) for start in range(0, len(words) - step, step))
