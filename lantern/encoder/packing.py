"""What was learnt as one file: arrays, and what is no array as JSON beside them.

An ``.npz`` file loads ten times faster than a pickle, and holds nothing that could run.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

NAMES = "names"
Arrays = Mapping[str, NDArray[Any]]


def packed(names: Mapping[str, Any], arrays: Arrays) -> bytes:
    """Return the file; ``names`` is all that JSON can write, and no array is called "names"."""
    stream = io.BytesIO()
    np.savez(stream, **{NAMES: np.frombuffer(json.dumps(names).encode(), dtype=np.uint8)}, **arrays)
    return stream.getvalue()


def unpacked(data: bytes) -> tuple[dict[str, Any], Arrays]:
    """Return what ``packed`` was given.

    Raises:
        ValueError: The bytes are no such file.
        KeyError: It has no names.
    """
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        read = {key: arrays[key] for key in arrays.files}
    return json.loads(read.pop(NAMES).tobytes()), read


def vocabulary_of(counter: TfidfVectorizer) -> dict[str, int]:
    """Return the terms of a counter with their places, as JSON can write them."""
    return {term: int(place) for term, place in counter.vocabulary_.items()}
