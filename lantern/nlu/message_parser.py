"""Read a message: its sentences and clauses, and for each what it may mean in this conversation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language

from lantern.content.models import Cues
from lantern.content.names import blank_pipeline
from lantern.nlu.asking import Asking
from lantern.nlu.context import Context
from lantern.nlu.polarity import Name, Polarity, ruled_out
from lantern.nlu.readings import (
    Reader,
    Reading,
    Subject,
    alone,
    listed,
    subject_of_context,
    subject_of_names,
    subjects_of_names,
)
from lantern.nlu.segments import Sentence, Span, Splitter, cuts_of

# Of names that stand in a row, so many are asked apart; no more parts are ever answered.
MOST_IN_A_ROW = 3
# A message has at most so many texts to match; what is left out is sentences in the middle.
MOST_TEXTS = 48
# From this share on, a sentence that the cues do not show to ask is taken for a question.
ASKS = 0.5
LINKS = re.compile(
    r"\s*(?:\b(?:treatments?|mets|metastases|disease|cancer|tumou?rs|type|drugs?)\b)?"
    r"\s*(?:,|/|&|\+|\"|“|”|\band\b|\bor\b|\bvs\.?|\bversus\b|\balso\b|\bplease\b|\s)+"
    r"(?:\s*(?:the|my|her|in|for|both))*\s*",
    re.IGNORECASE,
)


# What a second name can be joined with at the end of a sentence.
TAIL = re.compile(r"[,;]?\s+(?:and|or|also|plus|n|&)\s+|,\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A sentence, a clause or a whole message, with its readings; the first is the text as typed.

    ``bare`` says that it is names alone, ``explains`` that it only asks what a name is, ``advice`` that it
    asks what one person should do, ``own_case`` that it asks so plainly, ``thanks``
    that it has words of thanks, ``conditional`` that it begins with a condition,
    ``own_yes_or_no`` that it asks yes or no about one person, ``pronoun`` that it has one;
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
    own_case: bool = False
    thanks: bool = False
    conditional: bool = False
    own_yes_or_no: bool = False
    pronoun: bool = False

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
class Spoken:
    """What a piece may lean on; ``here``: it is in the same message; ``several``: all of its kind there."""

    subject: Subject | None
    here: bool = False
    several: tuple[Subject, ...] = ()


@dataclass(frozen=True)
class ReadMessage:
    """A message as a whole and sentence by sentence (none if it has one sentence only)."""

    whole: Piece
    sentences: tuple[Piece, ...]

    def typed(self) -> Iterator[str]:
        """Yield the text of each piece as it was typed."""
        for piece in (self.whole, *self.sentences):
            yield piece.text
            yield from (clause.text for cut in piece.cuts for clause in cut)

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
        all_of_it = Span(0, len(text), self._splitter.is_question(text))
        whole = self._piece(text, all_of_it, marked, Spoken(subject))
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

    def _spoken_of(self, text: str, span: Span, marked: Sequence[Name], subject: Subject | None) -> Spoken:
        """Return what a piece may lean on: a name before it in the message, or else the conversation."""
        before = _before(marked, span.start)
        named = subject_of_names(before, self._told)
        if named:
            return Spoken(named, True, subjects_of_names(before))
        # A few words after a story lean on the story, known or not; only a pronoun may reach further back.
        reaches_back = self._reader.has_pronoun(text[span.start : span.end])
        return Spoken(subject if reaches_back or not self._reader.is_story(text[: span.start]) else None)

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
        spoken: Spoken,
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
        subject = spoken.subject
        if subject and (subject.entity, subject.value) not in out:
            readings += self._reader.in_context(piece, names, subject, span.question and spoken.here)
        if spoken.here:
            readings = [replace(reading, within=reading.completed) for reading in readings]
        readings += self._reader.placed(piece, names, spoken.several)
        rows = listed(piece, names, LINKS)
        each = [alone(piece, names, name) for row in rows[:1] for name in row[:MOST_IN_A_ROW]]
        if not each and len(spoken.several) > 1 and self._reader.is_of_each(piece):
            each = [self._reader.complete(piece, names, one)[0] for one in spoken.several[-MOST_IN_A_ROW:]]
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
            self._reader.is_own_case(piece),
            self._reader.thanks(piece),
            self._reader.is_conditional(piece),
            span.question and self._reader.is_own_yes_or_no(piece),
            self._reader.has_pronoun(piece),
        )


def _before(names: Sequence[Name], end: int) -> list[Name]:
    return [name for name in names if name["end"] <= end]


def _inside(name: Name, span: Span) -> bool:
    return bool(span.start <= name["start"] and name["end"] <= span.end)


def _shifted(name: Name, by: int) -> Name:
    return {**name, "start": name["start"] + by, "end": name["end"] + by}
