"""E-mail addresses, also as they are told or disguised, web addresses, and names on networks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lantern.content.personal_words import PersonalData
from lantern.privacy.patterns import EMAIL, LINK, Rule, any_of, figures_rule, rule

OPEN, CLOSE = r"\s{0,2}[(\[{<*]\s{0,2}", r"\s{0,2}[)\]}>*]\s{0,2}"
# "whatsapp 999 555 016" names a phone.
HANDLE = r"(?!\d{1,5}[ .-]\d)[^\W_][\w.:-]{2,40}|live:[\w.:]{2,40}"
# A name on a network that is no plain word: "solveig_k", "bea77", "lotta.lives".
UNLIKE_A_WORD = re.compile(r"[_\d:]|\w\.\w")


def online(words: PersonalData, known: Collection[str]) -> Iterator[Rule]:
    """Yield the rules, in the order in which they have to be applied."""
    ending = any_of(words.domain_endings)
    # Before e-mail: of "at t.me/me" the e-mail address would leave the rest.
    yield rule(LINK, r"(?:https?://|www\.)\S+")
    yield rule(LINK, r"(?<![\w@./-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}\.[a-z]{2,12}/[\w@~]\S*")
    yield from _emails(words, ending)
    yield rule(LINK, r"(?<!\w)@[A-Za-z0-9_][\w.]{2,}")
    yield rule(
        LINK,
        rf"(?<![\w@-])(?<!\w\.)[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,4}}\.{ending}(?:[/?#]\S*)?(?![\w-])",
    )
    yield from _handles(words, known)
    # "nettie_mae1951" is nobody's word, whatever stands before it; "self_harm" is one of ours.
    yield figures_rule(
        LINK,
        r"(?<![\w@./-])(?=[\w.]{0,40}[a-z])(?=[\w.]{0,40}\d)[a-z0-9.]{1,30}_[\w.]{1,30}(?<![.])(?![\w@])",
    )


def _emails(words: PersonalData, ending: str) -> Iterator[Rule]:
    at, dot, sign = any_of(words.spoken_at), any_of(words.spoken_dot), any_of(words.spoken_signs)
    local = r"(?<![\w.+%-])[\w.+%-]{1,64}"
    # "my mail is tess w 82 at g mail dot com": after such a word the parts may stand apart.
    words_before = r"(?:[\w.+%-]{1,40}\s{1,2}){1,8}?"
    yield rule(
        EMAIL,
        rf"(?<!\w){any_of(words.email_labels)}(?!\w)[\s:=]{{0,3}}(?:(?:address|id|is|es|it's|its)[\s:]{{1,3}}){{0,3}}"
        rf"(?P<data>{words_before}(?:{at}|@)\s{{1,2}}(?:[\w-]{{1,40}}\s{{1,2}}){{1,3}}?{dot}\s{{1,2}}[a-z]{{2,12}}(?:\s{{1,2}}{dot}\s{{1,2}}[a-z]{{2,3}})?)(?!\w)",
    )
    # "jane . smith @ mail . com"
    yield rule(
        EMAIL,
        rf"(?<!\w)[\w+%-]{{1,40}}(?:\s?\.\s?[\w+%-]{{1,40}}){{1,3}}\s{{0,2}}@\s{{0,2}}[\w-]{{1,63}}(?:\s?\.\s?[\w-]{{1,63}}){{0,3}}\s?\.\s?{ending}(?!\w)",
    )
    # "mary.o'neil@…"
    quoted = rf"{local}(?:['’][\w.+%-]{{1,40}})?"
    yield rule(EMAIL, rf"{quoted}\s?@\s?[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}")
    # "ana7 at gmail"
    yield rule(EMAIL, rf"{local}\s(?:{at}|@)\s?{any_of(words.mail_providers)}(?!\w|\.\w|\s{dot}\s)")
    # Without an end: "hannah.q@example".
    yield rule(EMAIL, rf"{local}@(?=[a-z])[a-z0-9-]{{2,63}}(?![\w@]|\.\w)")
    # "ana @ mail . com": with a space in it, the end has to be a known one.
    yield rule(
        EMAIL,
        rf"{local}\s{{0,2}}@\s{{0,2}}[\w-]{{1,63}}(?:\s?\.\s?[\w-]{{1,63}}){{0,3}}\s?\.\s?{ending}(?!\w)",
    )
    # "rosalind (dot) mbeki (at) …"
    told = rf"{local}(?:(?:\s{sign}\s|{OPEN}{sign}{CLOSE})[\w.+%-]{{1,64}}){{0,3}}"
    told_at = (
        rf"(?:{OPEN}(?:{at}|@|a|ä|ät){CLOSE}|\s{{0,2}}@\s{{0,2}}"
        rf"|\s{{1,2}}{at}\s{{1,2}}|\s{{1,2}}{at}(?=[(\[{{]))"
    )
    told_dot = rf"(?:{OPEN}(?:{dot}|\.){CLOSE}|\s{{1,2}}{dot}\s{{1,2}}|(?<=[)\]}}])\s?{dot}\s{{1,2}}|\.)"
    # "Closes at 5. Before …" is no address: what stands before the dot needs a letter, what follows no space.
    domain = (
        r"[(\[{]?(?=[\w-]{0,62}[a-z])[\w-]{2,63}(?:\s(?:dash|hyphen|minus|gui[oó]n)\s[\w-]{1,63}){0,2}[)\]}]?"
    )
    # "answer me at ann.lee at mail dot com" has two, of which the second is meant.
    last = rf"(?!\w|\s{{1,2}}{at}\s{{1,2}}[\w-]{{1,63}}\s{{1,2}}{dot}\s)"
    yield rule(EMAIL, rf"{told}{told_at}{domain}(?:{told_dot}(?=[a-z])[a-z0-9-]{{2,63}}){{1,4}}{last}")


def _handles(words: PersonalData, known: Collection[str]) -> Iterator[Rule]:
    network = any_of(words.networks)
    between = r"(?:\s{1,2}(?:id|name|handle|account|user|username|cuenta|me|on|at|under|as|en|como)){0,3}"
    yield rule(LINK, r"(?<![\w/])/?u/[\w-]{3,40}")
    # "instagram: lotta" and "my handle is lotta" hold a name whatever it looks like ...
    yield rule(
        LINK,
        rf"(?<!\w){network}{between}(?:\s{{0,2}}[:=]\s{{0,2}}@?|\s{{1,2}}@)(?P<data>{HANDLE}|(?<=@)\w)",
    )
    # ... "instagram said" only if it is no plain word.
    yield rule(
        LINK,
        rf"(?<!\w){network}{between}(?:\s{{1,2}}(?:is|es))?\s{{1,2}}(?P<data>{HANDLE})",
        lambda found: UNLIKE_A_WORD.search(found["data"]) is not None,
    )
    # "My facebook is broken" holds none, either.
    plain = {*known, *words.small_words}
    yield rule(
        LINK,
        rf"(?<!\w)(?:my|mi)\s{{1,2}}{network}{between}\s{{1,2}}(?:is|es)\s{{1,2}}(?P<data>{HANDLE})",
        lambda found: found["data"].lower() not in plain,
    )
