"""The component that reads a message; the words it goes by travel inside the model."""

from __future__ import annotations

import json
import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from lantern import paths
from lantern.content.library import Library, load_library
from lantern.content.models import Cues
from lantern.content.names import blank_pipeline
from lantern.nlu.asking import Asking, learn_asking
from lantern.nlu.context import read_context
from lantern.nlu.delexicalizer import delexicalize
from lantern.nlu.fingerprint import code_fingerprint, content_fingerprint
from lantern.nlu.message_parser import MessageParser
from lantern.nlu.readings import Subject, subject_of_entry
from lantern.nlu.safety_gate import DANGER
from lantern.nlu.settings import check_settings

FILE = "reader.json"
READ = "lantern_read"
CONTEXT = "lantern_context"
PLAIN = "lantern_plain"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class MessageReader(GraphComponent):
    """Sets the readings of a message; the words it goes by travel inside the model."""

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
        parser: MessageParser | None = None,
    ) -> None:
        """Check the settings; ``parser`` is there once the component is trained."""
        check_settings(type(self).__name__, config, self.get_default_config())
        self._storage, self._resource, self._parser = storage, resource, parser

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReader:
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
    ) -> MessageReader:
        """Load the words that the model carries."""
        with model_storage.read_from(resource) as folder:
            kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        subjects = {intent: Subject(**fields) for intent, fields in kept["subjects"].items()}
        parser = MessageParser(
            Cues(**kept["cues"]),
            subjects,
            kept["uncovered"],
            kept["vocabulary"],
            asking=Asking(kept["asking"]),
        )
        return cls(config, model_storage, resource, parser)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return what else training depends on: our code and the content."""
        return code_fingerprint() + content_fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        """Freeze the words into the model."""
        library = load_library(paths.DATA)
        subjects, uncovered = subjects_of(library), uncovered_names(library)
        vocabulary = vocabulary_of(library)
        asking = asking_of(library)
        kept = {
            "cues": library.cues.dict(),
            "subjects": {intent: vars(subject) for intent, subject in subjects.items()},
            "uncovered": uncovered,
            "vocabulary": vocabulary,
            "asking": asking.weights,
        }
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(kept), encoding="utf-8")
        self._parser = MessageParser(library.cues, subjects, uncovered, vocabulary, asking=asking)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the text without names of each example; an example is one question by itself."""
        for message in training_data.nlu_examples:
            message.set(PLAIN, delexicalize(message.get(TEXT) or "", message.get(ENTITIES) or []))
        return training_data

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """Set context and readings of each message."""
        assert self._parser, "Rasa calls process() after train() or load() only."
        for message in messages:
            context = read_context(tracker, message.get("metadata"), message.get(DANGER))
            read = self._parser.parse(message.get(TEXT) or "", message.get(ENTITIES) or [], context)
            message.set(CONTEXT, context)
            message.set(READ, read)
            # With the role "excluded" a name fills no slot.
            message.set(ENTITIES, list(read.whole.names), add_to_output=True)
        return messages


def subjects_of(library: Library) -> dict[str, Subject]:
    """Return what each topic is about, by intent; topics about nothing in particular are left out."""
    found = {}
    for entry in library.family("faq"):
        facets = {
            key: [value] if isinstance(value, str) else list(value)
            for key, value in entry.metadata.facets.items()
        }
        subject = subject_of_entry(facets)
        if subject:
            found[entry.intent] = subject
    return found


def uncovered_names(library: Library) -> list[str]:
    """Return the canonical names that the sources do not speak of."""
    return [name.name for names in library.lexicon.by_entity().values() for name in names if not name.covered]


def vocabulary_of(library: Library) -> list[str]:
    """Return the words of all utterances and answers, sorted; a word that is not there may be a name."""
    texts = [utterance.text for entry in library.entries.values() for utterance in entry.utterances]
    texts += [text for entry in library.entries.values() for text in entry.texts.values()]
    return sorted({word for text in texts for word in re.findall(r"[^\W\d_]+", text.lower())})


def asking_of(library: Library) -> Asking:
    """Return what tells questions from stories, learnt from topics and areas but not feelings and noise."""
    asked = [
        entry
        for entry in library.entries.values()
        if entry.family in ("faq", "area") and entry.metadata.kind not in ("support", "out_of_scope")
    ]
    return learn_asking((item.text for entry in asked for item in entry.utterances), blank_pipeline())
