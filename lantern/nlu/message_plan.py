"""Decide what to say to a whole message: which of its pieces get a reply, and in what order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lantern.content.models import Cues
from lantern.nlu.context import Context
from lantern.nlu.few_shot_head import Guess
from lantern.nlu.message_reader import Piece, ReadMessage
from lantern.nlu.phrases import any_of
from lantern.nlu.polarity import standing
from lantern.nlu.reply_plan import DANGER_SHARE, Decision, Part, PiecePlanner, Rankings, Thresholds
from lantern.slots import NAME_SLOTS, NONE_OF_THESE

OTHER_LANGUAGE = "area/other_language"
NOT_MEANT = "talk/not_what_i_meant"
THANKS = "talk/thanks"
STUCK = "talk/stuck"
MOST_PARTS = 3
# So much of a piece is quoted where it was not understood.
MOST_QUOTED = 60
# Clauses are answered one by one if each is understood nearly as well as this share of the whole.
JOINED_SHARE, RUN_ON_SHARE = 0.25, 0.9
# Up to so many words, a message is read as one where that is understood at least this much as well.
FEW_WORDS, WHOLE_SHARE = 25, 0.5
# A piece has to be so sure to be answered beside others; one of so few words, surer.
PIECE, FRAGMENT, FRAGMENT_WORDS = 0.12, 0.4, 3
# A piece alone has to be so much surer of a danger: without the rest, "I can't take it in" sounds like one.
# A chunk of a sentence has to be surer still, and a danger has to come first in it.
# A chunk of a sentence has to be surer still, and a danger has to come first in it.
PIECE_DANGER, CHUNK_DANGER = 2.0, 3.0
# The gravest first: what a message is filed under.
GRAVITY = ("danger", "area", "faq", "talk")


@dataclass(frozen=True)
class Plan:
    """What to say to a message.

    Attributes:
        parts: In the order they are said; never empty.
        names: The names that are being spoken of from now on, by entity.
        nearest: The topics that came next, for "that is not what I meant".
        unsure: How many replies in a row have been guesses or none.
        ranking: The guesses for the message as a whole.
        confidence: Of the least sure part; where there is none, of the nearest guess.
    """

    parts: tuple[Part, ...]
    names: Mapping[str, str]
    nearest: tuple[str, ...] = ()
    unsure: int = 0
    ranking: tuple[Guess, ...] = ()
    confidence: float = 0.0

    @property
    def gravest(self) -> Part:
        """The part that the message is filed under."""
        return min(self.parts, key=_gravity)


class MessagePlanner:
    """Turns the rankings of all pieces of a message into a plan."""

    def __init__(self, bundle: Mapping[str, Any], cues: Cues, thresholds: Thresholds) -> None:
        """Prepare the titles, which are answered exactly."""
        self.bundle, self.thresholds = bundle, thresholds
        self.entries: Mapping[str, Mapping[str, Any]] = bundle["entries"]
        self._pieces = PiecePlanner(bundle, thresholds)
        self._titles = {
            plain(entry["title"]): intent
            for intent, entry in self.entries.items()
            if entry["family"] == "faq"
        }
        self._ordinals = cues.ordinals
        self._ordinal_fillers = re.compile(rf"(?<![\w']){any_of(cues.ordinal_fillers)}(?![\w'])", re.I)

    def plan(self, read: ReadMessage, rankings: Rankings, context: Context) -> Plan:
        """Return what to say.

        Args:
            read: The message and its pieces.
            rankings: The guesses for each text that is read, by that text.
            context: What the conversation brings with it.
        """
        text = read.whole.text
        chosen = self._chosen(text, context)
        if chosen == NONE_OF_THESE:
            return self._plan(Decision(self._stuck(), sure=True), read, context, {})
        if chosen:
            part = self._pieces.entry(chosen, 1.0)
            return self._plan(Decision((part,), True, 1.0), read, context, {})
        if not has_letters(text):
            return self._plan(Decision((self._notice("no_words"),)), read, context, {})
        if not mostly_latin(text) and OTHER_LANGUAGE in self.entries:
            part = self._pieces.entry(OTHER_LANGUAGE, 1.0)
            return self._plan(Decision((part,), True, 1.0), read, context, {})
        danger = self._danger(read, rankings)
        if danger:
            part = self._pieces.entry(danger.intent, danger.confidence)
            return self._plan(Decision((part,), True, danger.confidence), read, context, {})
        return self._plan(self._decide(read, rankings, context), read, context, rankings)

    def _chosen(self, text: str, context: Context) -> str | None:
        """Return the intent that a button, a number, "the second one" or a title chooses."""
        if context.chosen is not None and f"faq/{context.chosen}" in self.entries:
            return f"faq/{context.chosen}"
        if plain(text) == plain(self.bundle["labels"]["none_of_these"]):
            return NONE_OF_THESE
        place = self._place(text)
        if place is not None and context.offered:
            index = place if place < 0 else place - 1
            if -len(context.offered) <= index < len(context.offered):
                topic = context.offered[index]
                if topic == NONE_OF_THESE:
                    return NONE_OF_THESE
                return f"faq/{topic}" if f"faq/{topic}" in self.entries else None
        return self._titles.get(plain(text))

    def _place(self, text: str) -> int | None:
        number = text.strip().rstrip(".)")
        if number.isdecimal() and len(number) < 3:
            return int(number) or None
        # "One" is a filler in "the second one" and a choice in "one".
        rest = plain(text)
        if rest in self._ordinals:
            return self._ordinals[rest]
        left = plain(self._ordinal_fillers.sub(" ", rest))
        if left.isdecimal() and len(left) < 3:
            return int(left) or None
        return self._ordinals.get(left)

    def _danger(self, read: ReadMessage, rankings: Rankings) -> Guess | None:
        """Return the danger that any sentence may hold, even where another thing comes first."""
        worst: Guess | None = None
        texts = {chunk.text: (CHUNK_DANGER, 1.0) for chunk in read.chunks}
        texts |= {piece.text: (PIECE_DANGER, DANGER_SHARE) for piece in read.sentences}
        texts[read.whole.text] = (1.0, DANGER_SHARE)
        for text, (factor, share) in texts.items():
            guesses = rankings.get(text, ())
            dangers = [guess for guess in guesses if guess.intent.startswith("danger/")]
            if not dangers or dangers[0].confidence < factor * self.thresholds.danger:
                continue
            near = dangers[0].confidence >= share * guesses[0].confidence
            if near and (worst is None or dangers[0].confidence > worst.confidence):
                worst = dangers[0]
        return worst

    def _decide(self, read: ReadMessage, rankings: Rankings, context: Context) -> Decision:
        whole = self._pieces.decide(read.whole, rankings, context)
        if not read.sentences:
            return whole
        found: list[tuple[Piece, Decision]] = []
        running = context
        for sentence in read.sentences:
            for piece, decision in self._of_sentence(sentence, rankings, running):
                found.append((piece, decision))
                if decision.sure and decision.family in ("faq", "area"):
                    running = replace(running, intent=decision.intents[-1])
        return self._together(whole, found)

    def _of_sentence(
        self, sentence: Piece, rankings: Rankings, context: Context
    ) -> list[tuple[Piece, Decision]]:
        whole = self._pieces.decide(sentence, rankings, context)
        if not sentence.clauses:
            return [(sentence, whole)]
        found, running = [], context
        for clause in sentence.clauses:
            decision = self._pieces.decide(clause, rankings, running)
            found.append((clause, decision))
            if decision.sure and decision.family in ("faq", "area"):
                running = replace(running, intent=decision.intents[-1])
        return found if self._are_apart(whole, found) else [(sentence, whole)]

    def _are_apart(self, whole: Decision, found: Sequence[tuple[Piece, Decision]]) -> bool:
        """Say whether clauses are things of their own; halves that come to the same are one question."""
        asked = [(piece, decision) for piece, decision in found if piece.question and self._is_told(decision)]
        if not asked:
            return False
        if not whole.sure or any(self._is_support(decision) for _, decision in found):
            return True
        if len({intent for _, decision in asked for intent in decision.intents}) < 2:
            return False
        # Without a joining word between them the halves have to be understood better than the whole.
        share = JOINED_SHARE if all(piece.joined for piece, _ in asked[1:]) else RUN_ON_SHARE
        return min(decision.confidence for _, decision in asked) >= share * whole.confidence

    def _is_told(self, decision: Decision) -> bool:
        return decision.sure and decision.family in ("faq", "area") and not self._is_support(decision)

    def _together(self, whole: Decision, found: Sequence[tuple[Piece, Decision]]) -> Decision:
        asked = [(piece, decision) for piece, decision in found if piece.question]
        sure = [decision for piece, decision in asked if self._counts(piece, decision)]
        # In a few words each sentence lends its sense to the others; in a long story one is the question.
        short = sum(piece.words for piece, _ in found) <= FEW_WORDS
        intents = {intent for decision in sure for intent in decision.intents}
        # Where another sentence only makes the same topic less likely, it asks for something else.
        share = 1.0 if intents == set(whole.intents) else WHOLE_SHARE
        as_one = short and len(intents) == 1 and whole.confidence >= share * sure[0].confidence
        if whole.sure and (not sure or (as_one and self._is_told(whole))):
            return self._with_support(whole, found)
        if not sure:
            sure = [decision for _, decision in found if decision.sure and decision.family != "talk"]
            sure = sorted(sure, key=lambda decision: -decision.confidence)[:1]
        if not sure:
            talk = [decision for _, decision in found if decision.sure]
            unclear = [decision for _, decision in asked if not decision.sure]
            return (unclear or talk or [whole])[0]
        parts: dict[str, Part] = {}
        for piece, decision in found:
            if decision in sure or self._is_support(decision) or decision.intents == (THANKS,):
                for part in decision.parts:
                    parts.setdefault(part.get("intent", ""), part)
            elif piece.question and not decision.sure and decision.family != "talk":
                parts.setdefault(piece.text, self._notice("part_not_understood", quote=_quoted(piece.text)))
        kept = [part for key, part in parts.items() if key]
        ranking = next((decision.ranking for decision in sure), ())
        return Decision(
            tuple(self._at_most(kept)),
            True,
            min(decision.confidence for decision in sure),
            ranking,
            any(decision.completed for decision in sure),
        )

    @staticmethod
    def _counts(piece: Piece, decision: Decision) -> bool:
        """Say whether a piece with a question mark or word gets a reply of its own."""
        if not decision.sure or decision.family == "talk":
            return False
        # "Shrink it? Hold it still?" are guesses at the answer to the question before them.
        return decision.confidence >= (FRAGMENT if piece.words <= FRAGMENT_WORDS else PIECE)

    def _with_support(self, whole: Decision, found: Sequence[tuple[Piece, Decision]]) -> Decision:
        if whole.family not in ("faq", "area"):
            return whole
        extra = [
            part
            for _, decision in found
            if self._is_support(decision)
            for part in decision.parts
            if part["intent"] not in whole.intents
        ]
        return replace(whole, parts=tuple(self._at_most([*extra[:1], *whole.parts])))

    def _is_support(self, decision: Decision) -> bool:
        return decision.sure and any(self.entries[item]["kind"] == "support" for item in decision.intents)

    @staticmethod
    def _at_most(parts: list[Part]) -> list[Part]:
        entries = [part for part in parts if part["kind"] == "entry"]
        others = [part for part in parts if part["kind"] != "entry"]
        chosen = entries[:MOST_PARTS] + others[: max(0, MOST_PARTS - len(entries))]
        return [part for part in parts if part in chosen]

    def _plan(self, decision: Decision, read: ReadMessage, context: Context, rankings: Rankings) -> Plan:
        parts = decision.parts
        unsure = 0
        missed = decision.intents == (NOT_MEANT,)
        if missed or (not decision.sure and not self._is_notice(parts, "no_words")):
            unsure = context.unsure + 1
            if unsure > 1 and STUCK in self.entries:
                parts = self._stuck()
            elif missed and len(context.nearest) >= 2:
                parts = self._pieces.clarify(f"faq/{topic}" for topic in context.nearest)
            parts = parts or (self._not_understood(decision.ranking),)
        nearest = self._nearest(decision, parts)
        whole = rankings.get(read.whole.text, ())
        confidence = decision.confidence or (decision.ranking[0].confidence if decision.ranking else 0.0)
        names = self._names(read, decision, context)
        return Plan(parts, names, nearest, unsure, tuple(whole), confidence)

    def _stuck(self) -> tuple[Part, ...]:
        return (self._pieces.entry(STUCK, 1.0),)

    def _not_understood(self, ranking: Sequence[Guess]) -> Part:
        part = self._notice("not_understood")
        near = [guess.intent for guess in ranking if guess.intent.startswith("faq/")][:1]
        if near and ranking[0].intent == near[0] and ranking[0].confidence >= self.thresholds.clarify:
            entry = self.entries[near[0]]
            part["choices"] = [{"topic": entry["name"], "title": entry["title"]}]
        return part

    @staticmethod
    def _is_notice(parts: Sequence[Part], key: str) -> bool:
        return any(part.get("notice") == key for part in parts)

    @staticmethod
    def _nearest(decision: Decision, parts: Sequence[Part]) -> tuple[str, ...]:
        shown = {choice["topic"] for part in parts for choice in part.get("choices", ())}
        names = (guess.intent.split("/")[1] for guess in decision.ranking if guess.intent.startswith("faq/"))
        given = {intent.split("/")[1] for intent in decision.intents}
        return tuple(name for name in names if name not in shown | given)[:MOST_PARTS]

    @staticmethod
    def _names(read: ReadMessage, decision: Decision, context: Context) -> dict[str, str]:
        """Return what is being spoken of: the names in the message, or those before if it leant on them."""
        named = {name["entity"]: name["value"] for name in standing(read.whole.names)}
        kept = {entity: named[entity] for entity in NAME_SLOTS if entity in named}
        leant = decision.completed or decision.family == "talk" or not decision.sure
        return kept or (dict(context.names) if leant else {})

    def _notice(self, key: str, **fill: str) -> Part:
        sentence = self.bundle["notices"][key].format(**fill)
        return {"kind": "notice", "notice": key, "sentence": sentence, "choices": []}


def _gravity(part: Part) -> int:
    family = str(part.get("intent", "")).split("/")[0]
    return GRAVITY.index(family) if family in GRAVITY else len(GRAVITY)


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= MOST_QUOTED:
        return text
    return text[:MOST_QUOTED].rsplit(" ", 1)[0] + " …"


def plain(text: str) -> str:
    """Return a text without case, punctuation and extra spaces."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def has_letters(text: str) -> bool:
    """Say whether there is anything to read."""
    return any(character.isalpha() for character in text)


def mostly_latin(text: str) -> bool:
    """Say whether at least half of the letters are Latin; the encoder reads English only."""
    letters = list(_letters(text))
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * latin >= len(letters)


def _letters(text: str) -> Iterator[str]:
    return (character for character in text if character.isalpha())
