"""The masker of this content."""

from __future__ import annotations

import re

from lantern.content.library import Library
from lantern.privacy.given_names import given_names
from lantern.privacy.masking import Masker

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


# What stands before the first word of a sentence.
BEGINS = re.compile(r"(?:^|[.?!:\n]|\*\*)[\s\"'“(*-]*$")


def masker_of(library: Library) -> Masker:
    """Return a masker that knows the words of the content and never touches the names of the lexicon."""
    names = [name for names in library.lexicon.by_entity().values() for name in names]
    forms = [form for name in names for form in (name.name, *name.written)]
    protected = {word for form in forms for word in re.findall(r"[\w'’/+-]+", form.lower())}
    coded = [form for form in forms if any(character.isdigit() for character in form)]
    # The names of entries stand in metadata and slots, which are masked like the text.
    coded += [entry.name for entry in library.entries.values() if any(map(str.isdigit, entry.name))]
    named = words_in_capitals(library)
    return Masker(library.personal_data, known_words(library), protected, coded, named, given_names())


def known_words(library: Library) -> set[str]:
    """Return the words of all utterances, answers and facts, in small letters."""
    return {word.lower() for text in _texts(library) for word in WORD.findall(text)}


def words_in_capitals(library: Library) -> set[str]:
    """Return those of them that stand in capitals only, and not because they begin a sentence."""
    small, capitals = set[str](), set[str]()
    for text in _texts(library):
        for found in WORD.finditer(text):
            word = found.group()
            if not word[0].isupper() or word.isupper() or BEGINS.search(text[: found.start()]):
                small.add(word.lower())
            else:
                capitals.add(word.lower())
    return capitals - small


def _texts(library: Library) -> list[str]:
    texts = [utterance.text for entry in library.entries.values() for utterance in entry.utterances]
    texts += [text for entry in library.entries.values() for text in entry.texts.values()]
    return texts + [fact.text for fact in library.facts.values()]
