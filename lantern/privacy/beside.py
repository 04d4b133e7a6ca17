"""What stands beside a piece of an address and belongs to it: house names, towns, states, flats.

Nobody can list the towns of the world; but between the commas around a street or a postcode hardly anything
else stands. So what was found is grown, piece by piece, as long as the pieces look like parts of an address.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lantern.content.personal_words import PersonalData
from lantern.privacy.patterns import ADDRESS, DATE, NUMBER, PHONE, UPPER, any_of

# A message made of commas is not walked through to its end.
MOST_PIECES = 6
MOST_WORDS = 6
MOST_CHARACTERS = 60
# Fewer digits than this that stand alone between commas may be an age.
FEWEST_DIGITS_ALONE = 3

WORD = re.compile(r"[^\s,;:!?()\[\]\"“”]+|\[[a-z]+\]")
# What ends a sentence (the dot of "Co." and of "C.P." does not), or is a dose, which is shielded by a
# private character.
STOP = re.compile(
    r"[;:!?()\n\"“”\ue000-\uf8ff]|(?<![ .][^\W\d_])(?<![ .][^\W\d_]{2})(?<![ .][^\W\d_]{3})"
    r"(?<!dpto)(?<!apto)(?<!brgy)(?<!dist)\.(?=\s(?!(?:[oed]g|stock|etage)\b)|$)|\s[-–]\s",
    re.IGNORECASE,
)
STOP_OR_COMMA = re.compile(f"{STOP.pattern}|,|//", re.IGNORECASE)
COMMA_AT_END = re.compile(r"\s{0,2},\s{0,2}$")
COMMA = re.compile(r"\s{0,2}(?:,|//)\s{0,2}(?:[-–]\s)?")
CODE = re.compile(r"(?=\w*\d)[\w/#-]+\.?")
# "Cnoc na hAille"
CAPITAL = re.compile(rf"(?:[bdghmnt]{{1,2}}-?(?=[{UPPER}][a-zß-ÿ]{{3}}))?[{UPPER}][\w'’.-]*")
SHORT = re.compile(rf"[{UPPER}][^\W\d_]{{1,4}}\.")
LETTER = re.compile(r"\s{0,2}[\"“”'][A-Za-z][\"“”'](?!\w)")
HOUSE = re.compile(r"\d{1,5}[A-Za-z]?")
SIGNS = re.compile(r"#|&|-|–|n[º°]")
PLACES = (ADDRESS, NUMBER, PHONE, DATE)


class Beside:
    """Grows the addresses that were found, and finds those that a word before them shows."""

    def __init__(self, words: PersonalData, known: Collection[str], protected: Collection[str]) -> None:
        """Build the patterns.

        Args:
            words: The words to go by.
            known: Words that are no towns, if written in small letters.
            protected: Words that are never masked.
        """
        self._never = frozenset(protected) | frozenset(words.small_words) | frozenset(words.no_names)
        self._never |= frozenset(words.relations) - {"pa", "ma", "la"}
        self._never -= {"black", "white", *words.units_of_address, "cross"}
        self._protected = frozenset(protected)
        self._known = frozenset(known)
        self._particles = frozenset(words.address_particles)
        self._units = frozenset(words.units_of_address)
        self._places = frozenset(
            (
                *words.towns,
                *(state for state in words.states if len(state) > 2),
                *words.streets,
                *words.buildings,
            )
        )
        self._streets = frozenset((*words.streets, *words.buildings))
        self._sure_streets = frozenset(words.sure_streets)
        self._states = frozenset((*words.states, *words.provinces))
        cue, label = any_of(words.address_cues), any_of(words.address_labels)
        self._cue = re.compile(rf"(?<![\w\[])(?:{cue}\s{{0,2}}:?|{label}\s{{0,2}}:)\s{{1,3}}", re.IGNORECASE)
        at = r"(?<!\w)(?:at|in|to|from|near|of|en|a|na)"
        self._before = re.compile(rf"(?:{cue}|{label}\s{{0,2}}:?|{at})\s{{0,3}}$", re.IGNORECASE)

    def rule(self, text: str) -> str:
        """Return the text with whole addresses for the pieces of them."""
        return self._grown(self._shown(text))

    def _shown(self, text: str) -> str:
        """Mask what a cue shows to be an address: with a number or a street, or of several pieces."""
        parts: list[str] = []
        place = 0
        for cue in self._cue.finditer(text):
            if cue.start() < place:
                continue
            end, pieces, sure = self._right(text, cue.end(), first=True)
            labelled = cue.group().rstrip().endswith(":")
            if end == cue.end():
                end, sure = self._in_small_letters(text, cue.end())
            if end > cue.end() and (sure or labelled or pieces > 1):
                parts += [text[place : cue.end()], ADDRESS]
                place = end
        return "".join((*parts, text[place:]))

    def _in_small_letters(self, text: str, start: int) -> tuple[int, bool]:
        """Return where "the old vicarage, church lane, ambleside" ends; one piece is a street."""
        stop = STOP.search(text, start, start + 3 * MOST_CHARACTERS)
        rest = text[start : stop.start() if stop else start + 3 * MOST_CHARACTERS]
        end, street, pieces = start, False, 0
        for found in re.finditer(r"[^,]+", rest):
            words = [word.lower() for word in WORD.findall(found.group())]
            if words[:1] == ["the"]:
                del words[0]
            if not words or len(words) > 3 or any(word in self._never for word in words):
                break
            end, pieces = start + len(rest[: found.end()].rstrip()), pieces + 1
            street = street or (len(words) > 1 and words[-1] in self._sure_streets)
        return (end, True) if street and pieces > 1 else (start, False)

    def _grown(self, text: str) -> str:
        parts: list[str] = []
        place = 0
        for found in re.finditer(re.escape(ADDRESS), text):
            if found.start() < place:
                continue
            start = self._left(text, place, found.start())
            letter = LETTER.match(text, found.end())
            end, _, _ = self._right(text, letter.end() if letter else found.end(), first=False)
            parts += [text[place:start], ADDRESS]
            place = end
        return "".join((*parts, text[place:]))

    def _right(self, text: str, start: int, *, first: bool) -> tuple[int, int, bool]:
        """Return where the address ends that goes on at ``start``, its pieces, and if it is sure."""
        end, pieces, sure = start, 0, False
        at = start
        for _ in range(MOST_PIECES):
            comma = COMMA.match(text, at) if pieces or not first else None
            if pieces and not comma:
                break
            at = comma.end() if comma else at
            stop = STOP_OR_COMMA.search(text, at, at + MOST_CHARACTERS)
            limit = stop.start() if stop else min(at + MOST_CHARACTERS, len(text))
            words = list(WORD.finditer(text, at, limit))[:MOST_WORDS]
            apart = comma is not None or (first and not pieces)
            taken = self._taken([word.group() for word in words], apart, limit, text)
            if not taken:
                break
            piece = [word.group() for word in words[:taken]]
            sure = sure or self._sure(piece)
            end = at = words[taken - 1].end()
            pieces += 1
            if taken < len(words):
                break
        return end, pieces, sure

    def _sure(self, piece: list[str]) -> bool:
        plain = [word.lower().rstrip(".") for word in piece]
        return (
            ADDRESS in piece
            or (
                len(piece) > 1
                and any(CODE.fullmatch(word) for word in piece)
                and any(map(self._strange, piece))
            )
            or (len(piece) > 1 and plain[-1] in self._streets)
        )

    def _strange(self, word: str) -> bool:
        """Say whether a word is unknown to the content, or cut short ("Mor.")."""
        return word[:1].isalpha() and (
            word.lower().rstrip(".") not in self._known or SHORT.fullmatch(word) is not None
        )

    def _taken(self, words: list[str], comma: bool, limit: int, text: str) -> int:
        """Return how many of the words belong to an address: all up to the next comma, or the first ones."""
        if not words:
            return 0
        plain = [word.lower().rstrip(".") for word in words]
        count = 0
        while count < len(words) and self._fits(words, count):
            count += 1
        while count and plain[count - 1] in self._particles and not words[count - 1][0].isupper():
            count -= 1
        if not count:
            whole = comma and len(words) <= 3 and not any(word in self._never for word in plain)
            ended = limit >= len(text) or text[limit] in ",.;!?)\n:"
            strange = all(word not in self._known or word in self._places for word in plain)
            return len(words) if whole and ended and (strange or plain[-1] in self._streets) else 0
        taken = words[:count]
        alone = all(CODE.fullmatch(word) for word in taken)
        if alone:
            digits = sum(letter.isdigit() for letter in "".join(taken))
            lettered = any(letter.isalpha() for letter in "".join(taken))
            return (
                count
                if count == len(words) and (digits >= FEWEST_DIGITS_ALONE or (lettered and comma))
                else 0
            )
        if count == len(words) and comma:
            return count
        # "…, Dublin and I want", "… Portland please": what goes on is a sentence; it has to be no known word.
        if all(
            self._strange(word)
            or plain[place] in self._places
            or CODE.fullmatch(word)
            or word in PLACES
            or plain[place] in self._units
            or plain[place] in self._particles
            or (plain[place] in self._states and word.isupper())
            or (place and plain[place - 1] in ("co", "county"))
            or (place and plain[place - 1] in self._units and len(word) == 1)
            for place, word in enumerate(taken)
        ):
            return count
        return 0

    def _fits(self, words: list[str], place: int) -> bool:
        word, plain = words[place], words[place].lower().rstrip(".")
        if word in PLACES:
            return True
        following = words[place + 1] if place + 1 < len(words) else ""
        if CODE.fullmatch(word):
            return plain.isdigit() or plain not in self._protected
        if plain in self._units:
            return (
                bool(
                    following
                    and (
                        CODE.fullmatch(following)
                        or len(following.strip("\"'")) == 1
                        or following[0].isupper()
                    )
                )
                or word[0].isupper()
            )
        if plain in self._streets and plain not in self._protected:
            return word[0].isupper() or place > 0 or not following
        if SIGNS.fullmatch(word) or (plain in self._particles and not word[0].isupper()):
            return bool(following and CAPITAL.match(following) and self._fits(words, place + 1))
        if plain in self._states and word.isupper():
            return True
        if plain in self._never or plain.partition("'")[0] in self._never:
            # "The Old Forge", "La Flora"
            return (
                plain in self._particles | {"the"}
                and bool(following)
                and bool(CAPITAL.match(following))
                and following.lower() not in self._never
            )
        if CAPITAL.fullmatch(word):
            return True
        # "[address] portland oregon [number]"
        near = words[place + 1 : place + 3]
        return (
            plain in self._places or any(word in PLACES or word.lower() in self._places for word in near)
        ) and plain not in self._known - self._places

    def _left(self, text: str, least: int, end: int) -> int:
        """Return where the address begins that was found at ``end``."""
        start = end
        for _ in range(MOST_PIECES):
            begin = max(least, start - MOST_CHARACTERS)
            before = text[begin:start]
            comma = COMMA_AT_END.search(before)
            if not comma and start != end:
                break
            body = before[: comma.start()] if comma else before
            cut = max([0, *(stop.end() for stop in STOP.finditer(body)), body.rfind(",") + 1])
            words = list(WORD.finditer(body, cut))[-MOST_WORDS:]
            count = self._fitting_at_end([word.group() for word in words])
            if not count:
                break
            first, whole = words[-count], count == len(words)
            shown = self._before.search(body, max(0, first.start() - 30), first.start()) is not None
            piece = [word.group() for word in words[-count:]]
            between = whole and body[cut - 1 : cut] == ","
            if not self._belongs_before(piece, comma is not None, whole, shown, between):
                break
            start = begin + first.start()
            if not whole:
                break
        return start

    def _fitting_at_end(self, words: list[str]) -> int:
        """Return how many of the last words may be parts of an address."""
        count = 0
        while count < len(words) and (
            self._fits(words[-count - 1 :], 0) or words[-count - 1] in self._particles
        ):
            count += 1
        # An address does not begin with "of" or "the" in small letters.
        while count and words[-count] in self._particles:
            count -= 1
        return count

    def _belongs_before(self, piece: list[str], comma: bool, whole: bool, shown: bool, between: bool) -> bool:
        """Say whether a piece before an address belongs to it.

        Args:
            piece: Its words.
            comma: A comma stands between them.
            whole: It begins where a sentence or another piece begins.
            shown: It stands after "at", "in", "we live at" and the like.
            between: It stands between two commas.
        """
        numbered = any(CODE.fullmatch(word) for word in piece)
        unit = piece[-1].lower().rstrip(".") in self._units
        if all(CODE.fullmatch(word) for word in piece):
            # "221 [address]" is the number of the house; "62, [address]" an age.
            house = len(piece) == 1 and HOUSE.fullmatch(piece[0]) is not None
            return whole if comma else house
        if not comma and not (numbered or between or shown or unit):
            return False
        return whole or shown or numbered
