"""Names of persons that a word beside them shows: "my name is …", "Dr …", "…, my brother", "love, …"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial

from lantern.content.personal_words import PersonalData
from lantern.privacy.name_patterns import (
    BEGINS,
    CALLS,
    CLAUSE_ENDS,
    COMMA,
    FINITE,
    FIRST_NAMES,
    JOINED,
    OBJECT,
    ONE_WORD,
    PARTICIPLE,
    PARTICLE,
    PROPER,
    name_patterns,
)
from lantern.privacy.patterns import NAME, UPPER, Rule, any_of
from lantern.privacy.sentence_openings import only_leads

MOST_NAME_WORDS = 4
WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
SHORT_NAME = re.compile(rf"[{UPPER}][a-zß-ſ]{{1,2}}")
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\.?")
# Words of one letter, which are no initials ("the name of a specialist").
LETTERS = ("a", "i", "y", "e", "o")
NO_PARTICLES = ("y", "a")
NEXT_PROPER = re.compile(rf"(?:[ \t]{{1,2}}{PROPER}){{1,3}}")
# "…, mary" and the end of a clause.
LAST_FIRST = re.compile(r"\s{0,2},\s{1,2}(?P<first>[^\W\d_]{3,30})(?!['’-]?\w)")
NEXT_SMALL = re.compile(r"\s{1,2}(?P<word>[a-zß-ÿ]{3,30})(?!['’\w])")
MOST_LETTERS_CUT = 4
LONGEST_SHORT_FORM = 5
CUT_SHORT = ("st", "ma", "mc", "jos", "geo", "chas", "thos")
SPANISH_OWNER = re.compile(r"(?:mi|mis|la|el|nuestr[ao]s?)\s", re.IGNORECASE)
VOWEL = re.compile(r"[aeiouyà-öø-ÿ]")
# Behind which "Underhill III here" goes on.
NO_NAME_BY_ITSELF = ("and", "y", "jr", "sr", "ii", "iii", "iv")
NEXT_IN_CAPITALS = re.compile(rf"\s{{1,2}}[{UPPER}]")
# 'Isolde "Izzy" Marchetti'
NICKNAMED = re.compile(
    rf"(?:{re.escape(NAME)}|(?<!\w){PROPER})\s{{1,2}}[\"“‘']{PROPER}[\"”’'](?:\s{{1,2}}(?:{re.escape(NAME)}|{PROPER}))?"
)
PARTICLES = re.compile(PARTICLE, re.IGNORECASE)


@dataclass(frozen=True)
class Cue:
    """What stands before a name.

    ``sure``: whatever follows is a name. ``many``: a list may follow. ``weak``: so does much else ("I am …").
    ``own``: that of the person who writes, of the weak ones. ``other``: of somebody else, which is said of
    much else too ("she's …"). ``titled``: a title stands there ("Dr. Said").
    """

    sure: bool = False
    many: bool = False
    weak: bool = False
    own: bool = False
    other: bool = False
    titled: bool = False


class Names:
    """Masks the names that a word beside them shows."""

    def __init__(
        self,
        words: PersonalData,
        known: Collection[str],
        protected: Collection[str],
        given: Collection[str] = (),
    ) -> None:
        """Build the patterns.

        Args:
            words: The words to go by.
            known: Words that are no names (small letters).
            protected: Words that are never masked (small letters).
            given: Given names of many languages (small letters).
        """
        self._given, self._figures = frozenset(given), frozenset(words.digit_words)
        self._honorific = re.compile(
            rf"{re.escape(NAME)}\s{any_of(words.honorifics_after)}(?!\w)", re.IGNORECASE
        )
        self._patterns = name_patterns(words)
        self._small, self._protected = frozenset(words.small_words), frozenset(protected)
        self._no_names = frozenset(words.no_names)
        self._never = self._small | self._no_names | self._protected
        self._known, self._word_names = frozenset(known), frozenset(words.word_names)
        # What is a day or a thing as well, and a name in a row of capitals ("Mr. Sunday Akpabio").
        self._titled = (self._given | self._word_names).intersection(self._no_names | self._known)
        self._titled |= frozenset(words.weekdays).union(words.relations, ("titi",))
        self._only_given = self._given.difference(
            self._known, self._never, self._word_names, words.towns, words.states, words.months
        )
        self._given_free = self._given.difference(self._protected, self._no_names)
        # "im donna lynn"; "im sarah may i ask"
        self._double = self._given.difference(self._word_names, self._small, words.months, self._no_names)
        self._whole = self._given | self._word_names
        # "our neighbour Mrs. d'Souza": the title is a cue of its own.
        self._short_titles = frozenset(title for title in words.titles if f"{title}." in words.titles)
        self._own = frozenset(words.own_introductions)

    def rules(self) -> Iterator[Rule]:
        """Yield the rules, in the order in which they have to be applied."""
        yield lambda text: _replaced(text, self._patterns.label, self._labelled)
        yield lambda text: self._patterns.before_relation.sub(self._before_relation, text)
        yield lambda text: self._patterns.before_kin_of.sub(self._before_kin_of, text)
        yield lambda text: _replaced(text, self._patterns.cue, self._after_cue)
        yield lambda text: _replaced(text, self._patterns.kin_of, self._led)
        yield lambda text: _replaced(text, self._patterns.lead, self._led)
        yield lambda text: self._patterns.signed.sub(self._at_the_end, text)
        yield lambda text: self._patterns.dashed.sub(self._at_the_end, text)
        for pattern in (self._patterns.last_line, self._patterns.present, self._patterns.several):
            yield partial(pattern.sub, self._alone)
        yield partial(NICKNAMED.sub, self._nicknamed)
        yield partial(self._honorific.sub, NAME)

    def _alone(self, found: re.Match[str]) -> str:
        """Mask a line, or what says "here", if it is made of names."""
        words = [
            word for word in re.split(r"[\s,&]+", found["name"]) if _plain(word) not in NO_NAME_BY_ITSELF
        ]
        if not words or not all(map(self._is_name_alone, words)):
            return found.group()
        start, end = (place - found.start() for place in found.span("name"))
        return found.group()[:start] + NAME + found.group()[end:]

    def _is_name_alone(self, word: str) -> bool:
        plain = _plain(word)
        if plain in self._never:
            return False
        listed = plain in self._word_names or (plain in self._given and plain not in self._known)
        return (
            listed or (word[0].isupper() and plain not in self._known) or INITIALS.fullmatch(word) is not None
        )

    def _nicknamed(self, found: re.Match[str]) -> str:
        names = [word for word in re.findall(r"[\w'’-]+", found.group()) if word != NAME[1:-1]]
        return found.group() if any(_plain(word) in self._protected for word in names) else NAME

    def _labelled(self, text: str, found: re.Match[str]) -> int:
        """Return where a name ends that stands after "Patient:", its parts perhaps in the order of a list."""
        sure = found["sure"] and not found["asked"]
        end = self._end(text, found.end(), Cue(sure=True) if sure else Cue(weak=True, own=True))
        comma = COMMA.match(text, end) if end > found.end() else None
        first = FIRST_NAMES.match(text, comma.end()) if comma else None
        # "Petrosyan, ANAHIT AGE 49": as far as the names go.
        for word in re.finditer(r"\S+", first.group()) if comma and first else ():
            if _plain(word.group()) in self._never and not INITIALS.fullmatch(word.group()):
                break
            end = comma.end() + word.end() if comma else end
        return end

    def _led(self, text: str, found: re.Match[str]) -> int:
        return self._end(text, found.end(), Cue(weak=True))

    def _after_cue(self, text: str, found: re.Match[str]) -> int:
        weak, misspelt = found["weak"], bool(found["misspelt"])
        own, other = misspelt or (weak or "").lower() in self._own, bool(found["others"])
        cue = Cue(bool(found["sure"]), bool(found["many"]), bool(weak) or misspelt or other, own, other)
        if found["related"] and SPANISH_OWNER.match(found["related"]):
            # "mi mamá regaló": a verb follows as often, and most names are listed.
            cue = Cue(other=True)
        elif found["other"] and not found["related"]:
            cue = Cue(titled=True)
        end = self._end(text, found.end(), cue)
        # "i'm o'shea, mary": the last name first, if a name follows that is nothing else.
        following = LAST_FIRST.match(text, end) if end > found.end() and (cue.own or cue.sure) else None
        if following and _plain(following["first"]) in self._only_given:
            return following.end()
        return end

    def _before_kin_of(self, found: re.Match[str]) -> str:
        """Mask "tito boy" in "this is tito boy husband of …"."""
        words = found["name"].split()
        if self._is_any(found["name"], self._never) or all(_plain(word) in self._known for word in words):
            return found.group()
        return found.group()[: found.start("name") - found.start()] + NAME

    def _before_is_name(self, found: re.Match[str]) -> str:
        """Mask the last word before "is my name", and those before it that may be names."""
        words = list(re.finditer(r"\S+", found.group()))
        first = len(words)
        while first:
            word = words[first - 1].group()
            plain = _plain(word)
            if plain in self._never and (first == len(words) or plain not in self._titled):
                break
            named = plain not in self._known or plain in self._word_names or plain in self._titled
            if first < len(words) and not (named and (word[0].isupper() or plain not in self._known)):
                break
            first -= 1
        return found.group() if first == len(words) else found.group()[: words[first].start()] + NAME

    def _before_relation(self, found: re.Match[str]) -> str:
        name = found.group()
        if found["any"]:
            return self._before_is_name(found)
        if self._is_any(name, self._never):
            return name
        if found["capital"]:
            # "Will my wife …" asks; "Hope, my wife, …" names.
            apart = found.string[found.end() : found.end() + 3].lstrip()[:1] in (",", "(", "–")
            if not self._is_any(name, self._whole) and only_leads(found, apart):
                return name
            known = self._known - self._word_names if apart else self._known
            if self._is_any(name, known) or name.endswith("ly"):
                return name
        return NAME

    def _at_the_end(self, found: re.Match[str]) -> str:
        """Mask who signs; without a comma, and in small letters, only what is no known word."""
        words = found["name"].split()
        # "van" is a particle, if a name in capitals stands before it.
        words = [word for word in words if word == words[0] or not PARTICLES.fullmatch(word)]
        if any(_plain(word) in self._never for word in words):
            return found.group()
        strange = [_plain(word) not in self._known or _plain(word) in self._word_names for word in words]
        capitals = all(word[0].isupper() for word in words)
        comma = bool(found["comma"])
        if "inside" in found.re.groupindex and found["inside"] is not None:
            # "Best, Anneliese. Forgot to say …"; but "Thanks, Herceptin. It …"
            if not (comma and capitals and all(strange) and len(words) < MOST_NAME_WORDS):
                return found.group()
        elif not (all(strange) and comma if not capitals else any(strange) or comma):
            return found.group()
        start, end = (place - found.start() for place in found.span("name"))
        return found.group()[:start] + NAME + found.group()[end:]

    def _end(self, text: str, start: int, cue: Cue) -> int:
        """Return where the name ends that begins at ``start``; ``start`` itself if there is none."""
        end = start + self._length(text, start, cue)
        while cue.many and end > start and (joined := JOINED.match(text, end)):
            following = ONE_WORD.match(text, joined.end())
            if not following or not self._goes_on(following.group()):
                break
            length = self._length(text, joined.end(), Cue(many=True))
            if not length:
                break
            end = joined.end() + length
        return end

    def _goes_on(self, word: str) -> bool:
        """Say whether a word after "and" is one more name of a list."""
        return _plain(word) not in self._never and (word[0].isupper() or _plain(word) not in self._known)

    def _length(self, text: str, start: int, cue: Cue) -> int:
        """Return how long the name is that begins at ``start``; 0 if there is none."""
        rest = BEGINS.match(text, start)
        taken, end, capitals = 0, 0, True
        for found in re.finditer(r"\S+", rest.group() if rest else ""):
            word = found.group().rstrip(".,;:!?")
            if not taken and INITIALS.fullmatch(found.group()):
                # "Dr. J. Brandvold", "my name is J Brandvold".
                if found.group() in LETTERS:
                    break
                continue
            after = start + found.start() + len(word)
            short = not taken and _is_short_name(word, cue, text, after)
            if PARTICLES.fullmatch(word) and word.lower() not in NO_PARTICLES and not short:
                continue
            # Two words in capitals are a whole name: what follows in small letters is told of them.
            if taken > 1 and capitals and word[0].islower() and not cue.sure:
                break
            if not self._may_be_name(word, taken, cue, text, after):
                break
            capitals = capitals and word[0].isupper()
            taken += 1
            end = found.start() + len(word)
            if word != found.group() and not self._is_cut_short(found.group(), rest, found.end()):
                break
            if taken == MOST_NAME_WORDS:
                break
        return end

    def _is_cut_short(self, word: str, rest: re.Match[str] | None, end: int) -> bool:
        """Say whether the dot after a word ends no sentence: "Ma. Teresa", but not "Bonneville. Blurred"."""
        following = rest.group()[end:].lstrip()[:1] if rest else ""
        plain = _plain(word)
        # "Th." is cut short; "It's Wu. Plain." is not.
        short = len(plain) <= MOST_LETTERS_CUT and not VOWEL.search(plain) and plain not in self._whole
        return word.endswith(".") and (plain in CUT_SHORT or (short and following.isupper()))

    def _begins_row(self, word: str, plain: str, text: str, after: int) -> bool:
        """Say whether a known word that may be a name stands before an unknown one: "Sunday Akpabio"."""
        following = NEXT_PROPER.match(text, after) if word[:1].isupper() else None
        if not following or plain not in self._titled:
            return False
        row = [_plain(part) for part in following.group().split()]
        return not any(part in self._protected for part in row) and any(p not in self._known for p in row)

    def _may_be_name(self, word: str, taken: int, cue: Cue, text: str, after: int) -> bool:
        plain = _plain(word)
        if taken and plain in self._figures and word[0].isupper() and NEXT_IN_CAPITALS.match(text, after):
            # "Kathleen Two Rivers"
            return True
        if not taken and WORD.fullmatch(word) and self._begins_row(word, plain, text, after):
            return True
        if not taken and _is_short_name(word, cue, text, after):
            return True
        if not taken and not cue.sure and plain in self._short_titles:
            return False
        if cue.titled and not taken and word.istitle() and plain in self._given_free:
            # "Dr. Said called"
            return True
        if not WORD.fullmatch(word) or plain in self._protected or plain.rstrip(".") in self._protected:
            return False
        if plain.partition("-")[0] in self._no_names:
            return False
        if plain in self._small:
            return False
        if not taken and (cue.weak or cue.other) and not self._is_likely(word, plain, cue, text):
            return False
        if cue.sure and not taken:
            # "My name is mark": whatever word stands there is a name.
            return True
        if word[0].isupper() and not (len(word) > 1 and word.isupper() and plain in self._known):
            return not cue.weak or bool(taken) or self._is_name_after_weak(plain, cue, text, after)
        if not taken and plain not in self._given and PARTICIPLE.fullmatch(plain):
            return False
        if plain in self._word_names and not taken and cue.own:
            following = NEXT_SMALL.match(text, after)
            double = following is not None and following["word"] in self._double
            return double or CLAUSE_ENDS.match(text, after) is not None
        if plain in self._word_names and taken and cue.sure:
            return True
        if taken == 1 and cue.own and plain in self._double:
            return True
        if plain in self._word_names and not taken and not cue.weak and FINITE.match(text, after):
            return True
        least = 1 if cue.titled and not taken else 2
        return plain not in self._known and len(plain) > least and (cue.sure or not OBJECT.match(text, after))

    def _is_likely(self, word: str, plain: str, cue: Cue, text: str) -> bool:
        """Say whether a word may be a name after a weak cue; "she's dribbling" and "it is OPD" tell none."""
        if plain in self._given or plain in self._word_names:
            return True
        if word[0].islower():
            return not cue.other and not PARTICIPLE.fullmatch(plain)
        shouted = len(word) > 1 and word.isupper()
        return (
            cue.own or not shouted or (not cue.other and (len(word) > LONGEST_SHORT_FORM or text.isupper()))
        )

    def _is_name_after_weak(self, plain: str, cue: Cue, text: str, after: int) -> bool:
        """Say whether a word in capitals is a name after "I am", "thanks" and the like."""
        if plain in self._word_names:
            return cue.own or CLAUSE_ENDS.match(text, after) is not None
        return plain not in self._known or CALLS.match(text, after) is not None

    @staticmethod
    def _is_any(name: str, words: Collection[str]) -> bool:
        return any(_plain(word) in words for word in name.split())


def _is_short_name(word: str, cue: Cue, text: str, after: int) -> bool:
    """Say whether a small word is a name: "This is Al, …", "i'm An, from …"."""
    if not cue.own or not SHORT_NAME.fullmatch(word):
        return False
    # "I'm Ng Wei Ling"
    row = VOWEL.search(word.lower()) is None and NEXT_PROPER.match(text, after) is not None
    return row or CLAUSE_ENDS.match(text, after) is not None


def _plain(word: str) -> str:
    word = word.rstrip(".,;:!?")
    return (word[:-2] if word.endswith(("'s", "’s")) else word).lower()


def _replaced(text: str, cue: re.Pattern[str], end_of: Callable[[str, re.Match[str]], int]) -> str:
    """Return the text with a placeholder for what stands between each cue and the end of its name."""
    parts: list[str] = []
    place = search = 0
    while found := cue.search(text, search):
        end = end_of(text, found)
        if end > found.end():
            parts += [text[place : found.end()], NAME]
            place = search = end
        else:
            search = max(found.end(), search + 1)
    return "".join((*parts, text[place:]))
