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
from lantern.nlu.asking import Asking, learn_asking
from lantern.nlu.context import Context, read_context
from lantern.nlu.delexicalizer import delexicalize
from lantern.nlu.fingerprint import code_fingerprint, content_fingerprint
from lantern.nlu.polarity import Name, Polarity, ruled_out
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
from lantern.nlu.safety_gate import DANGER
from lantern.nlu.segments import Sentence, Span, Splitter, cuts_of
from lantern.nlu.settings import check_settings

FILE = "reader.json"
# Of names that stand in a row, so many are asked apart; no more parts are ever answered.
MOST_IN_A_ROW = 3
# A message has at most so many texts to match; what is left out is sentences in the middle.
MOST_TEXTS = 48
# From this share on, a sentence that the cues do not show to ask is taken for a question.
ASKS = 0.5
READ = "lantern_read"
CONTEXT = "lantern_context"
PLAIN = "lantern_plain"
LINKS = re.compile(
    r"\s*(?:\b(?:treatments?|mets|metastases|disease|cancer|tumou?rs|type|drugs?)\b)?"
    r"\s*(?:,|/|&|\band\b|\bor\b|\bvs\.?|\bversus\b|\balso\b|\bplease\b|\s)+"
    r"(?:\s*(?:the|my|her|in|for|both))*\s*",
    re.IGNORECASE,
)


