"""The component that reads a message; the words it goes by travel inside the model."""

from __future__ import annotations

import json
import re
from pathlib import Path

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
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
from lantern.nlu.message_parser import MessageParser
from lantern.nlu.readings import Subject, subject_of_entry
from lantern.nlu.safety_gate import DANGER
from lantern.nlu.trained_component import TrainedComponent

FILE = "reader.json"
READ = "lantern_read"
CONTEXT = "lantern_context"
PLAIN = "lantern_plain"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class MessageReader(TrainedComponent[MessageParser]):
    """Sets the readings of a message; the words it goes by travel inside the model."""

    learns_from_content = True

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that have to be installed (names of modules)."""
        return ["spacy"]

    def learn(self, training_data: TrainingData, folder: Path) -> None:
        """Freeze the words into the model."""
        library = load_library(paths.DATA)
        kept = {
            "cues": library.cues.dict(),
            "subjects": {intent: vars(subject) for intent, subject in subjects_of(library).items()},
            "uncovered": uncovered_names(library),
            "vocabulary": vocabulary_of(library),
            "asking": asking_of(library).weights,
        }
        (folder / FILE).write_text(json.dumps(kept), encoding="utf-8")

    def read(self, folder: Path) -> MessageParser:
        """Return what reads messages by the words that the model carries."""
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return MessageParser(
            Cues(**kept["cues"]),
            {intent: Subject(**fields) for intent, fields in kept["subjects"].items()},
            kept["uncovered"],
            kept["vocabulary"],
            asking=Asking(kept["asking"]),
        )

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the text without names of each example; an example is one question by itself."""
        for message in training_data.nlu_examples:
            message.set(PLAIN, delexicalize(message.get(TEXT) or "", message.get(ENTITIES) or []))
        return training_data

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """Set context and readings of each message."""
        for message in messages:
            context = read_context(tracker, message.get("metadata"), message.get(DANGER))
            read = self.learnt.parse(message.get(TEXT) or "", message.get(ENTITIES) or [], context)
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
