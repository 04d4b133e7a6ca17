"""What the look for dangers found in questions that are asked again and again, kept beside the gate.

The look does not depend on the topics: while the safety files, what was learnt from them and the code of the
look stay the same, it finds the same in the same text. Only questions with known answers are kept, never what
a person typed; production looks at every message anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from lantern.content.library import Library
from lantern.encoder import nearness, runtime
from lantern.encoder.one_at_a_time import one_at_a_time
from lantern.encoder.runtime import file_hash
from lantern.safety.look import Danger, SafetyLook
from lantern.safety.setup import learnt_gate, patterns_of

# Another version of one of these may see another thing in the same text.
LIBRARIES = ("numpy", "onnxruntime", "scikit-learn", "scipy", "spacy", "tokenizers")
HERE = Path(__file__).resolve().parent

Row = tuple[str, float] | None
Rows = Mapping[str, Row]


class KeptLook:
    """Gives what is known; a text that is not known is really looked at, and then known."""

    def __init__(self, known: dict[str, Row], make: Callable[[], SafetyLook]) -> None:
        """Take what is known, and what makes the real look, which is made when it is first needed."""
        self._known, self._make = known, make
        self._look: SafetyLook | None = None
        self._fresh: dict[str, Row] = {}

    def look(self, raw: str) -> Danger | None:
        """Return the danger that a message holds, if it holds one."""
        key = text_key(raw)
        if key in self._known:
            row = self._known[key]
            return Danger(*row) if row else None
        self._look = self._look or self._make()
        found = self._look.look(raw)
        self._known[key] = self._fresh[key] = (found.name, found.sureness) if found else None
        return found

    def taken(self) -> dict[str, Row]:
        """Return what was found since the last time, by the keys of the texts."""
        fresh, self._fresh = self._fresh, {}
        return fresh


def looks_file(library: Library, folder: Path) -> Path:
    """Return where looks by this content are kept; learns the gate if it is not there (a minute or so).

    The file is named after everything that a look depends on: the gate as it was learnt, the sure signs and
    their denials, the code, and the libraries beneath it.

    Args:
        library: The content.
        folder: Where the encoder and the gate lie.

    Raises:
        EncoderMissing: There is no encoder.
    """
    signs = [patterns_of(library), library.danger_cues.denied]
    parts = [file_hash(learnt_gate(library, folder)), json.dumps(signs, sort_keys=True)]
    parts += [f"{name} {version(name)}" for name in LIBRARIES]
    digest = hashlib.sha256("\n".join(parts).encode())
    for file in (*sorted(HERE.glob("*.py")), Path(nearness.__file__), Path(runtime.__file__)):
        digest.update(file.read_bytes())
    return folder / f"looks-{digest.hexdigest()[:12]}.json"


def read_looks(file: Path) -> dict[str, Row]:
    """Return what is kept, by the key of the text; nothing if the file is not there or broken."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        return {key: (str(row[0]), float(row[1])) if row else None for key, row in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError, LookupError):
        return {}


def keep_looks(file: Path, fresh: Rows) -> None:
    """Add what was found, by the keys of the texts, to what is kept."""
    if not fresh:
        return
    with one_at_a_time(file):
        draft = file.with_suffix(".draft")
        draft.write_text(json.dumps({**read_looks(file), **fresh}), encoding="utf-8")
        draft.replace(file)


def text_key(text: str) -> str:
    """Return what stands for a text; the white space around it does not matter to the look."""
    return hashlib.sha256(text.strip().encode("utf-8", "surrogatepass")).hexdigest()[:24]
