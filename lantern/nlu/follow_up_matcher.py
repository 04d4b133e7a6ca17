"""Rank what a few words ask as a follow-up to the topic that was just answered."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from lantern import paths
from lantern.content.library import load_library
from lantern.encoder.runtime import DIMENSION, Encoder
from lantern.encoder.vector_cache import encode_cached
from lantern.nlu.context import Context
from lantern.nlu.follow_up_head import FollowUp, FollowUpHead
from lantern.nlu.message_parser import ReadMessage
from lantern.nlu.message_reader import CONTEXT, READ
from lantern.nlu.sentence_encoder import VECTORS, Floats, SentenceEncoder
from lantern.nlu.trained_component import TrainedComponent

FILE = "follow_up_head.npz"
CACHE = "follow-up-vectors"
# What is longer says by itself what it asks.
MOST_WORDS = 26
# So many guesses a text are handed on.
MOST_GUESSES = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FollowUpMatcher(TrainedComponent[FollowUpHead | None]):
    """Adds to the context of a message what its short pieces ask as follow-ups."""

    learns_from_content = True

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that have to stand before this one."""
        return [SentenceEncoder]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that have to be installed (names of modules)."""
        return ["sklearn"]

    def learn(self, training_data: TrainingData, folder: Path) -> None:
        """Learn from data/asked_next/, by the vectors of the exact encoder, whichever reads messages."""
        library = load_library(paths.DATA)
        examples = [
            FollowUp(text, f"faq/{topic}", then)
            for topic, file in library.asked_next.items()
            for then, texts in file.texts.items()
            for text in texts
        ]
        if not examples:
            return
        encoder = Encoder(paths.ENCODER, threads=os.cpu_count() or 1)
        deep = encode_cached(encoder, [item.text for item in examples], paths.ENCODER, CACHE)
        vectors = np.stack([deep[item.text][:DIMENSION] for item in examples])
        (folder / FILE).write_bytes(FollowUpHead.train(examples, vectors).to_bytes())

    def read(self, folder: Path) -> FollowUpHead | None:
        """Return the trained head, if there were examples."""
        file = folder / FILE
        return FollowUpHead.from_bytes(file.read_bytes()) if file.is_file() else None

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the guesses of each message's context, by the text that was typed."""
        for message in messages:
            context: Context | None = message.get(CONTEXT)
            read: ReadMessage | None = message.get(READ)
            if context is None or read is None or not context.answered or self._learnt is None:
                continue
            if not self._learnt.knows(context.intent):
                continue
            vectors: dict[str, Floats] = message.get(VECTORS) or {}
            texts = [text for text in dict.fromkeys(read.typed()) if text in vectors and _is_short(text)]
            if texts:
                after = str(context.intent)
                ranked = self._learnt.rank_all(texts, np.stack([vectors[text] for text in texts]), after)
                asked = {text: tuple(row[:MOST_GUESSES]) for text, row in zip(texts, ranked)}
                usual = self._learnt.asked_after(after)
                message.set(CONTEXT, replace(context, follow_ups=asked, usual=usual))
        return messages


def _is_short(text: str) -> bool:
    return len(text.split()) <= MOST_WORDS
