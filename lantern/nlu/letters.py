"""What a message is written in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def has_letters(text: str) -> bool:
    """Say whether there is anything to read."""
    return any(character.isalpha() for character in text)


def mostly_latin(text: str) -> bool:
    """Say whether at least half of the letters are Latin; the encoder reads English only."""
    letters = list(_letters(text))
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * latin >= len(letters)


def _letters(text: str) -> Iterator[str]:
    return (character for character in text if character.isalpha())