# What a second name can be joined with at the end of a sentence.
TAIL = re.compile(r"[,;]?\s+(?:and|or|also|plus|n|&)\s+|,\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A sentence, a clause or a whole message, with its readings; the first is the text as typed.

    ``bare`` says that it is names alone, ``explains`` that it only asks what a name is, ``advice`` that it
    asks what one person should do;
    ``joined`` says whether a joining word or a sentence's end sets it apart from what stands before it;
    ``each`` holds, for names that stand in a row ("bone and liver"), one reading a name;
    ``cuts`` all ways to cut a sentence into clauses; ``seems_to_ask`` says that, whatever the cues say, its
    words are more those of a question than of a story.
    """

    start: int
    text: str
    question: bool
    bare: bool
    explains: bool
    advice: bool
    names: tuple[Name, ...]
    readings: tuple[Reading, ...]
    joined: bool = True
    each: tuple[Reading, ...] = ()
    cuts: tuple[tuple[Piece, ...], ...] = ()
    seems_to_ask: bool = False

    @property
    def leans(self) -> bool:
        """Whether it is also read with what was spoken of before."""
        return any(reading.completed for reading in self.readings)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    def all_readings(self) -> Iterator[Reading]:
        """Yield the readings of this piece and of all its clauses."""
        yield from self.readings
        yield from self.each
        for cut in self.cuts:
            for clause in cut:
                yield from clause.all_readings()


@dataclass(frozen=True)
class ReadMessage:
    """A message as a whole and sentence by sentence (none if it has one sentence only)."""

    whole: Piece
    sentences: tuple[Piece, ...]

    def texts(self) -> dict[str, str]:
        """Return all texts that have to be matched, and each without its names."""
        pieces = (self.whole, *self.sentences)
        readings = [reading for piece in pieces for reading in piece.all_readings()]
        found = {reading.text: reading.plain for reading in readings if reading.text}
        if len(found) <= MOST_TEXTS:
            return found
        # The whole, the beginning and the end: a story's question stands there.
        texts = list(found)
        kept = [*texts[: MOST_TEXTS // 3], *texts[-(MOST_TEXTS - MOST_TEXTS // 3) :]]
        return {text: found[text] for text in kept}


class MessageParser:
    """Reads messages by the words of data/cues.yml; nothing here knows Rasa."""

    def __init__(
        self,
        cues: Cues,
        subjects: Mapping[str, Subject],
        uncovered: Collection[str] = (),
        vocabulary: Collection[str] = (),
        language: Language | None = None,
        asking: Asking | None = None,
    ) -> None:
        """Build the patterns.

        Args:
            cues: The words to go by.
            subjects: What each topic is about, by intent.
            uncovered: The canonical names that the sources do not speak of.
            vocabulary: The words that are known; a short question with another one is not completed.
            language: Gives tokens and sentences.
            asking: Sees what asks without the words of the cues.
        """
        self.language = language or blank_pipeline()
        self._asking = asking or Asking({})
        self._polarity = Polarity(cues)
        self._splitter = Splitter(cues)
        self._reader = Reader(cues, vocabulary)
        self._subjects, self._uncovered = subjects, frozenset(uncovered)
        self._told = {(item.entity, item.value) for item in subjects.values() if item.entity and item.value}

    def parse(self, text: str, names: Sequence[Name], context: Context) -> ReadMessage:
        """Return the message with all its readings."""
        marked = self._polarity.mark(text, names)
        subject = self._subjects.get(context.intent or "")
        if subject is None or subject.entity in context.names:
            subject = subject_of_context(context.names, self._uncovered) or subject
        doc = self.language(text)
        sentences = self._splitter.split(doc)
        whole = self._piece(text, Span(0, len(text), self._splitter.is_question(text)), marked, subject)
        if len(sentences) == 1 and len(self._with_tail(text, sentences[0], marked)) < 2:
            return ReadMessage(whole, ())
        pieces = []
        for sentence in sentences:
            here = self._spoken_of(text, sentence, marked, subject)
            made: dict[tuple[int, int], Piece] = {}
            cuts = []
            for cut in cuts_of(self._with_tail(text, sentence, marked)):
                for clause in cut:
                    if (clause.start, clause.end) not in made:
                        spoken_of = self._spoken_of(text, clause, marked, subject)
                        made[clause.start, clause.end] = self._piece(text, clause, marked, spoken_of)
                cuts.append(tuple(made[clause.start, clause.end] for clause in cut))
            pieces.append(self._piece(text, sentence, marked, here, tuple(cuts)))
        return ReadMessage(whole, tuple(pieces))

    def _spoken_of(
        self, text: str, span: Span, marked: Sequence[Name], subject: Subject | None
    ) -> Subject | None:
        """Return what a piece may lean on: a name before it in the message, or else the conversation."""
        named = subject_of_names(_before(marked, span.start), self._told)
        # A few words after a story lean on the story, known or not; only a pronoun may reach further back.
        reaches_back = self._reader.has_pronoun(text[span.start : span.end])
        return named or (subject if reaches_back or not self._reader.is_story(text[: span.start]) else None)

    def _with_tail(self, text: str, sentence: Sentence, marked: Sequence[Name]) -> tuple[Span, ...]:
        """Return the clauses of a sentence; names alone at its end are one ("… and same for bone")."""
        *before, last = sentence.clauses or (sentence,)
        for join in re.finditer(TAIL, text[last.start : last.end]):
            cut, start = last.start + join.start(), last.start + join.end()
            tail = Span(start, last.end, True)
            names = [_shifted(name, -start) for name in marked if _inside(name, tail)]
            head = [name for name in marked if last.start <= name["start"] and name["end"] <= cut]
            if (
                names
                and self._reader.is_bare(text[start : last.end], names)
                and any(name["entity"] == names[0]["entity"] for name in head)
                and not LINKS.fullmatch(text[head[-1]["end"] : start + names[0]["start"]])
            ):
                return (*before, Span(last.start, cut, last.question, last.joined), tail)
        return sentence.clauses

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
        cuts: tuple[tuple[Piece, ...], ...] = (),
    ) -> Piece:
        typed = self._as_typed(text, span, marked)
        piece, names = typed.text, typed.names
        readings = [typed]
        rest = self._reader.corrected(piece)
        if rest != piece:
            cut = len(piece) - len(rest)
            kept = [_shifted(name, -cut) for name in names if name["start"] >= cut]
            readings.append(Reading(rest, tuple(kept)))
        out = {(name["entity"], name["value"]) for name in ruled_out(names)}
        if subject and (subject.entity, subject.value) not in out and self._reader.leans(piece, names):
            readings += self._reader.complete(piece, names, subject)
        rows = listed(piece, names, LINKS)
        each = [alone(piece, names, name) for row in rows[:1] for name in row[:MOST_IN_A_ROW]]
        bare = self._reader.is_bare(piece, names)
        return Piece(
            span.start,
            piece,
            span.question,
            bare,
            self._reader.explains(piece, names),
            self._reader.asks_advice(piece),
            names,
            tuple(readings),
            span.joined,
            tuple(each),
            cuts,
            self._asking.share(piece) >= ASKS,
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


def _before(names: Sequence[Name], end: int) -> list[Name]:
    return [name for name in names if name["end"] <= end]


def _inside(name: Name, span: Span) -> bool:
    return bool(span.start <= name["start"] and name["end"] <= span.end)


def _shifted(name: Name, by: int) -> Name:
    return {**name, "start": name["start"] + by, "end": name["end"] + by}
