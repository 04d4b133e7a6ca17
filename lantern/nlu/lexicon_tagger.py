"""Tokens, and the names of the lexicon (drugs, sites, subtypes …) in a message, through spaCy."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.tokens import Doc

from lantern import paths
from lantern.content.library import load_library
from lantern.content.models import Lexicon
from lantern.content.names import Mention, NameFinder
from lantern.nlu.fingerprint import code_fingerprint, content_fingerprint
from lantern.nlu.settings import check_settings

FILE = "lexicon.json"
TOKENS = "text_tokens"


# Rasa lets only tokenizers and featurizers process the examples in training; MessageReader needs their names.
@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=True,
)
class LexiconTagger(GraphComponent):
    """Finds the names of data/lexicon.yml; the lexicon travels inside the model."""

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that have to be installed (names of modules)."""
        return ["spacy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings and what they are if config.yml does not say."""
        return {}

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        lexicon: Lexicon | None = None,
    ) -> None:
        """Check the settings; ``lexicon`` is there once the component is trained."""
        check_settings(type(self).__name__, config, self.get_default_config())
        self._storage, self._resource = storage, resource
        self._finder = NameFinder(lexicon) if lexicon else None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LexiconTagger:
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
    ) -> LexiconTagger:
        """Load the lexicon that the model carries."""
        with model_storage.read_from(resource) as folder:
            text = (folder / FILE).read_text(encoding="utf-8")
        return cls(config, model_storage, resource, Lexicon.parse_raw(text))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return what else training depends on: our code and the content."""
        return code_fingerprint() + content_fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        """Freeze the lexicon into the model."""
        lexicon = load_library(paths.DATA).lexicon
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(lexicon.json(), encoding="utf-8")
        self._finder = NameFinder(lexicon)
        return self._resource

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
        assert self._finder, "Rasa calls process() after train() or load() only."
        document = self._finder.language.make_doc(message.get(TEXT) or "")
        found = [_entity(mention, document.text) for mention in self._finder.find(document)]
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
