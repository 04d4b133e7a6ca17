"""The look for dangers of this content: the gate is learnt once and kept beside the encoder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4
from zipfile import BadZipFile

import numpy as np

from lantern.answers import Kind
from lantern.content.library import Entry, Library
from lantern.encoder import nearness
from lantern.encoder.runtime import Encoder, hash_of, shared_encoder
from lantern.encoder.vector_cache import Floats, encode_cached
from lantern.safety import gate, normal_form
from lantern.safety.disguises import Disguises
from lantern.safety.gate import Examples, Gate
from lantern.safety.look import SafetyLook
from lantern.safety.sure_signs import SureSigns

# What a gate is learnt by; a change of it makes another gate.
LEARNT_BY = tuple(Path(str(module.__file__)) for module in (gate, nearness, normal_form))
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
    signs = SureSigns(patterns_of(library), library.danger_cues.denied)
    encoder = shared_encoder(folder, PRECISION, threads)
    # Nobody in danger shall wait for it.
    encoder.warm()

    def encode(texts: Sequence[str]) -> Floats:
        return encoder.encode_deep(list(texts))

    disguises, starts = Disguises(_texts(library)), library.danger_cues.clause_starts
    file = _file(library, folder)
    try:
        return SafetyLook(Gate.from_bytes(file.read_bytes(), encode), signs, disguises, starts)
    except (OSError, ValueError, KeyError, BadZipFile):
        # Not there, or broken.
        _learn_into(file, library)
    return SafetyLook(Gate.from_bytes(file.read_bytes(), encode), signs, disguises, starts)


def learnt_gate(library: Library, folder: Path) -> Path:
    """Return the file of the gate; learns it if it is not there.

    Raises:
        EncoderMissing: There is no encoder.
    """
    file = _file(library, folder)
    if not file.is_file():
        _learn_into(file, library)
    return file


def is_learnt(library: Library, folder: Path) -> bool:
    """Say whether the gate of this content is there already.

    Raises:
        EncoderMissing: There is no encoder.
    """
    return _file(library, folder).is_file()


def _file(library: Library, folder: Path) -> Path:
    return folder / KEPT.format(fingerprint(library, hash_of(folder, PRECISION)))


def _learn_into(file: Path, library: Library) -> None:
    learnt = _learn(library, file.parent)
    # Beside it first: who is stopped leaves no half of a file, and two who learn at once do not meet.
    draft = file.with_suffix(f".{uuid4().hex}.draft")
    draft.write_bytes(learnt.to_bytes())
    draft.replace(file)


def _learn(library: Library, folder: Path) -> Gate:
    learner = Encoder(folder, PRECISION, threads=2)

    def encode(texts: Sequence[str]) -> Floats:
        known = encode_cached(learner, texts, folder, "safety-vectors")
        return np.stack([known[text] for text in texts])

    return Gate.train(examples_of(library), encode)


def patterns_of(library: Library) -> dict[str, Sequence[str]]:
    """Return the patterns of each danger."""
    return {entry.name: entry.signs.patterns for entry in library.family("danger") if entry.signs}


def examples_of(library: Library) -> Examples:
    """Return what the gate learns from.

    Of the other families, those that get a word of support, which are near danger. Other questions stand
    in ``danger_cues.yml``: a new topic leaves the gate as it was measured.
    """
    dangers = library.family("danger")
    support = [entry for entry in library.entries.values() if entry.metadata.kind is Kind.SUPPORT]
    return Examples(
        {
            entry.name: [*_messages(entry, "messages"), *(item.text for item in entry.utterances)]
            for entry in dangers
        },
        [text for entry in dangers for text in _messages(entry, "look_alikes")],
        [
            *(utterance.text for entry in support for utterance in entry.utterances),
            *_lines(library.danger_cues.harmless),
        ],
    )


def _texts(library: Library) -> Iterator[str]:
    """Return the texts whose words are known: what the gate learns from, and all utterances."""
    examples = examples_of(library)
    for texts in (*examples.dangers.values(), examples.look_alikes, examples.others):
        yield from texts
    for entry in library.entries.values():
        yield from (utterance.text for utterance in entry.utterances)


def _messages(entry: Entry, key: str) -> list[str]:
    return _lines(getattr(entry.signs, key)) if entry.signs else []


def _lines(text: str) -> list[str]:
    return [line.strip()[2:].strip() for line in text.splitlines() if line.strip().startswith("- ")]


def fingerprint(library: Library, encoder: str) -> str:
    """Return what stands for everything that a gate is learnt from, as 12 hexadecimal digits."""
    examples = examples_of(library)
    content = [examples.dangers, examples.look_alikes, examples.others]
    digest = hashlib.sha256(json.dumps([content, encoder]).encode())
    for file in LEARNT_BY:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
