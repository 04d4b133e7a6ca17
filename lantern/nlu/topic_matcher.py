"""Rank the topics, areas and other intents for a message with the few-shot head."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from lantern.nlu.few_shot_head import FewShotHead, Look
from lantern.nlu.fingerprint import code_fingerprint
from lantern.nlu.message_parser import ReadMessage
from lantern.nlu.message_reader import PLAIN, READ
from lantern.nlu.sentence_encoder import VECTORS, Floats, SentenceEncoder, sentence_vector
from lantern.nlu.settings import check_settings

FILE = "few_shot_head.npz"
RANKINGS = "lantern_rankings"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicMatcher(GraphComponent):
    """Writes a ranking of intents; what to say is decided by the ReplyPlanner after it."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that have to stand before this one."""
        return [SentenceEncoder]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that have to be installed (names of modules)."""
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings and what they are if config.yml does not say."""
        return {}

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        head: FewShotHead | None = None,
    ) -> None:
        """Check the settings; ``head`` is there once the component is trained."""
        check_settings(type(self).__name__, config, self.get_default_config())
        self._storage, self._resource, self._head = storage, resource, head

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicMatcher:
        """Create an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicMatcher:
        """Load the trained head."""
        with model_storage.read_from(resource) as folder:
            head = FewShotHead.from_bytes((folder / FILE).read_bytes())
        return cls(config, model_storage, resource, head)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return what else training depends on: our code."""
        return code_fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have an intent."""
        examples = [
            (message, typed, plain)
            for message in training_data.intent_examples
            if (typed := sentence_vector(message)) is not None
            and (plain := sentence_vector(message, PLAIN)) is not None
        ]
        self._head = FewShotHead.train(
            [Look(message.get(TEXT), typed) for message, typed, _ in examples],
            [Look(message.get(PLAIN), plain) for message, _, plain in examples],
            [message.get(INTENT_RESPONSE_KEY) or message.get(INTENT) for message, *_ in examples],
        )
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_bytes(self._head.to_bytes())
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the examples as they are; nothing after this one learns from the ranking."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the rankings of each message, by the text that is read; empty where it has none."""
        assert self._head, "Rasa calls process() after train() or load() only."
        typed: list[Look] = []
        plain: list[Look] = []
        wanted: list[dict[str, str]] = []
        for message in messages:
            read: ReadMessage | None = message.get(READ)
            vectors: dict[str, Floats] = message.get(VECTORS) or {}
            pairs = read.texts() if read else {}
            typed += [Look(text, vectors[text]) for text in pairs]
            plain += [Look(text, vectors[text]) for text in pairs.values()]
            wanted.append(pairs)
        # All messages at once: reading through the examples' vectors takes most of the time.
        ranked = iter(self._head.rank_all(typed, plain))
        for message, pairs in zip(messages, wanted):
            message.set(RANKINGS, {text: next(ranked) for text in pairs})
        return messages
