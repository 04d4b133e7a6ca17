"""Tokens, and the names of the lexicon (drugs, sites, subtypes …) in a message, through spaCy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.tokens import Doc

from lantern import paths
from lantern.content.library import load_library
from lantern.content.models import Lexicon
from lantern.content.names import Mention, NameFinder
from lantern.nlu.trained_component import TrainedComponent

FILE = "lexicon.json"
TOKENS = "text_tokens"


# Rasa lets only tokenizers and featurizers process the examples in training; MessageReader needs their names.
@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=True,
)
class LexiconTagger(TrainedComponent[NameFinder]):
    """Finds the names of data/lexicon.yml; the lexicon travels inside the model."""

    learns_from_content = True

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that have to be installed (names of modules)."""
        return ["spacy"]

    def learn(self, training_data: TrainingData, folder: Path) -> None:
        """Freeze the lexicon into the model."""
        (folder / FILE).write_text(load_library(paths.DATA).lexicon.json(), encoding="utf-8")

    def read(self, folder: Path) -> NameFinder:
        """Return what finds the names of the lexicon."""
        return NameFinder(Lexicon.parse_raw((folder / FILE).read_text(encoding="utf-8")))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Tag the examples in place and return them."""
        for message in training_data.nlu_examples:
            self._tag(message)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add tokens and entities; an entity's value is the canonical name."""
        for message in messages:
            document = self._tag(message)
            message.set(TOKENS, [Token(token.text, token.idx) for token in document if not token.is_space])
        return messages

    def _tag(self, message: Message) -> Doc:
        # Examples get no tokens: nothing learns from them, and Rasa takes the fingerprint of each many times.
        document = self.learnt.language.make_doc(message.get(TEXT) or "")
        found = [_entity(mention, document.text) for mention in self.learnt.find(document)]
        message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return document


def named_in(text: str, finder: NameFinder) -> list[dict[str, Any]]:
    """Return the names in a text as the tagger writes them into a message."""
    return [_entity(mention, text) for mention in finder.find(finder.language.make_doc(text))]


def _entity(mention: Mention, text: str) -> dict[str, Any]:
    return {
        "entity": mention.entity,
        "value": mention.name,
        "covered": mention.covered,
        "start": mention.start,
        "end": mention.end,
        "text": text[mention.start : mention.end],
        "extractor": "LexiconTagger",
    }
