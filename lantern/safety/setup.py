"""The look for dangers of this content: the gate is learnt once and kept beside the encoder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from lantern.content.library import Entry, Library
from lantern.encoder.runtime import Encoder, shared_encoder
from lantern.encoder.vector_cache import Floats, encode_cached
from lantern.safety.features import PatternFeatures
from lantern.safety.gate import Examples, Gate
from lantern.safety.look import SafetyLook

CODE = Path(__file__).parent
KEPT = "gate-{}.npz"
# Any change of these makes another gate.
PRECISION = "fp32"


def safety_look(library: Library, folder: Path, threads: int = 1) -> SafetyLook:
    """Return the look; learns the gate if it is not there (some seconds) and keeps it.

    Args:
        library: The content, with the signs of each danger.
        folder: Where ``lantern encoder`` has built the encoder; the gate is kept there too.
        threads: How many processor cores one look may use.

    Raises:
        EncoderMissing: There is no encoder.
    """
    features = PatternFeatures(patterns_of(library), library.danger_cues.dict())
    encoder = shared_encoder(folder, PRECISION, threads)

    def encode(texts: Sequence[str]) -> Floats:
        return encoder.encode(list(texts))

    file = folder / KEPT.format(fingerprint(library, encoder))
    try:
        return SafetyLook(Gate.from_bytes(file.read_bytes(), features, encode))
    except (OSError, ValueError, KeyError, BadZipFile):
        gate = _learn(library, features, folder)
    draft = file.with_suffix(".draft")
    draft.write_bytes(gate.to_bytes())
    draft.replace(file)
    return SafetyLook(Gate.from_bytes(file.read_bytes(), features, encode))


def _learn(library: Library, features: PatternFeatures, folder: Path) -> Gate:
    learner = Encoder(folder, PRECISION, threads=2)

    def encode(texts: Sequence[str]) -> Floats:
        known = encode_cached(learner, texts, folder, "safety-vectors")
        return np.stack([known[text] for text in texts])

    return Gate.train(examples_of(library), features, encode)


def patterns_of(library: Library) -> dict[str, Sequence[str]]:
    """Return the patterns of each danger."""
    return {entry.name: entry.signs.patterns for entry in library.family("danger") if entry.signs}


def examples_of(library: Library) -> Examples:
    """Return what the gate learns from; the messages of all other families are no dangers."""
    dangers = library.family("danger")
    return Examples(
        {
            entry.name: [*_lines(entry, "messages"), *(item.text for item in entry.utterances)]
            for entry in dangers
        },
        [text for entry in dangers for text in _lines(entry, "look_alikes")],
        [
            utterance.text
            for entry in library.entries.values()
            if entry.family != "danger"
            for utterance in entry.utterances
        ],
    )


def _lines(entry: Entry, key: str) -> list[str]:
    text = getattr(entry.signs, key) if entry.signs else ""
    return [line.strip()[2:].strip() for line in text.splitlines() if line.strip().startswith("- ")]


def fingerprint(library: Library, encoder: Encoder) -> str:
    """Return what stands for everything that a gate is learnt from, as 12 hexadecimal digits."""
    examples = examples_of(library)
    content = [examples.dangers, examples.look_alikes, examples.others, patterns_of(library)]
    digest = hashlib.sha256(json.dumps([content, library.danger_cues.dict(), encoder.hash]).encode())
    for file in sorted(CODE.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
