"""The way in that all channels share: what a person typed, made fit for Rasa, or refused kindly.

It stands before Rasa, because Rasa obeys text that begins with "/" as a command, is blocked for
everybody by very long text, and answers an empty message with silence.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lantern.answers import Answer, Kind

# Control (Cc), invisible format (Cf: zero-width, bidi), private (Co) and broken (Cs) characters.
UNREADABLE = ("Cc", "Cf", "Co", "Cs")
# Joins the parts of one emoji; harmless and in normal use.
JOINER = "\u200d"
# Between Latin letters it joins nothing and only hides the word.
HIDING_JOINER = re.compile(rf"(?<=[A-Za-zÀ-ɏ]){JOINER}+(?=[A-Za-zÀ-ɏ])")
# They look like blanks but count as letters or signs: Hangul fillers and the empty Braille cell.
BLANKS = re.compile(
    "[\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}\N{HANGUL FILLER}\N{BRAILLE PATTERN BLANK}]"
)
# "Nab‑paclitaxel" is written with many kinds of dash; between words they keep their sense as a plain one.
DASHES = re.compile("[\u2010-\u2015\u2212]")
# So many signs in a row say what more of them would say. A long run of them costs the tokenizer the square of
# its length: 6,000 held up everybody for eight seconds.
LONG_SIGNS = re.compile(r"([^\w\s]{16})[^\w\s]+")
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Admitted:
    """A message fit for Rasa."""

    text: str


@dataclass(frozen=True)
class Refused:
    """A message that is answered at once, and the key of the sentence in ``wording.yml``."""

    notice: str


def admit(raw: str, limit: int) -> Admitted | Refused:
    """Return the message as Rasa may see it, or why it may not.

    Args:
        raw: What was typed, whatever it is.
        limit: The greatest length in characters.
    """
    if len(raw) > limit:
        return Refused("too_long")
    text = readable(raw)
    if not text:
        return Refused("empty")
    # One character may stand for a whole phrase and only now show its length.
    return Admitted(text) if len(text) <= limit else Refused("too_long")


def readable(raw: str) -> str:
    """Return the text without unreadable characters, command strokes and extra spaces."""
    # NFKC: bold, fullwidth and other dressed-up letters become plain ones, which understanding can read.
    composed = DASHES.sub("-", BLANKS.sub(" ", unicodedata.normalize("NFKC", raw)))
    kept = "".join(
        " " if character.isspace() else character
        for character in composed
        if character.isspace() or character == JOINER or unicodedata.category(character) not in UNREADABLE
    )
    # Rasa would take "/restart" for a command; without the stroke it is a word like any other.
    # Strokes, joiners and spaces go together: "/ /restart" would otherwise leave one standing.
    kept = HIDING_JOINER.sub("", kept)
    spaced = LONG_SIGNS.sub(r"\1", unicodedata.normalize("NFKC", re.sub(r"\s+", " ", kept)))
    return spaced.lstrip(f"/{JOINER} ").rstrip(f"{JOINER} ")


def is_local(address: str, host: str) -> bool:
    """Say whether a request comes from this computer and means it; local channels let in nobody else.

    Args:
        address: Where the request comes from.
        host: The name it was sent to (the Host header). A web page elsewhere can make a browser on this
            computer send requests here, but only under the page's own name.
    """
    try:
        near = ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
    return near and re.sub(r":\d+$", "", host).lower() in LOCAL_NAMES


def notice(key: str, notices: Mapping[str, str], language: str, **fill: Any) -> Answer:
    """Return a sentence of ``wording.yml`` as an answer.

    Args:
        key: Which of the notices.
        notices: All of them.
        language: Their language.
        fill: The values for words in braces.
    """
    sentence = notices[key].format(**fill)
    kind = Kind.ERROR if key in ("error", "malformed", "local_only", "not_deleted") else Kind.OUT_OF_SCOPE
    return Answer(kind=kind, language=language, title=sentence, short=sentence)
