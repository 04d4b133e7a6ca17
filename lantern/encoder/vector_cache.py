"""Vectors that were worked out before: after a small change, training need not encode everything again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from lantern.encoder.one_at_a_time import one_at_a_time
from lantern.encoder.runtime import Encoder

Floats = NDArray[np.float32]
# Questions are read in about 8,000 ways; this many vectors take 60 MB.
MOST_KEPT = 20_000


def encode_cached(
    encoder: Encoder, texts: Sequence[str], folder: Path, name: str = "vectors"
) -> dict[str, Floats]:
    """Return the vectors of each text (``encode_deep``); those not known yet are encoded, and kept.

    Args:
        encoder: Encodes; its hash names the file, so another encoder never gets these vectors.
        texts: The texts. Only they are kept, as hashes, so that the file does not grow for ever; what the
            other files of this encoder hold is not encoded again.
        folder: Where the file is kept. A broken file is written anew.
        name: What the file is called; those who encode different texts keep them apart.
    """
    different = list(dict.fromkeys(texts))
    file = folder / f"{name}-{encoder.hash[:12]}.npz"
    known = _read(file)
    if known and all(_key(text) in known for text in different):
        return {text: known[_key(text)] for text in different}
    # Rasa's training and what is learnt beside it want the same vectors at the same time.
    with one_at_a_time(file):
        # Utterances are encoded for understanding and for the look for dangers; once is enough.
        for kept in sorted(folder.glob(f"*vectors-{encoder.hash[:12]}.npz")):
            known.update(_read(kept))
        missing = [text for text in different if _key(text) not in known]
        known.update(zip(map(_key, missing), encoder.encode_deep(missing)))
        found = {text: known[_key(text)] for text in different}
        _write(file, {_key(text): vector for text, vector in found.items()})
    return found


class KeptVectors:
    """A memory of an encoder that knows what a file holds, and takes in what is new."""

    def __init__(self, known: dict[str, Floats]) -> None:
        """Take what is known (``read_vectors``)."""
        self._known = known
        self._fresh: dict[str, Floats] = {}

    def get(self, text: str) -> Floats | None:
        """Return the vector of a text, if it is known."""
        return self._known.get(_key(text))

    def add(self, text: str, vector: Floats) -> None:
        """Take the vector of a text."""
        self._known[_key(text)] = self._fresh[_key(text)] = vector

    def taken(self) -> dict[str, Floats]:
        """Return what was added since the last time, by the keys of the texts."""
        fresh, self._fresh = self._fresh, {}
        return fresh


def questions_file(folder: Path, encoder: str) -> Path:
    """Return where the vectors of questions with known answers are kept; ``encoder`` is its hash."""
    return folder / f"question-vectors-{encoder[:12]}.npz"


def read_vectors(file: Path) -> dict[str, Floats]:
    """Return what a file holds, by the keys of the texts; nothing if it is not there or broken."""
    return _read(file)


def keep_vectors(file: Path, fresh: dict[str, Floats]) -> None:
    """Add vectors to a file; of very many, the last are kept."""
    if fresh:
        with one_at_a_time(file):
            kept = list({**_read(file), **fresh}.items())[-MOST_KEPT:]
            _write(file, dict(kept))


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _read(file: Path) -> dict[str, Floats]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return dict(zip(arrays["keys"].tolist(), arrays["vectors"]))
    except (OSError, ValueError, KeyError, BadZipFile, EOFError):
        return {}


def _write(file: Path, vectors: dict[str, Floats]) -> None:
    # Beside it first, so that a training that is stopped leaves no half of a file.
    draft = file.with_suffix(".draft.npz")
    np.savez(draft, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    draft.replace(file)
