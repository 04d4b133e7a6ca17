"""Names that stand free: words in capitals that nobody knows, and the words around them show a person."""

from __future__ import annotations

import re
from collections.abc import Collection

from lantern.content.personal_words import PersonalData
from lantern.privacy.patterns import NAME, UPPER, any_of

# How far around a name it is looked.
AROUND = 60
# A given name in small letters has to be so long: shorter ones are slips of the hand as often.
FEWEST_SMALL_LETTERS = 5
WORD = rf"[{UPPER}](?:(?![{UPPER}])[^\W\d_]){{1,30}}(?:['’-][^\W\d_]{{1,30}}){{0,3}}"
CAPITALS = re.compile(rf"(?<![\w\[@]){WORD}(?:\s{{1,3}}{WORD}){{0,3}}(?!\w)")
JOINED = re.compile(
    rf"(?<![\w\[@])(?P<before>{WORD})(?=\s{{1,2}}(?:and|&|y)\s{{1,2}}{re.escape(NAME)})"
    rf"|{re.escape(NAME)}\s{{1,2}}(?:and|&|y)\s{{1,2}}(?P<after>{WORD})(?!\w)"
)
SMALL = re.compile(r"(?<![\w\[@.'’/-])[^\W\d_]{5,30}(?![\w@]|[./'’-]\w)")
# What a person at the beginning of a message does ("Ludmila phoned").
VERB_ENDING = re.compile(r"[a-z]{2,}(?:ed|[^s]s)")
# "Ning-ning"
DOUBLED = re.compile(rf"(?<![\w\[@])(?P<half>(?-i:[{UPPER}])[^\W\d_]{{2,8}})-(?i:(?P=half))(?!\w)")
# "Ward 7"
NUMBERED = re.compile(r"\s?\d")
INSIDE = ("in", "near", "at")
JOINED_AFTER = re.compile(rf"\s{{1,2}}(?:and|&|y)\s{{1,2}}{re.escape(NAME)}")
# "Nkechi & Obi"
ANOTHER = re.compile(rf"\s{{1,2}}(?:and|&|y)\s{{1,2}}(?P<word>{WORD})(?!\w)")
NEXT = re.compile(r"[^\w'’]{0,10}(?P<word>[\w'’]{1,40})")
# Before the first word of a sentence, which has its capital for that.
BEGINS = re.compile(r"(?:^|[.?!:\n¿¡])[\s\"'“(*-]*$")


