"""The masker of this content."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from lantern.content.library import Library
from lantern.privacy.given_names import given_names
from lantern.privacy.masking import Masker

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# What may stand between the end of a sentence and the first word of the next.
BETWEEN = " \t\n\r\"'“(*-"


@lru_cache(maxsize=2)
def masker_of(library: Library) -> Masker:
    """Return a masker that knows the words of the content and never touches the names of the lexicon.

    It takes half a second and is the same for all parts of a server.
    """
    names = [name for names in library.lexicon.by_entity().values() for name in names]
    forms = [form for name in names for form in (name.name, *name.written)]
    protected = {word for form in forms for word in re.findall(r"[\w'’/+-]+", form.lower())}
    coded = [form for form in forms if any(character.isdigit() for character in form)]
    # The names of entries stand in metadata and slots, which are masked like the text.
    coded += [entry.name for entry in library.entries.values() if any(map(str.isdigit, entry.name))]
    words = library.personal_data
    given = given_names().union(words.given_names)
    named = words_in_capitals(library, given)
    return Masker(words, known_words(library), protected, coded, named, given)


def known_words(library: Library) -> set[str]:
    """Return the words of all utterances, answers and facts, in small letters."""
    return {word.lower() for text in _texts(library) for word in WORD.findall(text)}


def words_in_capitals(library: Library, given: Collection[str] = ()) -> set[str]:
    """Return those of them that stand in capitals only, and not because they begin a sentence.

    A given name that begins a sentence is one of them, too, if it stands nowhere in small letters.
    """
    small, capitals = set[str](), set[str]()
    for text in _texts(library):
        for found in WORD.finditer(text):
            word = found.group()
            named = word[0].isupper() and not word.isupper() and not _begins_sentence(text, found.start())
            opens = word[0].isupper() and not word.isupper() and word.lower() in given
            (capitals if named or opens else small).add(word.lower())
    return capitals - small


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(BETWEEN)
    gap = text[len(before) : start]
    return not before or before[-1] in ".?!:" or "\n" in gap or "**" in gap


def _texts(library: Library) -> list[str]:
    texts = [utterance.text for entry in library.entries.values() for utterance in entry.utterances]
    texts += [text for entry in library.entries.values() for text in entry.texts.values()]
    return texts + [fact.text for fact in library.facts.values()]
