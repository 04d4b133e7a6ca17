"""Cut a message into what can be asked apart: sentences, and clauses that are questions themselves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from lantern.content.models import Cues
from lantern.nlu.phrases import leading, words

# These can also begin a part of a sentence that asks nothing.
EMBEDDABLE = ("where", "when", "how", "why")
# "…, when it was small" asks nothing either; "…, how that is treated" does.
EMBEDDED_AFTER_A_COMMA = ("how", "why")
# In the middle of a sentence a question word asks if a verb follows so soon ("what kind is it"), but not if
# a subject does ("what she took").
WORDS_TO_THE_VERB = 3
QUESTION_STEMS = ("what", "which", "who")
# What the tokenizer makes of "what's" and "whats" after "what".
SHORT_VERBS = frozenset({"s", "'s", "’s", "re", "'re"})
PERSONAL = ("i", "you", "u", "he", "she", "it", "we", "they", "there")
# "That sort of thing" and "that helps" add nothing of their own.
WORDS_OF_A_REMARK = 6
# More clauses than this in a sentence are not told apart.
MOST_CLAUSES = 4
# A piece shorter than this is no question ("and why" belongs to what stands before it).
FEWEST_WORDS = 2
# A "why" of no more words than this names nothing of its own.
MOST_WORDS_OF_WHY = 4


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
        self._question_verbs = frozenset(cues.question_verbs)
        self._verbs = self._question_verbs | frozenset(cues.after_question_word)
        self._subjects = frozenset(cues.subjects)
        self._statements = frozenset(cues.statements)
        self._prepositions = frozenset(cues.before_question_word)
        self._starts = self._question_words | frozenset(cues.question_verbs)
        self._strong_joins = frozenset(cues.joins)
        self._joins = self._strong_joins | frozenset(cues.weak_joins)
        self._embedded = frozenset(cues.embedded)
        self._remarks = self._statements | frozenset(cues.remarks)
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
        inner = list(self._boundaries(doc, sent.start, sent.end))[: MOST_CLAUSES - 1]
        bounds = [sent.start, *inner, sent.end]
        spans = [self._span(doc, start, end) for start, end in itertools.pairwise(bounds)]
        found = [span for span in spans if span]
        return tuple(found) if len(found) > 1 else ()

    def _boundaries(self, doc: Doc, first: int, last: int) -> Iterator[int]:
        since = first
        counted = [0, *itertools.accumulate(_is_word(token) for token in doc[first:last])]
        for index in range(first + 1, last):
            before, after = (
                counted[index - first] - counted[since - first],
                counted[-1] - counted[index - first],
            )
            long_enough = min(before, after) >= FEWEST_WORDS
            if (
                long_enough
                and self._begins(doc, since, index, last)
                and not self._only_asks_why(doc, index, last)
            ):
                yield index
                since = index

    def _only_asks_why(self, doc: Doc, index: int, last: int) -> bool:
        """Say whether the rest asks for the reason of what stands before it ("and why would that be")."""
        rest = [token.lower_ for token in doc[index:last] if _is_word(token)]
        rest = list(itertools.dropwhile(lambda word: word in self._joins, rest))
        return rest[:1] == ["why"] and len(rest) <= MOST_WORDS_OF_WHY

    def _begins(self, doc: Doc, since: int, index: int, last: int) -> bool:
        """Say whether a new question begins with the token ``index``."""
        token, before = doc[index], doc[index - 1]
        if token.lower_ in self._joins:
            after = index + 1
            while after < last and doc[after].lower_ in self._joins:
                after += 1
            if after >= last or before.lower_ in self._joins:
                return False
            return self._goes_on(doc, index, after, last) or self._asks_from(doc, after, last)
        if before.lower_ in self._joins or before.lower_ in self._before:
            return False
        if token.lower_ in self._question_words:
            return self._asks_inside(doc, index, last)
        return self._is_yes_or_no(doc, index, last) and not self._waits_for_verb(doc, since, index)

    def _goes_on(self, doc: Doc, index: int, after: int, last: int) -> bool:
        """Say whether what is joined may be asked or told apart ("…, it scares me", "and when they stop")."""
        word = doc[after].lower_
        strong = any(token.lower_ in self._strong_joins for token in doc[index:after])
        # "In my liver, which is …" goes on with the same; "… and which one" does not.
        asks = word in self._embedded and (strong or word in EMBEDDED_AFTER_A_COMMA)
        remark = word in self._remarks and not strong and last - after >= WORDS_OF_A_REMARK
        return asks or remark or word in self._statements

    def _asks_inside(self, doc: Doc, index: int, last: int) -> bool:
        """Say whether a question word in the middle of a sentence asks: "what is it", not "what she took"."""
        if not self._is_inverted(doc, index, last):
            return False
        following = [token.lower_ for token in doc[index + 1 : min(last, index + 1 + WORDS_TO_THE_VERB)]]
        if not following or following[0] in self._subjects:
            return False
        # "What's" holds its verb.
        return doc[index].lower_ not in QUESTION_STEMS or any(word in self._verbs for word in following)

    def _waits_for_verb(self, doc: Doc, since: int, index: int) -> bool:
        """Say whether a question word before ``index`` has no verb yet ("what sorts of drugs | do they")."""
        words_before = [token.lower_ for token in doc[since:index]]
        asked = [place for place, word in enumerate(words_before) if word in self._question_words]
        if not asked:
            return False
        word, rest = words_before[asked[-1]], words_before[asked[-1] + 1 :]
        return not word.endswith("s") and not any(
            other in self._question_verbs | SHORT_VERBS for other in rest
        )

    def _is_yes_or_no(self, doc: Doc, index: int, last: int) -> bool:
        """Say whether a verb and a pronoun stand the way round that asks ("is it", "do they")."""
        if index + 1 >= last or doc[index].lower_ not in self._question_verbs:
            return False
        return doc[index + 1].lower_ in self._subjects and doc[index + 1].lower_ in PERSONAL

    def _is_inverted(self, doc: Doc, index: int, last: int) -> bool:
        """Say whether a question word really asks: "where can I", not "where they sit"."""
        if doc[index].lower_ not in EMBEDDABLE:
            return True
        return index + 1 < last and doc[index + 1].lower_ in self._verbs

    def _asks_from(self, doc: Doc, index: int, last: int) -> bool:
        if doc[index].lower_ in self._prepositions and index + 1 < last:
            index += doc[index + 1].lower_ in self._question_words
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
        return start < index < end and doc[index].lower_ in self._question_words | self._statements

    def _span(self, doc: Doc, start: int, end: int) -> Span | None:
        joined = self._is_joined(doc, start, end)
        first = doc[start].sent.start
        while start < end and (
            not _is_word(doc[start]) or (start > first and doc[start].lower_ in self._joins)
        ):
            start += 1
        while end > start and doc[end - 1].lower_ in self._joins:
            end -= 1
        if start >= end:
            return None
        piece = doc[start:end]
        asks = self.is_question(piece.text) or (
            start > first and piece[0].lower_ in self._embedded and joined
        )
        return Span(piece.start_char, piece.end_char, asks, joined)

    def is_question(self, text: str) -> bool:
        """Say whether a text asks: by its mark, its first words, or a phrase such as "I wonder"."""
        asks = self._asks.search(text)
        # "My friends and I were wondering" ends what was asked before.
        if "?" in text or (asks and re.search(r"\w", text[asks.end() :])):
            return True
        return any(self._asks_at_start(part) for part in re.split(r"[,;:]|\s-\s", text))

    def _asks_at_start(self, text: str) -> bool:
        return self._begins_to_ask(text) or self._begins_to_ask(self._openings.sub("", text))

    def _begins_to_ask(self, text: str) -> bool:
        first, second, *_ = (*re.findall(r"[\w']+", text.lower().replace("’", "'")), "", "")
        return first in self._starts or (first in self._prepositions and second in self._question_words)


def cuts_of(clauses: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """Yield all ways to cut a sentence that has clauses: none or some of them stay together."""
    for ends in itertools.product((True, False), repeat=max(0, len(clauses) - 1)):
        if not any(ends):
            continue
        cut, first = [], 0
        for index, ends_here in enumerate((*ends, True)):
            if ends_here:
                group = clauses[first : index + 1]
                asks = any(clause.question for clause in group)
                cut.append(Span(group[0].start, group[-1].end, asks, group[0].joined))
                first = index + 1
        yield tuple(cut)


def _is_word(token: Token) -> bool:
    return any(character.isalnum() for character in token.text)