class FreeNames:
    """Masks names without a cue."""

    def __init__(
        self,
        words: PersonalData,
        known: Collection[str],
        protected: Collection[str],
        given: Collection[str],
        named: Collection[str],
    ) -> None:
        """Keep the words.

        Args:
            words: The words to go by.
            known: Words that are no names (small letters).
            protected: Words that are never masked (small letters).
            given: Given names of many languages (small letters).
            named: Those of the known words that are only ever written in capitals.
        """
        around = (*words.small_words, *words.closings, *words.introductions, *words.numbers, *words.labels)
        small = frozenset(around).difference(words.word_names, words.relations)
        self._known, self._protected = frozenset(known) | small, frozenset(protected)
        self._given = frozenset(given).difference(words.towns, words.states, words.no_names, words.months)
        self._things = frozenset(words.things_after)
        self._no_deeds = frozenset(words.deeds_of_things)
        self._deeds_of_drugs = self._no_deeds.union(words.deeds_of_drugs)
        self._deeds_of_people = frozenset(words.deeds_of_people)
        self._brought = re.compile(
            rf"(?<!\w){any_of(words.brought)}\s(?P<name>{WORD})(?=\s{any_of(words.brought_to)}(?!\w))"
        )
        months = any_of(month.capitalize() for month in {*words.months} & {*words.word_names})
        self._month = re.compile(
            rf"(?<!\w)(?i:{any_of(words.told)})\s(?P<name>{months})(?!\w|\s(?:\d|of\s\d))"
        )
        # "txt kev on …": after such a word a short name is one in small letters, too.
        self._told = re.compile(
            rf"(?<!\w){any_of((*words.told, *words.messaged))}\s(?P<name>[a-zß-ÿ]{{3,20}})(?!['’\w])"
        )
        self._placed = frozenset(words.places_after)
        self._no_words = frozenset(words.word_names)
        self._alike = (
            frozenset(words.word_names)
            .union(frozenset(named) & self._given)
            .difference(words.towns, words.states, words.months)
        )
        self._relations = frozenset(words.relations)
        self._always_capital = self._alike.difference(words.word_names, words.no_names, words.small_words)
        self._before, self._after = frozenset(words.person_before), frozenset(words.person_after)

    def rule(self, text: str) -> str:
        """Return the text with a placeholder for each name."""
        text = self._month.sub(self._named, text)
        text = self._brought.sub(self._named, text)
        text = self._told.sub(self._told_name, text)
        text = DOUBLED.sub(self._doubled, text)
        text = CAPITALS.sub(self._capitals, text)
        text = SMALL.sub(self._small, text)
        return JOINED.sub(self._joined, text)

    def _named(self, found: re.Match[str]) -> str:
        """Mask who is told something or brought along: "told April", "took Kwabie to …"."""
        word = _plain(found["name"])
        if found.re is self._brought and (word in self._known or word in self._protected):
            return found.group()
        return found.group()[: found.start("name") - found.start()] + NAME

    def _told_name(self, found: re.Match[str]) -> str:
        word = found["name"]
        if (
            word not in self._given
            or word in self._known
            or word in self._protected
            or word in self._no_words
        ):
            return found.group()
        return found.group()[: found.start("name") - found.start()] + NAME

    def _doubled(self, found: re.Match[str]) -> str:
        return found.group() if found["half"].lower() in self._known else NAME

    def _acts(self, word: str) -> bool:
        """Say whether a word tells what somebody did."""
        return word in self._deeds_of_people or VERB_ENDING.fullmatch(word) is not None

    def _joined(self, found: re.Match[str]) -> str:
        """Mask who is named beside another: "[name] & Piaras"."""
        word = found["before"] or found["after"]
        if _plain(word) in self._known or _plain(word) in self._protected:
            return found.group()
        return found.group().replace(word, NAME)

    def _small(self, found: re.Match[str]) -> str:
        word = found.group().lower()
        if (
            word not in self._given
            or (word in self._known and not self._is_kin(found))
            or word in self._protected
            or word in self._no_words
            or self._names_a_thing(found.string, found.end())
        ):
            return found.group()
        return NAME

    def _is_kin(self, found: re.Match[str]) -> bool:
        """Say whether a name that the content has only in capitals stands after "mum", in small letters."""
        word = found.group()
        return word in self._always_capital and _word_before(found.string, found.start()) in self._relations

    def _capitals(self, found: re.Match[str]) -> str:
        """Mask the name in a row of capitals, without the known words at its ends ("Could Obiageli")."""
        words = list(re.finditer(r"\S+", found.group()))
        plain = [_plain(word.group()) for word in words]
        if any(word in self._protected for word in plain):
            return found.group()
        first, last = 0, len(words)
        while first < last and plain[first] in self._known:
            first += 1
        while last > first and plain[last - 1] in self._known:
            last -= 1
        if first == last:
            return self._alike_word(found, words, plain)
        if any(word in self._known for word in plain[first:last]):
            return found.group()
        start, end = words[first].start(), words[last - 1].end()
        if not self._is_person(found.string, found.start() + start, found.start() + end, plain[first:last]):
            return found.group()
        return found.group()[:start] + NAME + found.group()[end:]

    def _is_person(self, text: str, start: int, end: int, plain: list[str]) -> bool:
        following = NEXT.match(text, end)
        # "Mobile: [phone]" labels what follows.
        after = following["word"] if following and text[end] != ":" else ""
        if len(plain) == 1 and self._names_a_thing(text, end):
            return False
        if len(plain) > 1 or self._is_given(text[start:end]) or text[start:end].endswith(("'s", "’s")):
            return True
        before = _word_before(text, start).lower()
        # "My aunt in Beirut takes it."
        if after.lower() in self._after and before not in INSIDE:
            return True
        if self._stands_beside_another(text, end):
            return True
        acts = self._acts(after) and after not in self._deeds_of_drugs
        return before in self._before or (acts and before not in self._placed)

    def _is_given(self, word: str) -> bool:
        """Say whether a word is a given name, or made of one ("Eva-Marit"); "First-line" is not."""
        parts = (
            [_plain(word)]
            if word.count("-") != 1
            else [_plain(word), *map(str.lower, re.findall(rf"[{UPPER}]\w+", word))]
        )
        return any(part in self._given and part not in self._known for part in parts)

    def _stands_beside_another(self, text: str, end: int) -> bool:
        """Say whether one more name without a cue follows ("Nkechi & Obi")."""
        following = ANOTHER.match(text, end)
        word = _plain(following["word"]) if following else ""
        return bool(word) and word not in self._known and word not in self._protected

    def _names_a_thing(self, text: str, end: int) -> bool:
        following = NEXT.match(text, end)
        return following is not None and following["word"].lower() in self._things

    def _alike_word(self, found: re.Match[str], words: list[re.Match[str]], plain: list[str]) -> str:
        """Mask "Hope" in "I think Hope is giving up"; where a sentence begins, only if she does something."""
        last = words[-1]
        if plain[-1] not in self._alike or NUMBERED.match(found.string, found.end()):
            return found.group()
        text, start, end = found.string, found.start() + last.start(), found.end()
        after = NEXT.match(text, end)
        acts = bool(after and self._acts(after["word"]) and after["word"] not in self._no_deeds)
        acts = acts or JOINED_AFTER.match(text, end) is not None
        before = text[max(0, start - AROUND) : start]
        begins = len(words) == 1 and BEGINS.search(before)
        last_word = _word_before(text, start)
        # "San Juan phoned", "my brother in Cleveland swears"
        beside = len(words) > 1 or last_word.lower() in INSIDE
        if (beside or not acts) and (last_word.lower() in self._placed or last_word[:1].isupper()):
            return found.group()
        if not (acts or (not begins and text[end : end + 1] != "-" and not text[start:end].isupper())):
            return found.group()
        if not begins and not acts and plain[-1] in self._known and len(words) > 1:
            return found.group()
        return found.group()[: last.start()] + NAME


def _word_before(text: str, end: int) -> str:
    """Return the word that ends nearest before a place; "" if there is none nearby."""
    least = max(0, end - AROUND)
    while end > least and not (text[end - 1].isalnum() or text[end - 1] in "'’_"):
        end -= 1
    start = end
    while start > least and (text[start - 1].isalnum() or text[start - 1] in "'’_"):
        start -= 1
    return text[start:end]


def _plain(word: str) -> str:
    return (word[:-2] if word.endswith(("'s", "’s")) else word).lower()
