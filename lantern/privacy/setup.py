"""The masker of this content."""

from __future__ import annotations

import re

from lantern.content.library import Library
from lantern.privacy.masking import Masker

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def masker_of(library: Library) -> Masker:
    """Return a masker that knows the words of the content and never touches the names of the lexicon."""
    names = [name for names in library.lexicon.by_entity().values() for name in names]
    forms = [form for name in names for form in (name.name, *name.written)]
    protected = {word for form in forms for word in re.findall(r"[\w'’/+-]+", form.lower())}
    coded = [form for form in forms if any(character.isdigit() for character in form)]
    return Masker(library.personal_data, known_words(library), protected, coded)


def known_words(library: Library) -> set[str]:
    """Return the words of all utterances, answers and facts, in small letters."""
    texts = [utterance.text for entry in library.entries.values() for utterance in entry.utterances]
    texts += [text for entry in library.entries.values() for text in entry.texts.values()]
    texts += [fact.text for fact in library.facts.values()]
    return {word.lower() for text in texts for word in WORD.findall(text)}
