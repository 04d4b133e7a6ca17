"""The meaning of a message as one vector, from the sentence encoder built by ``lantern encoder``."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from lantern import paths
from lantern.encoder.build import identity
from lantern.encoder.runtime import DIMENSION, MANIFEST, PRECISIONS, Encoder, shared_encoder
from lantern.encoder.vector_cache import encode_cached
from lantern.errors import EncoderMissing
from lantern.nlu.fingerprint import code_fingerprint
from lantern.nlu.message_parser import ReadMessage
from lantern.nlu.message_reader import PLAIN, READ
from lantern.nlu.settings import check_settings

# All vectors of a message by the text that they belong to.
VECTORS = "lantern_vectors"
Floats = NDArray[np.float32]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds a sentence feature of 384 numbers. The encoder's files are outside the model (90 MB)."""

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that have to be installed (names of modules)."""
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings and what they are if config.yml does not say."""
        return {
            **DenseFeaturizer.get_default_config(),
            # fp32: the same vectors on every machine; int8: faster and smaller, may differ a little.
            "precision": "fp32",
            # Processor cores that one message may use.
            "threads": 1,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse unknown settings (Rasa calls this for featurizers)."""
        check_settings(cls.__name__, config, cls.get_default_config())

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """Load the encoder.

        Raises:
            EncoderMissing: It has not been built.
        """
        super().__init__(name, config)
        self._encoder = shared_encoder(paths.ENCODER, config["precision"], config["threads"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Create the component; there is nothing to train."""
        return cls(config, execution_context.node_name)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return what else the vectors depend on: our code and the encoder's files."""
        if not (paths.ENCODER / MANIFEST).is_file():
            name = PRECISIONS.get(config.get("precision", "fp32"), "")
            raise EncoderMissing(f"{paths.ENCODER / name} is missing. Run: lantern encoder")
        return code_fingerprint() + identity(paths.ENCODER)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors to the examples in place and return them."""
        with_text = [message for message in training_data.nlu_examples if message.get(TEXT)]
        texts = [message.get(key) for message in with_text for key in (TEXT, PLAIN)]
        # Nobody waits for an answer now, so all cores may work.
        encoder = Encoder(paths.ENCODER, self._config["precision"], os.cpu_count() or 1)
        deep = encode_cached(encoder, texts, paths.ENCODER)
        vectors = {text: vector[:DIMENSION] for text, vector in deep.items()}
        for message in with_text:
            for key in (TEXT, PLAIN):
                self._add(message, vectors[message.get(key)], key)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector of each message, and those of all texts that it may be read as."""
        wanted = [_texts_of(message) for message in messages]
        # Evaluation puts many messages at once: together they take half the time.
        texts = list(dict.fromkeys(text for own in wanted for text in own))
        vectors = dict(zip(texts, self._encoder.encode(texts)))
        for message, own in zip(messages, wanted):
            message.set(VECTORS, {text: vectors[text] for text in own})
            if message.get(TEXT) in own:
                self._add(message, vectors[message.get(TEXT)], TEXT)
        return messages

    def _add(self, message: Message, vector: Floats, key: str) -> None:
        # Features and no bare array: Rasa takes the fingerprint of the one at once, and writes out the other.
        feature = Features(vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, key, self._identifier)
        message.add_features(feature)


def _texts_of(message: Message) -> list[str]:
    """Return all texts that a message may be read as, with their names and without."""
    read: ReadMessage | None = message.get(READ)
    pairs = read.texts() if read else {}
    return list(dict.fromkeys([*pairs, *pairs.values()]))


def sentence_vector(message: Message, key: str = TEXT) -> Floats | None:
    """Return the vector that SentenceEncoder gave a text of a message (384 numbers), if there is one."""
    # Rasa's own get_dense_features puts all features together first; there is only this one.
    for features in message.features:
        if features.type == FEATURE_TYPE_SENTENCE and features.attribute == key:
            return np.ravel(features.features)
    return None
