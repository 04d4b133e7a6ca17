"""The patterns of the words that show a name beside them, built from data/personal_data.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lantern.content.personal_words import PersonalData
from lantern.privacy.patterns import UPPER, any_of

# With an end: a word of 30,000 letters is no name.
SOME_WORD = r"[^\W\d_]{1,40}(?:['’.-][^\W\d_]{1,40}){0,4}\.?"
PARTICLE = r"(?:de|del|la|las|los|van|von|der|den|da|dos|di|el|al|bin|ibn|ben|y|ter|te|le|st|mac|mc|ní|o)"
# "J." or "J" before a surname.
INITIAL = r"(?:[^\W\d_]\.|[^\W\d_](?=\s))"
PARTICLES = rf"(?:{PARTICLE}\s{{1,3}}){{0,2}}"
# As much as may be a name.
BEGINS = re.compile(
    rf"(?:{INITIAL}\s{{0,2}}){{0,3}}{PARTICLES}{SOME_WORD}(?:\s{{1,3}}{PARTICLES}{SOME_WORD}){{0,3}}",
    re.IGNORECASE,
)
ONE_WORD = re.compile(SOME_WORD)
PROPER = rf"(?-i:[{UPPER}])[^\W\d_]{{1,30}}(?:['’-][^\W\d_]{{1,30}}){{0,3}}"
SEVERAL = rf"{PROPER}(?:\s{{1,2}}{PROPER}){{0,2}}"
COMMA = re.compile(r"\s{0,2},\s{0,2}")
# What follows the comma of "Quist, Ada J."
FIRST_NAMES = re.compile(rf"{PROPER}(?:[ \t]{{1,2}}{PROPER}){{0,2}}(?:[ \t][{UPPER}]\.?(?!\w))?")
JOINED = re.compile(
    r"(?:\s{0,2},\s{0,2}(?:and|y|&)?|\s{1,2}(?:and|y|e|&|or|o)(?=\s)|\s{0,2}&)\s{0,2}", re.IGNORECASE
)
# What shows that a small word that is a name too ends the clause here: "im hope and …", "im mark, …".
CLAUSE_ENDS = re.compile(
    r"\s{0,2}(?:$|[,.!?;:)&]|(?:and|y|here|from|calling|speaking|aged|again|de|with)\b|\d)", re.IGNORECASE
)
# "It's Maeve again."
CALLS = re.compile(r"\s{1,2}(?:again|here|calling|speaking)(?!\w)", re.IGNORECASE)
# "Dr mark said …", "my mom rose has …"; "may" and "will" as verbs go on otherwise.
FINITE = re.compile(
    r"\s{1,2}(?:is|was|has|had|says|said|told|thinks|wants|asked|asks|tiene|dice|dijo)(?!\w)", re.IGNORECASE
)
# "My husband collect me": an unknown small word before one of these is a verb.
OBJECT = re.compile(r"\s{1,2}(?:me|us|him|them|it|the|a|an|my|of|in|at|for|to)(?!\w)", re.IGNORECASE)

# "I'm puffing", "she is chained", "the consultant is unreachable"
PARTICIPLE = re.compile(r".{2,}(?:ing|ed|able|ible)")

OWNER = r"(?:my|our|mi|his|her|mis|the|la|el|dear|nuestra|nuestro|nuestros|nuestras)"
OWN = r"(?:my|our|mi|nuestra|nuestro)"
# "my wife's name is …", "a woman called …"
NAMED = "|".join(
    (
        r"(?:['’]?s)?\s{1,3}names?\s{1,3}(?:is|was|are)",
        r"\s{1,3}(?:is|was|are)\s{1,3}(?:called|named)",
        # "my husband called me …" names another.
        r"(?:['’]s)?\s{1,3}(?:called|named)(?!\s{1,3}(?:me|him|her|us|them|it)(?!\w))",
        r"\s{1,3}se\s{1,3}llaman?",
    )
)


def _misspelt(word: str) -> str:
    """Return a pattern of a word with one letter too many, too few, wrong, or two in the wrong order."""
    forms = {word[:i] + word[i + 1 :] for i in range(1, len(word))}
    forms |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    patterns = {re.escape(form) for form in forms - {word}}
    patterns |= {word[:i] + r"[^\W\d_]" + word[i + 1 :] for i in range(1, len(word))}
    patterns |= {word[:i] + r"[^\W\d_]" + word[i:] for i in range(1, len(word) + 1)}
    return f"(?:{'|'.join(sorted(patterns, key=len, reverse=True))})"


IS = r"(?:['’]?s|is|si|iz|was|es|ist)"
# "My nmae is …", "im caled …", "me yamo …": the words themselves are among the introductions.
MISSPELT = "|".join(
    (
        rf"(?:my|mi|me)\s{{1,2}}{_misspelt('name')}\s{{1,2}}{IS}",
        rf"(?:i\s{{1,2}}am|i['’]?m|am)\s{{1,2}}(?:{_misspelt('called')}|{_misspelt('named')})",
        rf"me\s{{1,2}}(?:{_misspelt('llamo')}|yamo|iamo)",
        rf"mi\s{{1,2}}{_misspelt('nombre')}\s{{1,2}}es",
        r"(?:my|mi)\s{1,2}name\s{1,2}(?:si|iz|ist|ia|os|us|i)",
    )
)
GAP = r"(?:\s{0,3}[,:(\"“–]{1,2}\s{0,3}|\s{1,3}-\s{1,3}|\s{1,3})"


@dataclass(frozen=True)
class NamePatterns:
    """What is looked for; a name begins where ``cue``, ``label`` and ``lead`` end.

    The groups of ``cue`` say how sure it is: "sure", "many" (a list of names may follow), "other" and "weak".
    """

    cue: re.Pattern[str]
    label: re.Pattern[str]
    lead: re.Pattern[str]
    kin_of: re.Pattern[str]
    before_kin_of: re.Pattern[str]
    before_relation: re.Pattern[str]
    signed: re.Pattern[str]
    dashed: re.Pattern[str]
    last_line: re.Pattern[str]
    present: re.Pattern[str]
    several: re.Pattern[str]


def name_patterns(words: PersonalData) -> NamePatterns:
    """Return the patterns of these words."""
    relation = rf"(?:{any_of(words.relations)}(?:[ -]in[ -]law)?)(?![\w-])"
    between = r"\s{1,3}(?:[\w-]{1,30}\s{1,3})?"
    # "My tita Baby has …" is no baby of hers.
    related = rf"(?:{OWNER}\s{{1,3}}{relation}(?=\s{{1,3}}(?-i:[{UPPER}]))|{OWNER}{between}{relation})"
    many = rf"{OWNER}{between}{any_of(words.relations_of_many)}(?!\w)"
    cue = (
        rf"(?<![\w\[])(?:(?P<sure>{any_of(words.sure_introductions)}|(?:{related}|{many})(?:{NAMED}))"
        rf"|(?P<many>{any_of(words.titles_of_many)}|{many})"
        rf"|(?P<other>{any_of(words.titles)}|(?P<related>{related})(?:\s{{1,3}}is)?)"
        rf"|(?P<misspelt>{MISSPELT})|(?P<others>{any_of(words.introductions_of_others)})"
        rf"|(?P<weak>{any_of(words.introductions)}))(?!\w){GAP}(?={SOME_WORD})"
    )
    colon = rf"\s{{0,2}}(?:[:=]|\s[-–]\s)\s{{0,3}}(?={SOME_WORD})"
    # "Patient name Quist, Ada" needs no colon, and "your name?" is answered.
    last_first = rf"(?!\w)\s{{1,2}}(?=(?:{PARTICLE}\s)?{PROPER},\s{{0,2}}{PROPER})"
    asked = rf"(?:(?<=name)|(?<=nombre))\s?(?:\?|\.{{2,3}}|…)\s{{1,3}}(?={SOME_WORD})"
    label = (
        rf"(?<![\w\[])(?:(?P<sure>{any_of(words.labels)})(?:{last_first}|(?P<asked>{asked})|{colon})"
        rf"|{any_of(words.weak_labels)}{colon})"
    )
    kin = rf"{relation}(?:\s{{1,2}}(?:of|de|del)(?!\w))?"
    lead = (
        rf"(?<![\w\[-])(?:{any_of(words.leads)}|{kin}):?\s{{1,2}}(?=(?:(?-i:[{UPPER}])\.?\s?){{0,3}}{PROPER})"
    )
    kin_of = rf"(?<![\w\[-]){relation}\s{{1,2}}(?:of|de)\s{{1,2}}(?={SOME_WORD})"
    is_name = (
        rf"\s{{1,2}}(?:(?:is|was|es)\s{{1,2}}{related}['’]?s?\s{{1,2}}name(?!\w)"
        r"|(?:is|was)\s{1,2}the\s{1,2}name\s{1,2}of(?!\w)|(?:es|era)\s{1,2}el\s{1,2}nombre\s{1,2}de(?!\w)"
        r"|(?:is|es)\s{1,2}(?:my|mi)\s{1,2}(?:full\s|first\s|real\s)?(?:name|nombre)(?!\w)"
        r"|para\s{1,2}servir(?:le|les|te|los|la)(?!\w)|a\s{1,2}sus\s{1,2}[oó]rdenes(?!\w))"
    )
    beside = r"(?:\s{0,2}[,(–]\s{0,2}|\s{1,2}(?:-\s{1,2})?|\s{1,2}(?:is|es)\s{1,2})"
    before_relation = (
        rf"(?<![\w\[’'-])(?:(?P<any>{SOME_WORD}(?:\s{{1,2}}{SOME_WORD}){{0,3}}?)(?={is_name})"
        rf"|(?P<capital>{SEVERAL})(?={beside}{OWN}{between}{relation}))"
    )
    unknown_yet = rf"{SOME_WORD}(?:\s{{1,2}}{SOME_WORD}){{0,2}}"
    presence = (
        rf"{any_of(words.presence)}(?!\w)(?=\s{{0,2}}(?:$|[,.!;:\n–-]|from\b|for\b|again\b|with\b|and\b))"
    )
    joined = rf"(?:\s{{0,2}},\s{{0,2}}{PROPER}(?:\s{{1,2}}{PROPER})?){{0,2}}\s{{1,2}}(?:and|y|&)\s{{1,2}}"
    closing = rf"(?:(?:^|(?<=[.?!,;:\n)]))\s{{0,3}}|(?<=\s)(?=xx)){any_of(words.closings)}(?!\w)"
    name = rf"(?P<name>{SOME_WORD}(?:\s{{1,2}}{SOME_WORD}){{0,3}})"
    return NamePatterns(
        cue=re.compile(cue, re.IGNORECASE),
        label=re.compile(label, re.IGNORECASE),
        lead=re.compile(lead, re.IGNORECASE),
        kin_of=re.compile(kin_of, re.IGNORECASE),
        before_kin_of=re.compile(
            rf"(?<!\w)(?:this\s{{1,2}}is|i\s{{1,2}}am|i['’]?m|myself|soy)\s{{1,2}}{name}(?=,?\s{{1,2}}{relation}\s{{1,2}}(?:of|de)\s)",
            re.IGNORECASE,
        ),
        before_relation=re.compile(before_relation, re.IGNORECASE),
        signed=re.compile(
            rf"{closing}(?P<comma>\s{{0,2}}[,:.!\n–-]{{1,2}}|)\s{{1,3}}{name}"
            rf"(?:\s{{0,2}}[.!x]{{0,3}}\s{{0,3}}(?=$|\n)|(?P<inside>)(?=[.!]\s|\s{{0,2}}\())",
            re.IGNORECASE,
        ),
        last_line=re.compile(
            rf"(?:\n|(?<=[.?!]\s\s))\s{{0,3}}(?P<name>{unknown_yet})\s{{0,2}}[.!x]{{0,3}}\s{{0,3}}$",
            re.IGNORECASE,
        ),
        present=re.compile(
            rf"(?:^|(?<=[.?!,;:\n]))\s{{0,3}}(?P<name>{unknown_yet}(?:\s{{1,2}}{SOME_WORD})?)(?=\s{{1,2}}{presence})",
            re.IGNORECASE,
        ),
        several=re.compile(
            rf"(?<!\w)(?:we\s{{1,2}}are|we['’]re|somos|us,)\s{{1,2}}"
            rf"(?P<name>{PROPER}(?:\s{{1,2}}{PROPER})?{joined}{SEVERAL})",
            re.IGNORECASE,
        ),
        dashed=re.compile(
            rf"(?:^|(?<=[.?!\n]))\s{{0,3}}[-–—~]{{1,2}}(?P<comma>)\s{{0,2}}(?P<name>{SEVERAL}|[^\W\d_]{{3,30}})\s{{0,3}}(?=$|\()",
            re.IGNORECASE,
        ),
    )
