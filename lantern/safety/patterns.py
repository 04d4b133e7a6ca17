"""Patterns of words, written by editors and found with spaCy.

A pattern is a line of words in normal form (``normal_form.py``): ``a|b`` is either word, ``word?`` may be
missing, ``~word`` may be misspelt by a letter, ``*`` stands for up to four words whatever they are, and a
``?`` by itself for a question mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

GAP = {"OP": "{0,4}", "IS_SPACE": False}


def bare_language() -> Language:
    """Return spaCy's English tokenizer without its exceptions: "cant" stays one word."""
    language = spacy.blank("en")
    language.tokenizer.rules = {}
    return language


def token_pattern(pattern: str) -> list[dict[str, Any]]:
    """Return what spaCy's matcher wants for one pattern.

    Raises:
        ValueError: The pattern is empty, or begins or ends with ``*``; it says which.
    """
    parts = pattern.split()
    if not parts or parts[0] == "*" or parts[-1] == "*":
        raise ValueError(f"{pattern!r} is no pattern: it has to begin and end with a word")
    return [_token(part) for part in parts]


def _token(part: str) -> dict[str, Any]:
    if part == "*":
        return GAP
    if part == "?":
        return {"LOWER": "?"}
    words = part.rstrip("?").split("|")
    if not all(words):
        raise ValueError(f"{part!r} has an empty alternative")
    plain = [word.lstrip("~") for word in words]
    fuzzy = any(word.startswith("~") for word in words)
    token: dict[str, Any] = {"LOWER": {"FUZZY1": {"IN": plain}} if fuzzy else {"IN": plain}}
    if part.endswith("?"):
        token["OP"] = "?"
    return token


class PatternSet:
    """Patterns by name, compiled once."""

    def __init__(self, patterns: Mapping[str, Sequence[str]], language: Language) -> None:
        """Compile; a name may have several patterns, which are numbered ``name:0`` and so on."""
        self._matcher = Matcher(language.vocab)
        self._language = language
        names = []
        for name, lines in patterns.items():
            for number, line in enumerate(lines):
                names.append(f"{name}:{number}")
                self._matcher.add(names[-1], [token_pattern(line)])
        self.names = tuple(names)

    def find(self, doc: Doc) -> dict[str, int]:
        """Return where (which token) each pattern that occurs begins for the first time."""
        found: dict[str, int] = {}
        for key, start, _ in self._matcher(doc):
            name = self._language.vocab.strings[key]
            found[name] = min(start, found.get(name, start))
        return found
