"""Cut a message into what can be asked apart: sentences, and clauses that are questions themselves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from lantern.content.models import Cues
from lantern.nlu.phrases import leading, words

# These can also begin a part of a sentence that asks nothing.
EMBEDDABLE = ("where", "when", "how", "why")
# Of so few words nothing can be said alone.
FEWEST_CHUNK_WORDS = 3
# A piece shorter than this is no question ("and why" belongs to what stands before it).
FEWEST_WORDS = 2


@dataclass(frozen=True)
class Span:
    """A piece of a message, in characters, and whether it looks like a question.

    ``joined`` says that a joining word or a sentence's end sets it apart from what stands before it.
    """

    start: int
    end: int
    question: bool
    joined: bool = True


@dataclass(frozen=True)
class Sentence(Span):
    """A sentence and its clauses; the clauses are empty if it has one only."""

    clauses: tuple[Span, ...] = ()


class Splitter:
    """Cuts messages by the words of data/cues.yml."""

    def __init__(self, cues: Cues) -> None:
        """Build the patterns."""
        self._question_words = frozenset(cues.question_words)
        self._verbs = frozenset([*cues.question_verbs, *cues.after_question_word])
        self._starts = self._question_words | frozenset(cues.question_verbs)
        self._strong_joins = frozenset(cues.joins)
        self._joins = self._strong_joins | frozenset(cues.weak_joins)
        self._before = frozenset(cues.before_question)
        self._openings = leading(cues.openings)
        self._asks = words(cues.asks)
        self._asks_here = leading(cues.asks)

    def split(self, doc: Doc) -> list[Sentence]:
        """Return the sentences of ``doc`` (which has sentence boundaries) in order."""
        sentences = []
        for sent in doc.sents:
            span = self._span(doc, sent.start, sent.end)
            if span:
                clauses = self._clauses(doc, sent)
                sentences.append(Sentence(span.start, span.end, span.question, clauses=clauses))
        return sentences

    def _clauses(self, doc: Doc, sent: SpacySpan) -> tuple[Span, ...]:
        bounds = [sent.start, *self._boundaries(doc, sent.start, sent.end), sent.end]
        spans = [self._span(doc, start, end) for start, end in itertools.pairwise(bounds)]
        found = [span for span in spans if span]
        return tuple(found) if len(found) > 1 else ()

    def _boundaries(self, doc: Doc, first: int, last: int) -> Iterator[int]:
        since = first
        for index in range(first + 1, last):
            long_enough = min(self._words(doc, since, index), self._words(doc, index, last)) >= FEWEST_WORDS
            if long_enough and self._begins(doc, index, last):
                yield index
                since = index

    def _begins(self, doc: Doc, index: int, last: int) -> bool:
        """Say whether a new question begins with the token ``index``."""
        token, before = doc[index], doc[index - 1]
        if token.lower_ in self._joins:
            after = index + 1
            while after < last and doc[after].lower_ in self._joins:
                after += 1
            return after < last and before.lower_ not in self._joins and self._asks_from(doc, after, last)
        if before.lower_ in self._joins or before.lower_ in self._before:
            return False
        return token.lower_ in self._question_words and self._is_inverted(doc, index, last)

    def _is_inverted(self, doc: Doc, index: int, last: int) -> bool:
        """Say whether a question word really asks: "where can I", not "where they sit"."""
        if doc[index].lower_ not in EMBEDDABLE:
            return True
        return index + 1 < last and doc[index + 1].lower_ in self._verbs

    def _asks_from(self, doc: Doc, index: int, last: int) -> bool:
        if doc[index].lower_ in self._starts:
            return self._is_inverted(doc, index, last)
        return bool(self._asks_here.match(doc[index:last].text))

    def _is_joined(self, doc: Doc, start: int, end: int) -> bool:
        """Say whether a piece begins with "and", or with a comma or the like and a question word."""
        index = start
        while index < end and doc[index].lower_ in self._joins:
            if doc[index].lower_ in self._strong_joins:
                return True
            index += 1
        return start < index < end and doc[index].lower_ in self._question_words

    def _is_join(self, token: Token) -> bool:
        return token.lower_ in self._joins

    @staticmethod
    def _words(doc: Doc, start: int, end: int) -> int:
        return sum(_is_word(token) for token in doc[start:end])

    def _span(self, doc: Doc, start: int, end: int) -> Span | None:
        joined = self._is_joined(doc, start, end)
        first = doc[start].sent.start
        while start < end and (not _is_word(doc[start]) or (start > first and self._is_join(doc[start]))):
            start += 1
        while end > start and doc[end - 1].lower_ in self._joins:
            end -= 1
        if start >= end:
            return None
        piece = doc[start:end]
        return Span(piece.start_char, piece.end_char, self.is_question(piece.text), joined)

    def chunks(self, doc: Doc) -> list[Span]:
        """Return the pieces between commas, joining words and the ends of sentences, whatever they say.

        A danger can stand anywhere: "what is lapatinib, also the kids would be better off without me".
        """
        found = []
        for sent in doc.sents:
            since = sent.start
            for index in range(sent.start, sent.end + 1):
                if index == sent.end or self._is_join(doc[index]):
                    if self._words(doc, since, index) >= FEWEST_CHUNK_WORDS:
                        piece = doc[since:index]
                        found.append(Span(piece.start_char, piece.end_char, False))
                    since = index + 1
        return found

    def is_question(self, text: str) -> bool:
        """Say whether a text asks: by its mark, its first word, or a phrase such as "I wonder"."""
        if "?" in text or self._asks.search(text):
            return True
        rest = self._openings.sub("", text)
        first = re.match(r"[\w']+", rest)
        return first is not None and first.group().lower() in self._starts


def _is_word(token: Token) -> bool:
    return any(character.isalnum() for character in token.text)
