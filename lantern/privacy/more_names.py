"""Names in small letters beside what shows them: "call bibi on [phone]", "dr el-sayed", "[name] n kev"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lantern.content.personal_words import PersonalData
from lantern.privacy.patterns import EMAIL, NAME, PHONE, UPPER, Rule, any_of, beside, rule

WORD = r"[^\W\d_]{2,30}(?:[-'’][^\W\d_]{2,30})?"
AND = r"\s{1,2}(?:n|nd|an|and|&|y|\+|und|et)\s{1,2}"
# Before a last name that stands in small letters ("el-sayed").
SURE_PARTICLE = r"(?:el|al|abu|abd|ben|bin|ibn|ait|ould|van|von|mc|mac)"
PARTICLE = rf"(?:{SURE_PARTICLE}|de|da|di|la|le|st|o|d)"
# "its jo from …": a name of so few letters is often a word as well.
MOST_LETTERS_OF_WORDS = 3


def more_names(
    words: PersonalData, known: Collection[str], protected: Collection[str], given: Collection[str]
) -> Iterator[Rule]:
    """Yield the rules.

    Args:
        words: The words to go by.
        known: Words that are no names (small letters).
        protected: Words that are never masked (small letters).
        given: Given names of many languages (small letters).
    """
    never = frozenset(
        (*protected, *words.small_words, *words.no_names, *words.relations, *words.relations_of_many)
    )
    never |= frozenset((*words.titles, *words.things_after, *words.states_of_people, *words.premises))
    plain = never.union(known, words.numbers, words.phone_parts, words.networks, words.towns)
    listed = frozenset(given).difference(plain, words.word_names, words.months, words.states)

    short_words = frozenset(words.word_names).difference(words.months)

    def stranger(found: re.Match[str]) -> bool:
        return not any(part in plain for part in re.split(r"[-'’\s]", found["data"].lower()))

    def is_listed(found: re.Match[str]) -> bool:
        return found["data"].lower() in listed

    def joined(found: re.Match[str]) -> bool:
        capital = found["data"][0].isupper() and not found["data"].isupper()
        return stranger(found) if capital else is_listed(found)

    def surname(found: re.Match[str]) -> bool:
        # "el-" begins names only, "de-escalate" is a word.
        sure = re.match(SURE_PARTICLE + r"[-'’]", found["data"], re.IGNORECASE) is not None
        return found["last"].lower() not in (never if sure else plain)

    def comes(found: re.Match[str]) -> bool:
        if stranger(found):
            return True
        short = found["data"].lower() in short_words and len(found["data"]) <= MOST_LETTERS_OF_WORDS
        return short and found["place"].lower() not in never

    # "its jo from …": who is from somewhere is a person.
    yield rule(
        NAME,
        rf"(?:^|(?<=[.!?,;\n]\s)|(?<=hi\s)|(?<=hey\s)|(?<=hello\s)|(?<=hiya\s))(?:its|it['’]s|it\sis|this\sis|im|i['’]m)\s"
        rf"(?P<data>{WORD})(?=\s(?:again\s)?from\s(?P<place>[^\W\d_]{{3,30}}))",
        comes,
    )
    # "call bibi on [phone]", "[phone] (bibi)"
    number = rf"(?:{re.escape(PHONE)}|{re.escape(EMAIL)})"
    calling = any_of((*words.messaged, "call", "ring", "reach", "contact", "try"))
    for place in (PHONE, EMAIL):
        yield beside(
            place,
            rule(
                NAME,
                rf"(?<!\w){calling}\s(?P<data>{WORD}(?:\s(?!(?:on|at|via|under)\s){WORD})?)(?=(?:\s(?:on|at|via|under)|\s?[:@])?\s{number})",
                stranger,
            ),
        )
        yield beside(place, rule(NAME, rf"{number}\s?\((?P<data>{WORD})(?=\))", is_listed))
    # "dr el-sayed": its parts look like small words.
    title = any_of(title for title in words.titles if title.rstrip(".") not in words.relations)
    yield rule(
        NAME, rf"(?<!\w){title}\.?\s(?P<data>{PARTICLE}[-'’](?P<last>[^\W\d_]{{3,30}}))(?!\w)", surname
    )
    # "[name] n Esperance", "kev and [name]"
    masked = re.escape(NAME)
    yield beside(NAME, rule(NAME, rf"{masked}{AND}(?P<data>{WORD})(?![\w:]|['’]\w)", joined))
    yield beside(NAME, rule(NAME, rf"(?<![\w\[@.'’/-])(?P<data>{WORD})(?={AND}{masked})", joined))
    # "kev reckons": shorter than the other names in small letters, but only people reckon.
    yield rule(
        NAME,
        rf"(?:^|(?<=[.!?,;\n]\s)|(?<=\sand\s)|(?<=\sbut\s))(?P<data>(?-i:[{UPPER}a-zß-ÿ])[^\W\d_]{{2,3}})(?=\s{any_of(words.speech)}(?!\w))",
        is_listed,
    )
