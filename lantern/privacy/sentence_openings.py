"""Words in capitals that open a sentence and are no names: "Contact my wife", "Later, my wife has …"."""

from __future__ import annotations

import re

OPENS = re.compile(r"(?:^|[.?!:\n])[\s\"'“(*-]*$")
# How far before a word its sentence may begin, with quotes and spaces between.
FARTHEST = 6
OWNER = re.compile(r"\s{1,2}(?:my|our|mi|nuestr[ao])\b", re.IGNORECASE)
# "…, my wife, has it": the comma behind shows that a name stood before.
CLOSED = re.compile(r"\s{0,2}[,(–][^,.)]{2,40}[,.)–]|\s{0,2}\(|[^,]{0,40}$")


def only_leads(found: re.Match[str], apart: bool) -> bool:
    """Say whether what was found before "my wife" is one word that opens the sentence, rather than a name.

    Args:
        found: The word or the words.
        apart: A comma or the like stands behind it.
    """
    text, start, end = found.string, found.start(), found.end()
    if " " in found.group() or not OPENS.search(text, max(0, start - FARTHEST), start):
        return False
    return CLOSED.match(text, end) is None if apart else OWNER.match(text, end) is not None
