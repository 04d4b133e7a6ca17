"""What a trained component depends on beyond its own class.

Rasa's cache looks at the class's source only; without this, a changed helper or content file
would leave a stale component in the model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from lantern import paths

CODE = ("answers.py", "slots.py", "content", "encoder", "nlu")


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """Return a hash of our own code that takes part in training."""
    package = Path(__file__).resolve().parent.parent
    return hash_files(_files(package / name for name in CODE))


def content_fingerprint(data: Path = paths.DATA) -> str:
    """Return a hash of all files of ``data/``."""
    return hash_files(sorted(path for path in data.rglob("*") if path.is_file()))


def hash_files(files: Iterable[Path]) -> str:
    """Return one hash over the names and contents of files."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files(places: Iterable[Path]) -> list[Path]:
    return sorted(file for place in places for file in ([place] if place.is_file() else place.rglob("*.py")))
