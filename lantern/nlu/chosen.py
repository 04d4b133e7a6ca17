"""What a person chooses of what was offered: by a button, a number, "the second one" or a title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lantern.content.models import Cues
from lantern.nlu.context import Context
from lantern.nlu.phrases import any_of
from lantern.slots import NONE_OF_THESE


class Chosen:
    """Knows the titles of all topics and the words of data/cues.yml that count."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]], none_of_these: str, cues: Cues) -> None:
        """Take the entries of the bundle and how "none of these" is worded."""
        self._entries, self._none = entries, none_of_these
        self._titles = {
            plain(entry["title"]): intent for intent, entry in entries.items() if entry["family"] == "faq"
        }
        self._ordinals = cues.ordinals
        self._ordinal_fillers = re.compile(rf"(?<![\w']){any_of(cues.ordinal_fillers)}(?![\w'])", re.I)

    def by(self, text: str, context: Context) -> str | None:
        """Return the intent that a button, a number, "the second one" or a title chooses."""
        if context.chosen is not None and f"faq/{context.chosen}" in self._entries:
            return f"faq/{context.chosen}"
        if plain(text) == plain(self._none):
            return NONE_OF_THESE
        place = self._place(text)
        if place is not None and context.offered:
            index = place if place < 0 else place - 1
            if -len(context.offered) <= index < len(context.offered):
                topic = context.offered[index]
                if topic == NONE_OF_THESE:
                    return NONE_OF_THESE
                return f"faq/{topic}" if f"faq/{topic}" in self._entries else None
        return self._titles.get(plain(text))

    def _place(self, text: str) -> int | None:
        number = text.strip().rstrip(".)")
        if number.isdecimal() and len(number) < 3:
            return int(number) or None
        # "One" is a filler in "the second one" and a choice in "one".
        rest = plain(text)
        if rest in self._ordinals:
            return self._ordinals[rest]
        left = plain(self._ordinal_fillers.sub(" ", rest))
        if left.isdecimal() and len(left) < 3:
            return int(left) or None
        return self._ordinals.get(left)


def plain(text: str) -> str:
    """Return a text without case, punctuation and extra spaces."""
    return " ".join(re.findall(r"\w+", text.casefold()))
