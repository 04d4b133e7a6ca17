"""Which of the names in a message are ruled out, corrected or excluded ("anything but chemo")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lantern.content.models import Cues
from lantern.nlu.phrases import any_of

# A name of the lexicon as LexiconTagger writes it: entity, value, covered, start, end, text.
Name = dict[str, Any]
EXCLUDED = "excluded"
MOST_FILLERS = 3
# "not in the liver or lungs": what rules out the first name rules out the second.
LINK = re.compile(r"^[\s,]*(?:or|nor|and)[\s,]*(?:the|my|her|his|in|your)?\s*$", re.IGNORECASE)
# "Not in the liver, lungs or brain": a comma links only where an "or" follows; "not brain, bone" corrects.
COMMA = re.compile(r"^\s*,\s*(?:the|my|her|his|in|your)?\s*$", re.IGNORECASE)
OR_FOLLOWS = re.compile(r"^[^.;:!?]*\b(?:or|nor)\b", re.IGNORECASE)
CLAUSE_END = re.compile(r"[.,;:!?]|\bbut\b", re.IGNORECASE)


class Polarity:
    """Finds the names that a message rules out."""

    def __init__(self, cues: Cues) -> None:
        """Build the patterns."""
        between = rf"(?:\s+{any_of(cues.excluding_fillers)}){{0,{MOST_FILLERS}}}"
        self._before = re.compile(rf"(?<![\w']){any_of(cues.excluding)}{between}\s+$", re.IGNORECASE)
        self._after = re.compile(
            rf"^\s*(?:mets|metastases|scan|scans)?\s*{any_of(cues.excluded_after)}\b", re.IGNORECASE
        )
        small = r"(?:the|my|her|his|in|it'?s|mets|metastases|now|then|one)"
        correction = rf"(?:[\s,;:.-]*(?:{small}\s*)*[\s,;:.-]+{any_of(cues.corrections)}(?![\w']))+"
        self._between = re.compile(
            rf"{correction}[\s,;:.-]*(?:{small}[\s,]*)*|[\s,]+but\s+(?:\w+'?\w*\s+){{0,3}}now\s+(?:\w+'?\w*\s+){{0,3}}",
            re.IGNORECASE,
        )
        self._spared = re.compile(rf"(?<![\w']){any_of(cues.not_excluding)}(?![\w'])", re.IGNORECASE)

    def mark(self, text: str, names: Sequence[Name]) -> list[Name]:
        """Return the names in order; those that are ruled out have the role ``excluded``."""
        marked: list[Name] = []
        for name in names:
            if marked and self._corrects(text, marked[-1], name):
                marked[-1] = {**marked[-1], "role": EXCLUDED}
            out = self._is_excluded(text, name) or self._shares_exclusion(text, name, marked)
            marked.append({**name, "role": EXCLUDED} if out else dict(name))
        return marked

    def _corrects(self, text: str, earlier: Name, name: Name) -> bool:
        """Say whether a name takes another's place ("the liver, sorry, lung"; "was X but now Y")."""
        if earlier["entity"] != name["entity"] or earlier["value"] == name["value"]:
            return False
        return bool(self._between.fullmatch(text[earlier["end"] : name["start"]]))

    def _is_excluded(self, text: str, name: Name) -> bool:
        before, after = text[: name["start"]], text[name["end"] :]
        # Only what stands in the same clause can rule a name out.
        clause = CLAUSE_END.split(before)[-1] if not re.search(r"\bbut\s*$", before) else before
        if re.search(r"\b(?:anything|everything)\s+but\s+(?:the\s+)?$", before, re.IGNORECASE):
            return True
        if self._spared.search(clause):
            return False
        return bool(self._before.search(clause) or self._after.search(after))

    @staticmethod
    def _shares_exclusion(text: str, name: Name, earlier: Sequence[Name]) -> bool:
        if not earlier or earlier[-1].get("role") != EXCLUDED or earlier[-1]["entity"] != name["entity"]:
            return False
        between = text[earlier[-1]["end"] : name["start"]]
        if COMMA.match(between):
            return bool(OR_FOLLOWS.match(text[name["end"] :]))
        return bool(LINK.match(between))


def standing(names: Sequence[Name]) -> list[Name]:
    """Return the names that are not ruled out."""
    return [name for name in names if name.get("role") != EXCLUDED]


def ruled_out(names: Sequence[Name]) -> list[Name]:
    """Return the names that are ruled out and not named again otherwise."""
    kept = {(name["entity"], name["value"]) for name in standing(names)}
    return [
        name for name in names if name.get("role") == EXCLUDED and (name["entity"], name["value"]) not in kept
    ]
