"""Mask personal data: "my name is Ana, 555-0147" becomes "my name is [name], [phone]".

What has a form (numbers, addresses, dates, codes) is found by its form, names by the words around them.
A general recogniser was measured beside it and found less (docs/decisions/0006). Masking a masked text
changes nothing, and the names of data/lexicon.yml are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from lantern.content.models import PersonalData
from lantern.privacy.structured import NAME, any_of, rules

MOST_NAME_WORDS = 4
# Private characters, which the way in takes out of messages.
FIRST_SHIELD, LAST_SHIELD = 0xE000, 0xF8FF
WORD = r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?"
PARTICLE = r"(?:de|del|la|las|los|van|von|der|den|da|dos|di|el|al|bin|ibn|ben|y|ter|te|le|st|mac|mc|ní|o)"


@dataclass(frozen=True)
class Masked:
    """A text without personal data, and whether there was any."""

    text: str
    found: bool


class Masker:
    """Masks personal data by the words of data/personal_data.yml."""

    def __init__(
        self,
        words: PersonalData,
        known: Collection[str],
        protected: Collection[str],
        coded: Collection[str] = (),
    ) -> None:
        """Build the patterns.

        Args:
            words: The words to go by.
            known: Words that are no names (small letters), such as those of all utterances and answers.
            protected: Words that are never masked (small letters): those of the lexicon.
            coded: Names of the lexicon that look like codes or dates, such as "BRCA 1/2".
        """
        self._no_names = frozenset(words.no_names)
        self._small, self._word_names = frozenset(words.small_words), frozenset(words.word_names)
        self._known = frozenset(known) | self._no_names
        self._protected = frozenset(protected) | self._no_names
        self._person_before, self._person_after = (
            frozenset(words.person_before),
            frozenset(words.person_after),
        )
        self._coded = re.compile(rf"(?<!\w){any_of(coded)}(?!\w)", re.IGNORECASE) if coded else None
        self._rules = [*rules(words), self._names(words)]

    def mask(self, text: str) -> Masked:
        """Return the text with a placeholder for each piece of personal data."""
        masked, shielded = self._shielded(text)
        for rule in self._rules:
            masked = rule(masked)
        masked = self._free_names(masked)
        for place, name in enumerate(shielded):
            masked = masked.replace(chr(FIRST_SHIELD + place), name, 1)
        return Masked(masked, masked != text)

    def _shielded(self, text: str) -> tuple[str, list[str]]:
        """Return the text with a private character for each name that looks like a code, and those names."""
        names: list[str] = []

        def shield(found: re.Match[str]) -> str:
            names.append(found.group())
            return chr(FIRST_SHIELD + len(names) - 1)

        if self._coded is None or any(FIRST_SHIELD <= ord(letter) <= LAST_SHIELD for letter in text):
            return text, names
        return self._coded.sub(shield, text, count=LAST_SHIELD - FIRST_SHIELD), names

    def _names(self, words: PersonalData) -> Callable[[str], str]:
        introduction = any_of([*words.introductions])
        title = any_of([*words.titles])
        relation = rf"(?:my|our|mi|his|her|mis|the|la|el|dear)\s+(?:\w+\s+)?{any_of(words.relations)}"
        called = r"(?:['’]?s\s+name\s+is|\s+is\s+called|\s+called|\s+named|\s+se\s+llama|\s+is)?"
        cue = re.compile(
            rf"(?<![\w\[])(?P<cue>(?P<title>{title})\.?|{relation}{called}|(?P<intro>{introduction}))"
            rf"(?P<gap>[\s,:(\"“–-]+)(?P<rest>(?:{PARTICLE}\s+)?{WORD}(?:\s+(?:{PARTICLE}\s+)*{WORD}){{0,3}})",
            re.IGNORECASE,
        )

        def apply(text: str) -> str:
            place = 0
            while found := cue.search(text, place):
                name = self._name_in(found["rest"], bool(found["title"]), bool(found["intro"]))
                start = found.start("rest")
                if name:
                    text = text[:start] + NAME + text[start + len(name) :]
                    place = start + len(NAME)
                else:
                    place = found.end("gap")
            return text

        return apply

    def _name_in(self, rest: str, title: bool, introduction: bool) -> str:
        """Return the words at the beginning of ``rest`` that are a name; empty if there are none."""
        taken, end = 0, 0
        for found in re.finditer(r"\S+", rest):
            word = found.group().rstrip(".,;:!?")
            if taken and re.fullmatch(PARTICLE, word, re.IGNORECASE) and word.lower() not in ("y", "a"):
                continue
            if not self._may_be_name(word, taken, title, introduction):
                break
            taken += 1
            end = found.start() + len(word)
            if word != found.group() and not found.group().endswith("."):
                break
            if taken == MOST_NAME_WORDS:
                break
        return rest[:end]

    def _may_be_name(self, word: str, taken: int, title: bool, introduction: bool) -> bool:
        plain = re.sub(r"['’]s$", "", word).lower()
        if not re.fullmatch(WORD, word) or plain in self._protected or plain.rstrip(".") in self._protected:
            return False
        capital = word[0].isupper() and not (len(word) > 1 and word.isupper() and plain in self._known)
        if capital and (title or not introduction or taken):
            # "Dr Rose", "my wife Grace": whatever word stands there in capitals is a name.
            return plain not in self._no_names and not (taken and plain in self._small)
        if capital:
            return plain not in self._known or plain in self._word_names
        return plain not in self._known and len(plain) > 2

    def _free_names(self, text: str) -> str:
        """Mask words in capitals that nobody knows where the words around them show a person."""

        def replace(found: re.Match[str]) -> str:
            words = found.group().split()
            plain = [re.sub(r"['’]s$", "", word).lower() for word in words]
            if any(word in self._protected or word in self._known for word in plain):
                return found.group()
            before = re.findall(r"[\w'’]+", text[: found.start()])[-1:]
            after = re.findall(r"[\w'’]+", text[found.end() :])[:1]
            person = (
                len(words) > 1
                or found.group().endswith(("'s", "’s"))
                or any(word.lower() in self._person_after for word in after)
                or any(word.lower() in self._person_before for word in before)
                or (not before and any(VERB.fullmatch(word) for word in after))
            )
            return NAME if person else found.group()

        return CAPITALS.sub(replace, text)


CAPITALS = re.compile(
    r"(?<![\w\[@])[A-ZÀ-Þ][a-zà-ÿ]+(?:['’-][A-ZÀ-Þa-zà-ÿ]+)*(?:\s+[A-ZÀ-Þ][a-zà-ÿ]+(?:['’-][A-ZÀ-Þa-zà-ÿ]+)*){0,3}"
)
# What a person at the beginning of a message does ("Ludmila phoned").
VERB = re.compile(r"[a-z]{2,}(?:ed|[^s]s)|drove|came|sat|ran|wrote|sang|brought|took|slept|fell|held")
