"""The head of a training, kept beside the encoder, so that it can be learnt while Rasa still starts.

Rasa imports and reads for some twenty seconds, on one core, before its TopicMatcher has the utterances.
``lantern train`` has them at once: it learns the head meanwhile, and the TopicMatcher finds it, or waits for
the rest. ``rasa train`` alone learns it in the TopicMatcher.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lantern.content.library import Library
from lantern.content.names import NameFinder
from lantern.encoder.one_at_a_time import one_at_a_time
from lantern.encoder.runtime import DIMENSION, Encoder
from lantern.encoder.vector_cache import encode_cached
from lantern.nlu.delexicalizer import without_names
from lantern.nlu.few_shot_head import FewShotHead, Look
from lantern.nlu.fingerprint import code_fingerprint

KEPT = "head-{}.npz"
# That of the last training, and of the one before, which an undone change needs again.
MOST_KEPT = 2
PRECISION = "fp32"


@dataclass(frozen=True)
class Example:
    """An utterance as written and without its names, and its intent."""

    typed: Look
    plain: Look
    intent: str

    @property
    def place(self) -> tuple[str, str, str]:
        """What examples are sorted by: the order of files must not matter."""
        return self.intent, self.typed.text, self.plain.text


def kept_head(examples: Iterable[Example], folder: Path) -> bytes:
    """Return the head of these examples, as a file; learns it where nobody has, and keeps it.

    Args:
        examples: In any order, with their vectors.
        folder: Where it is kept.
    """
    ordered = sorted(examples, key=lambda example: example.place)
    file = folder / KEPT.format(_key(ordered))
    with one_at_a_time(folder / KEPT.format("learning")):
        if not file.is_file():
            head = FewShotHead.train(
                [example.typed for example in ordered],
                [example.plain for example in ordered],
                [example.intent for example in ordered],
            )
            draft = file.with_suffix(".draft")
            draft.write_bytes(head.to_bytes())
            draft.replace(file)
        os.utime(file)
        _forget_old(folder)
        return file.read_bytes()


def learn_ahead(library: Library, folder: Path) -> None:
    """Learn the head of this content, for a TopicMatcher that will ask for it.

    One whose config.yml asks for int8 vectors will not find it, and learns its own.

    Args:
        library: The content, without problems.
        folder: Where ``lantern encoder`` has built the encoder.

    Raises:
        EncoderMissing: There is no encoder.
    """
    texts = texts_of(library)
    encoder = Encoder(folder, PRECISION, os.cpu_count() or 1)
    wanted = [text for (_, typed), plain in texts.items() for text in (typed, plain)]
    vectors = encode_cached(encoder, wanted, folder)
    looks = {text: Look(text, vector[:DIMENSION]) for text, vector in vectors.items()}
    kept_head(
        (Example(looks[typed], looks[plain], intent) for (intent, typed), plain in texts.items()), folder
    )


def texts_of(library: Library) -> dict[tuple[str, str], str]:
    """Return each utterance without its names, by its intent and as it is written."""
    finder = NameFinder(library.lexicon)
    return {
        (entry.intent, utterance.text): without_names(utterance.text, finder)
        for entry in library.entries.values()
        for utterance in entry.utterances
    }


def _key(examples: list[Example]) -> str:
    """Return what stands for all that a head is learnt from, as 12 hexadecimal digits."""
    digest = hashlib.sha256(code_fingerprint().encode())
    digest.update(json.dumps([example.place for example in examples]).encode())
    for example in examples:
        digest.update(example.typed.vector.tobytes())
        digest.update(example.plain.vector.tobytes())
    return digest.hexdigest()[:12]


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.glob(KEPT.format("*")), key=lambda file: file.stat().st_mtime)
    for file in kept[:-MOST_KEPT]:
        file.unlink()
