"""Words in disguise: letters of other alphabets, digits for letters, letters apart or drawn out, no blanks.

Who hides what they say, or whose keyboard does it for them, may be in danger like anybody else. The look for
dangers reads a message as it is first and then, if that differs, as it reads without disguise.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from lantern.safety.normal_form import normal

# Small letters of the Cyrillic and the Greek alphabet that look like Latin ones.
ALIKE = {
    **str.maketrans("авсԁеғһіјкмпорԛѕтугхԝёїґ", "abcdefhijkmnopqstyrxweir"),
    **str.maketrans("αβεηικνορτυχγωϲ", "abeniknoptuxywc"),
}
SIGNS_FOR_LETTERS = str.maketrans("013456789@$!|€", "oieasgtbgasile")
# "k1ll", "d!e", "5uicide"; not "her2", "4pm", "75mg", "help!".
DISGUISED = re.compile(
    r"(?<![\w@$!|€])(?![a-z]+[\d!]*(?![\w@$!|€]))(?!\d+[a-z]{0,3}(?![\w@$!|€]))(?!\d\d+[a-z]*(?![\w@$!|€]))"
    r"(?=[\d@$!|€]*[a-z])[\w@$!|€]+"
)
# "k i l l", "k.i.l.l": at least so many letters, one by one.
APART = re.compile(r"(?<![^\W\d_])[^\W\d_](?:[ .*_·-][^\W\d_](?![^\W\d_])){3,}(?![^\W\d_])")
DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
WORD = re.compile(r"[a-z]+")
# A word as long as this that nobody knows may be several without blanks between them.
LONG_WORD = 9
# Above this nobody reads the words of a run any more; it bounds the time.
LONGEST_RUN = 60
LONGEST_WORD = 16
# Rarer words than this, in nats a letter, are chance: "depend i on".
MOST_COST = 2.0


class Disguises:
    """Takes disguises off; knows the words that the look for dangers has learnt from."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Count the words of the texts."""
        counts = Counter(word for text in texts for word in WORD.findall(normal(text)))
        # A single letter is a word only where English and Spanish have one.
        counts = Counter({word: count for word, count in counts.items() if len(word) > 1 or word in "aiyo"})
        total = sum(counts.values()) or 1
        self._costs = {word: math.log(total / count) for word, count in counts.items()}

    def off(self, text: str) -> str:
        """Return the text without disguise; the same text if it has none that is known here."""
        plain = text.lower().translate(ALIKE)
        plain = DISGUISED.sub(lambda found: found.group().translate(SIGNS_FOR_LETTERS), plain)
        plain = APART.sub(lambda found: re.sub(r"[^\w]|_", "", found.group()), plain)
        plain = DRAWN_OUT.sub(r"\1", plain)
        plain = WORD.sub(lambda found: self._apart(found.group()), plain)
        return text if plain == text.lower() else plain

    def _apart(self, run: str) -> str:
        """Return a run of letters as the likeliest words, or as it is if it is a word or cannot be read."""
        if not LONG_WORD <= len(run) <= LONGEST_RUN or run in self._costs:
            return run
        words = self._likeliest(run)
        cost = sum(self._costs[word] for word in words)
        return " ".join(words) if len(words) > 1 and cost <= MOST_COST * len(run) else run

    def _likeliest(self, run: str) -> Sequence[str]:
        """Return the words that a run is made of at the least cost; none if it is not made of words."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(run) + 1):
            starts = range(max(0, end - LONGEST_WORD), end)
            best.append(
                min((best[start][0] + self._costs.get(run[start:end], math.inf), start) for start in starts)
            )
        if math.isinf(best[-1][0]):
            return []
        words: list[str] = []
        end = len(run)
        while end:
            start = best[end][1]
            words.append(run[start:end])
            end = start
        return words[::-1]
