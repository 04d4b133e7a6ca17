"""What stands beside a masked name and belongs to it: "[name] van der Zwaluw", "[name] III"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import partial

from lantern.content.personal_words import PersonalData
from lantern.privacy.name_patterns import PARTICIPLE, PROPER
from lantern.privacy.patterns import NAME, UPPER, Rule, any_of

MASKED = re.escape(NAME)
# Before a last name; "y" and "de" join much else, so what follows them has to be a stranger, too.
PARTICLE = (
    r"(?i:van|von|vander|vom|zu|zum|der|den|de|del|della|di|da|dos|das|du|des|la|las|los|le|el|al|bin|binti|binte|bint|bte|ibn"
    r"|ben|bat|abu|umm|ter|ten|te|st\.?|mac|mc|ní|nic|(?-i:[OÓ])|ap|ab|ferch|s/o|d/o|a/l|a/p|oglu|oğlu|kızı)"
)
INITIAL = rf"[{UPPER}]\.?"
GOES_ON = re.compile(
    rf"{MASKED}(?P<more>(?:[ \t](?:{PARTICLE}|{INITIAL})){{0,3}}[ \t](?P<word>{PROPER}))(?![\w:])"
)
ROW = re.compile(rf"(?<![\w\[])(?P<first>{PROPER})(?:[ \t]{PARTICLE}){{1,3}}[ \t](?P<word>{PROPER})(?![\w:])")
# "[name] bin [name]", "Umm [name]"
JOINED = re.compile(
    rf"{MASKED}(?:[ \t]{PARTICLE}){{1,3}}[ \t]{MASKED}"
    rf"|(?<!\w)(?:Umm|Um|Abu|Abou|Ibn|Bin|Van|Von|Mac|Mc|Ó|Ní|Ould|Ait|Bint|Binti)[ \t]{MASKED}"
)
AND = r"[ \t](?:and|&|y)[ \t]"
LIST = (
    rf"(?:^|(?<=\n))(?P<last>{PROPER})(?<!ly)(?=,[ \t]{MASKED}[ \t]?(?:[(,;.]|$))"
    rf"|(?:(?<={MASKED}, )|(?<={MASKED} , ))(?P<middle>{PROPER})(?=\s?[,&]|\s(?:and|y)\b|\s?$)"
    rf"|(?<![\w\[])(?P<first>{PROPER})(?=(?:,[ \t]{PROPER}){{0,3}}(?:,[ \t]|,?{AND}){MASKED},?{AND})"
)


class NameRows:
    """Masks what goes on with a name, or with a list of them."""

    def __init__(
        self,
        words: PersonalData,
        known: Collection[str],
        protected: Collection[str],
        given: Collection[str] = (),
    ) -> None:
        """Keep the words.

        Args:
            words: The words to go by.
            known: Words that are no names (small letters).
            protected: Words that are never masked (small letters).
            given: Given names of many languages (small letters).
        """
        self._given = frozenset(given).difference(protected)
        leading = (*words.leads, *words.labels, *words.weak_labels, *words.introductions)
        self._never = frozenset(
            (*known, *protected, *words.small_words, *words.no_names, *words.things_after, *leading)
        )
        self._titles = frozenset(
            title.rstrip(".")
            for title in (*words.titles, *words.titles_of_many, *words.relations, *words.months)
        )
        self._suffix = re.compile(rf"{MASKED},?[ \t]{any_of(words.suffixes)}(?!\w)\.?", re.IGNORECASE)
        self._before = re.compile(
            rf"(?<![\w\[])(?P<word>(?:[{UPPER}][a-zß-ſ]{{0,11}}\.|{PROPER}))"
            rf"(?:[ \t](?:{INITIAL}|{PARTICLE})){{0,3}}[ \t]{MASKED}"
        )
        self._list = re.compile(LIST)
        # "mum [name] crosthwaite": the last name in small letters, too.
        self._last = re.compile(
            rf"(?<!\w)(?P<kin>{any_of(words.relations)}[ \t]{MASKED})"
            r"[ \t](?P<word>[a-zß-ÿ]{4,30})(?!['’\w])",
            re.IGNORECASE,
        )

    def whole(self) -> Iterator[Rule]:
        """Yield the rule for whole names with particles, before anything masks a part of them."""
        yield partial(ROW.sub, self._row)

    def rules(self) -> Iterator[Rule]:
        """Yield the rules, in the order in which they have to be applied."""
        yield partial(JOINED.sub, NAME)
        yield partial(GOES_ON.sub, self._merged)
        yield partial(self._suffix.sub, NAME)
        yield partial(self._before.sub, self._merged)
        yield partial(self._last.sub, self._surname)
        yield partial(self._list.sub, self._listed)

    def _merged(self, found: re.Match[str]) -> str:
        return NAME if self._strange(found["word"]) else found.group()

    def _row(self, found: re.Match[str]) -> str:
        """Mask "Oona Ní Dhuill", also if the content has an Oona."""
        first = found["first"].lower()
        named = first in self._given or self._strange(first)
        return NAME if named and self._strange(found["word"]) else found.group()

    def _surname(self, found: re.Match[str]) -> str:
        strange = self._strange(found["word"]) and not PARTICIPLE.fullmatch(found["word"].lower())
        return found["kin"] if strange else found.group()

    def _listed(self, found: re.Match[str]) -> str:
        return NAME if self._strange(found.group()) else found.group()

    def _strange(self, word: str) -> bool:
        plain = word.lower().rstrip(".")
        plain = plain[:-2] if plain.endswith(("'s", "’s")) else plain
        return plain not in self._never and plain not in self._titles
