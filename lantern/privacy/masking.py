"""Mask personal data: "my name is Ana, 555-0147" becomes "my name is [name], [phone]".

What has a form (numbers, addresses, dates, codes) is found by its form, names by the words around them.
A general recogniser was measured beside it and found less (docs/decisions/0006). Masking a masked text
changes nothing, and the names of data/lexicon.yml are never touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from lantern.content.personal_words import PersonalData
from lantern.privacy.free_names import FreeNames
from lantern.privacy.more_names import more_names
from lantern.privacy.name_rows import NameRows
from lantern.privacy.names import Names
from lantern.privacy.patterns import NAME, any_of, beside
from lantern.privacy.structured import rules

# Private characters, which the way in takes out of messages.
FIRST_SHIELD, LAST_SHIELD = 0xE000, 0xF8FF
SHIELD = re.compile("[\ue000-\uf8ff]")
DASHES = re.compile("[\u2010-\u2015\u2212]")
# One finding may bare another ("Ana" before "[address]"); more rounds than this were never seen.
MOST_ROUNDS = 4


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
        named: Collection[str] = (),
        given: Collection[str] = (),
    ) -> None:
        """Build the patterns.

        Args:
            words: The words to go by.
            known: Words that are no names (small letters), such as those of all utterances and answers.
            protected: Words that are never masked (small letters): those of the lexicon.
            coded: Names of the lexicon that look like codes or dates, such as "BRCA 1/2".
            named: Those of the known words that are only ever written in capitals: no persons when they
                stand free (they may be places), but names after "my wife".
            given: Given names of many languages (small letters).
        """
        no_names = frozenset(words.no_names)
        self._known = frozenset(known).union(no_names, words.states_of_people, words.words_of_the_field)
        self._protected = frozenset(protected) | no_names
        self._harmless = _harmless(words, coded)
        rows = NameRows(words, self._known, self._protected, given)
        self._rules = [
            *rules(words, self._known.union(words.numbers), self._protected),
            *Names(words, self._known.difference(named), self._protected, given).rules(),
            *rows.whole(),
            FreeNames(words, self._known, self._protected, given, named).rule,
            *more_names(words, self._known, self._protected, given),
            *(beside(NAME, row) for row in rows.rules()),
        ]

    def mask(self, text: str) -> Masked:
        """Return the text with a placeholder for each piece of personal data.

        A text in which there is none is returned as it is; another in plain characters: the rules know
        figures and signs in their plain form only, and people write "５５５" too.
        """
        plain = masked = folded(text)
        for _ in range(MOST_ROUNDS):
            before, masked = masked, self._masked(masked)
            if masked == before:
                break
        return Masked(masked, True) if masked != plain else Masked(text, False)

    def _masked(self, text: str) -> str:
        text, harmless = self._shielded(text)
        for rule in self._rules:
            text = rule(text)
        if not harmless:
            return text
        return SHIELD.sub(lambda found: harmless[ord(found.group()) - FIRST_SHIELD], text)

    def _shielded(self, text: str) -> tuple[str, list[str]]:
        """Return the text with a private character for each harmless thing, and those things."""
        harmless: list[str] = []

        def shield(found: re.Match[str]) -> str:
            harmless.append(found.group())
            return chr(FIRST_SHIELD + len(harmless) - 1)

        if SHIELD.search(text):
            return text, harmless
        return self._harmless.sub(shield, text, count=LAST_SHIELD - FIRST_SHIELD), harmless


def folded(text: str) -> str:
    """Return the text with plain figures, dashes and signs, without invisible ones."""
    if text.isascii():
        return text
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf" or letter == "\u200d")
    composed = DASHES.sub("-", unicodedata.normalize("NFKC", visible))
    return "".join(
        str(unicodedata.decimal(letter)) if not letter.isascii() and letter.isdecimal() else letter
        for letter in composed
    )


def _harmless(words: PersonalData, coded: Collection[str]) -> re.Pattern[str]:
    """Return a pattern of what only looks like a code or a date: doses, scores, genes."""
    number = r"\d{1,6}(?:[.,]\d{1,3})?"
    units = [unit for unit in words.units if unit != "x"]
    name = [rf"{any_of(coded)}(?!\w)"] if coded else []
    forms = [
        *name,
        rf"(?:{number}\s?(?:-|to|x)\s?)?{number}\s?{any_of(units)}(?![\w@])",
        # "$14000"
        r"[$€£₹₱₦]\s?\d{1,3}(?:[., ]?\d{2,3}){0,4}(?:[.,]\d{1,2})?\s?(?:k|m)?(?![\w-])",
        # "3 x"; but "0113 496 0255 x 31" is a phone and its extension.
        rf"(?<!\d{{3}}[ .-]){number}\s?x(?![\w@]|\s\d)",
        rf"{any_of(words.measures)}(?:\s(?:of|is|was|at|are|count|level|es|de)){{0,2}}"
        # At the end of a clause too: "CA 15-3 44, ok?"
        rf"[:=]?\s{number}(?![\w/-]|[.,]\d)",
        # Of eight, as receptors are scored.
        r"(?:ER|PR|PgR|Allred)\s?(?:score\s?)?[0-8]/8(?![\w/.-])",
        # Blood pressure, and "pain 7/10".
        r"(?:[7-9]\d|1\d\d|2[0-4]\d)/(?:[3-9]\d|1[0-4]\d)(?![\w/.-])",
        # ... but not behind an arrow, which leads from one date to another.
        r"(?<![>→])(?<![>→]\s)(?:10|\d)/10(?![\w/.-])",
        # Grades ("ECOG 0/1/2"), and doses one after another ("600/400/200").
        r"[0-4]/[0-4]/[0-4](?![\w/.-])",
        r"[1-9](?:25|50|75|00)(?:/[1-9](?:25|50|75|00)){2}(?![\w/.-])",
        r"24/7(?![\w/.-])",
        # Temperatures, one after another: "36.4 36.6 36.5".
        r"(?:3[4-9]|4[0-2])\.\d(?![\w/.-])",
        # A stage by tumour, nodes and metastases would be a Canadian postcode.
        r"[cpyra]{0,3}T(?:[0-4X]|is)[a-d]?[ ,]?N[0-3X][a-c]?(?:mi)?[ ,]?M[01X][a-c]?(?!\w)",
    ]
    # "KW16 3DL" ends like three decilitres.
    postcode = r"(?!(?<=[A-Z0-9]\s)(?-i:\d[A-Z]{2})(?!\w))"
    return re.compile(rf"(?<![\w/.+@-]){postcode}(?:{'|'.join(forms)})", re.IGNORECASE)
