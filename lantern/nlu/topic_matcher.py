"""Rank the topics, areas and other intents for a message with the few-shot head."""

from __future__ import annotations

from pathlib import Path

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from lantern import paths
from lantern.nlu.few_shot_head import FewShotHead, Look
from lantern.nlu.kept_head import Example, kept_head
from lantern.nlu.message_parser import ReadMessage
from lantern.nlu.message_reader import PLAIN, READ
from lantern.nlu.sentence_encoder import VECTORS, Floats, SentenceEncoder, sentence_vector
from lantern.nlu.trained_component import TrainedComponent

FILE = "few_shot_head.npz"
RANKINGS = "lantern_rankings"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicMatcher(TrainedComponent[FewShotHead]):
    """Writes a ranking of intents; what to say is decided by the ReplyPlanner after it."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that have to stand before this one."""
        return [SentenceEncoder]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that have to be installed (names of modules)."""
        return ["sklearn"]

    def learn(self, training_data: TrainingData, folder: Path) -> None:
        """Learn from all examples that have an intent."""
        examples = [
            Example(
                Look(message.get(TEXT), typed),
                Look(message.get(PLAIN), plain),
                message.get(INTENT_RESPONSE_KEY) or message.get(INTENT),
            )
            for message in training_data.intent_examples
            if (typed := sentence_vector(message)) is not None
            and (plain := sentence_vector(message, PLAIN)) is not None
        ]
        (folder / FILE).write_bytes(kept_head(examples, paths.ENCODER))

    def read(self, folder: Path) -> FewShotHead:
        """Return the trained head."""
        return FewShotHead.from_bytes((folder / FILE).read_bytes())

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the rankings of each message, by the text that is read; empty where it has none."""
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
        ranked = iter(self.learnt.rank_all(typed, plain))
        for message, pairs in zip(messages, wanted):
            message.set(RANKINGS, {text: next(ranked) for text in pairs})
        return messages
