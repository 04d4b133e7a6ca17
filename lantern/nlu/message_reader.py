"""Read a message: its sentences and clauses, and for each what it may mean in this conversation."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language

from lantern import paths
from lantern.content.library import Library, load_library
from lantern.content.models import Cues
from lantern.content.names import blank_pipeline
from lantern.nlu.context import Context, read_context
from lantern.nlu.delexicalizer import delexicalize
from lantern.nlu.fingerprint import code_fingerprint, content_fingerprint
from lantern.nlu.polarity import Name, Polarity
from lantern.nlu.readings import (
    Reader,
    Reading,
    Subject,
    alone,
    listed,
    subject_of_context,
    subject_of_entry,
    subject_of_names,
)
from lantern.nlu.segments import Span, Splitter
from lantern.nlu.settings import check_settings

FILE = "reader.json"
READ = "lantern_read"
CONTEXT = "lantern_context"
PLAIN = "lantern_plain"
LINKS = re.compile(
    r"\s*(?:,|/|&|\band\b|\bor\b|\bvs\.?|\bversus\b|\balso\b|\bplease\b|\s)+"
    r"(?:\s*(?:the|my|her|in|for|both))*\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """A sentence, a clause or a whole message, with its readings; the first is the text as typed.

    ``bare`` says that it is names alone, ``explains`` that it only asks what a name is;
    ``joined`` says whether a joining word or a sentence's end sets it apart from what stands before it;
    ``each`` holds, for names that stand in a row ("bone and liver"), one reading a name.
    """

    start: int
    text: str
    question: bool
    bare: bool
    explains: bool
    names: tuple[Name, ...]
    readings: tuple[Reading, ...]
    joined: bool = True
    each: tuple[Reading, ...] = ()
    clauses: tuple[Piece, ...] = ()

    @property
    def leans(self) -> bool:
        """Whether it is also read with what was spoken of before."""
        return any(reading.completed for reading in self.readings)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    def all_readings(self) -> Iterator[Reading]:
        """Yield the readings of this piece and of its clauses."""
        yield from self.readings
        yield from self.each
        for clause in self.clauses:
            yield from clause.all_readings()


@dataclass(frozen=True)
class ReadMessage:
    """A message as a whole and sentence by sentence (none if it has one sentence only).

    ``chunks`` are smaller still; only a danger is looked for in them.
    """

    whole: Piece
    sentences: tuple[Piece, ...]
    chunks: tuple[Reading, ...] = ()

    def texts(self) -> dict[str, str]:
        """Return all texts that have to be matched, and each without its names."""
        pieces = (self.whole, *self.sentences)
        readings = [reading for piece in pieces for reading in piece.all_readings()] + list(self.chunks)
        return {reading.text: reading.plain for reading in readings if reading.text}


class MessageParser:
    """Reads messages by the words of data/cues.yml; nothing here knows Rasa."""

    def __init__(
        self,
        cues: Cues,
        subjects: Mapping[str, Subject],
        uncovered: Collection[str] = (),
        language: Language | None = None,
    ) -> None:
        """Build the patterns.

        Args:
            cues: The words to go by.
            subjects: What each topic is about, by intent.
            uncovered: The canonical names that the sources do not speak of.
            language: Gives tokens and sentences.
        """
        self.language = language or blank_pipeline()
        self._polarity = Polarity(cues)
        self._splitter = Splitter(cues)
        self._reader = Reader(cues)
        self._subjects, self._uncovered = subjects, frozenset(uncovered)

    def parse(self, text: str, names: Sequence[Name], context: Context) -> ReadMessage:
        """Return the message with all its readings."""
        marked = self._polarity.mark(text, names)
        subject = self._subjects.get(context.intent or "")
        if subject is None or subject.entity in context.names:
            subject = subject_of_context(context.names, self._uncovered) or subject
        doc = self.language(text)
        sentences = self._splitter.split(doc)
        chunks = [self._as_typed(text, span, marked) for span in self._splitter.chunks(doc)]
        found = tuple(chunk for chunk in chunks if chunk.text != text)
        whole = self._piece(text, Span(0, len(text), self._splitter.is_question(text)), marked, subject)
        if len(sentences) == 1 and not sentences[0].clauses:
            return ReadMessage(whole, (), found)
        pieces = []
        for sentence in sentences:
            here = subject_of_names(_before(marked, sentence.start)) or subject
            clauses = []
            for clause in sentence.clauses:
                spoken_of = subject_of_names(_before(marked, clause.start)) or here
                clauses.append(self._piece(text, clause, marked, spoken_of))
            pieces.append(self._piece(text, sentence, marked, here, tuple(clauses)))
        return ReadMessage(whole, tuple(pieces), found)

    @staticmethod
    def _as_typed(text: str, span: Span, marked: Sequence[Name]) -> Reading:
        names = [_shifted(name, -span.start) for name in marked if _inside(name, span)]
        return Reading(text[span.start : span.end], tuple(names))

    def _piece(
        self,
        text: str,
        span: Span,
        marked: Sequence[Name],
        subject: Subject | None,
        clauses: tuple[Piece, ...] = (),
    ) -> Piece:
        typed = self._as_typed(text, span, marked)
        piece, names = typed.text, typed.names
        readings = [typed]
        rest = self._reader.corrected(piece)
        if rest != piece:
            cut = len(piece) - len(rest)
            kept = [_shifted(name, -cut) for name in names if name["start"] >= cut]
            readings.append(Reading(rest, tuple(kept)))
        if subject and self._reader.leans(piece, names):
            readings.append(self._reader.complete(piece, names, subject))
        rows = listed(piece, names, LINKS)
        each = [alone(piece, names, name) for row in rows[:1] for name in row]
        bare = self._reader.is_bare(piece, names)
        return Piece(
            span.start,
            piece,
            span.question,
            bare,
            self._reader.explains(piece, names),
            names,
            tuple(readings),
            span.joined,
            tuple(each),
            clauses,
        )


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
        parser = MessageParser(Cues(**kept["cues"]), subjects, kept["uncovered"])
        return cls(config, model_storage, resource, parser)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return what else training depends on: our code and the content."""
        return code_fingerprint() + content_fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        """Freeze the words into the model."""
        library = load_library(paths.DATA)
        subjects, uncovered = subjects_of(library), uncovered_names(library)
        kept = {
            "cues": library.cues.dict(),
            "subjects": {intent: vars(subject) for intent, subject in subjects.items()},
            "uncovered": uncovered,
        }
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(kept), encoding="utf-8")
        self._parser = MessageParser(library.cues, subjects, uncovered)
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
            context = read_context(tracker, message.get("metadata"))
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


def _before(names: Sequence[Name], end: int) -> list[Name]:
    return [name for name in names if name["end"] <= end]


def _inside(name: Name, span: Span) -> bool:
    return bool(span.start <= name["start"] and name["end"] <= span.end)


def _shifted(name: Name, by: int) -> Name:
    return {**name, "start": name["start"] + by, "end": name["end"] + by}
