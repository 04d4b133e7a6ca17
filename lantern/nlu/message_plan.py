"""Decide what to say to a whole message: which of its pieces get a reply, and in what order."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lantern.content.models import Cues
from lantern.nlu.chosen import Chosen
from lantern.nlu.clauses import asks_apart, lent, without_leant_on
from lantern.nlu.context import Context
from lantern.nlu.decision import Decision, Part, Rankings, Thresholds
from lantern.nlu.few_shot_head import Guess
from lantern.nlu.in_general import InGeneral
from lantern.nlu.left_out import LeftOut
from lantern.nlu.letters import has_letters, mostly_latin
from lantern.nlu.message_parser import Piece, ReadMessage
from lantern.nlu.own_case import OwnCase
from lantern.nlu.polarity import standing
from lantern.nlu.reply_plan import ABOUT_THE_TALK, SURE_TALK, THANKS, PiecePlanner
from lantern.slots import NAME_SLOTS, NONE_OF_THESE

OTHER_LANGUAGE = "area/other_language"
NOT_MEANT = "talk/not_what_i_meant"
STUCK = "talk/stuck"
MOST_PARTS = 3
# So many of the nearest topics are offered beside a reply that states none.
MOST_SUGGESTED = 3
# So much of a piece is quoted where it was not understood.
MOST_QUOTED = 60
# To cut a sentence into clauses costs so much of the confidence that is won; more where nothing joins them.
CUT_COST, RUN_ON_COST = 0.15, 0.4
UNCLEAR_COST, SUPPORT_WORTH, NAMED_WORTH = 0.1, 0.5, 0.3
# Fear or sadness in a part of a message has to be as clear as this to get its word.
SUPPORT = 0.18
# Clauses that nothing joins have to be understood nearly as well as the whole.
RUN_ON_SHARE = 0.9
# Up to so many words, a message is read as one where that is understood at least this much as well.
FEW_WORDS, WHOLE_SHARE = 25, 0.5
# A piece has to be so sure to be answered beside others; one of so few words, surer.
PIECE, FRAGMENT, FRAGMENT_WORDS = 0.2, 0.4, 3
# A piece that only looks like a question is answered from here on; beside one that clearly asks, from there.
UNMARKED, UNMARKED_BESIDE = 0.5, 0.65
# What is not covered, told without a question ("I have a cruise booked in May"), gets its reply from here on.
UNASKED = 0.75
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
        told: Whether the person has been told that personal data was taken out.
    """

    parts: tuple[Part, ...]
    names: Mapping[str, str]
    nearest: tuple[str, ...] = ()
    unsure: int = 0
    ranking: tuple[Guess, ...] = ()
    confidence: float = 0.0
    told: bool = False

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
        self._in_general = InGeneral(self.entries, self._pieces.entry)
        self._own_case = OwnCase(self.entries, self._pieces.entry)
        self._left_out = LeftOut(self.entries, bundle["not_covered"], self._pieces.entry)
        self._chosen = Chosen(self.entries, bundle["labels"]["none_of_these"], cues)

    def plan(self, read: ReadMessage, rankings: Rankings, context: Context) -> Plan:
        """Return what to say.

        Args:
            read: The message and its pieces.
            rankings: The guesses for each text that is read, by that text.
            context: What the conversation brings with it.
        """
        if f"danger/{context.danger}" in self.entries:
            return self._plan(self._in_danger(read, rankings, context), read, context, {})
        text = read.whole.text
        chosen = self._chosen.by(text, context)
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
        decision = self._own_case.declined(self._decide(read, rankings, context), read.whole)
        decision = self._left_out.told(decision, read.whole)
        return self._plan(self._thanked(decision, read.whole), read, context, rankings)

    def _thanked(self, decision: Decision, whole: Piece) -> Decision:
        """Return the decision with a word for the thanks that stand beside a question."""
        beside = decision.sure and decision.family in ("faq", "area") and whole.thanks
        if not beside or THANKS in decision.intents or THANKS not in self.entries:
            return decision
        return replace(
            decision, parts=(self._pieces.entry(THANKS, SURE_TALK), *decision.parts[: MOST_PARTS - 1])
        )

    def _in_danger(self, read: ReadMessage, rankings: Rankings, context: Context) -> Decision:
        """Return the reply to a danger alone; what else was asked becomes a choice, for afterwards."""
        decision = self._decide(read, rankings, context)
        asked = [intent for intent in decision.intents if decision.sure and intent.startswith("faq/")]
        entries = [self.entries[intent] for intent in asked[:MOST_SUGGESTED]]
        choices = [{"topic": entry["name"], "title": entry["title"]} for entry in entries]
        part = self._pieces.entry(f"danger/{context.danger}", 1.0)
        return Decision(({**part, "suggested": choices},), True, 1.0)

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
                    running = running.after(decision.intents[-1])
        settled = self._in_general.settled(
            [(piece, lent(piece, decision, whole)) for piece, decision in found]
        )
        if settled != found and self._in_general.is_general(whole):
            whole = replace(whole, parts=(), sure=False)
        return self._together(whole, settled)

    def _of_sentence(
        self, sentence: Piece, rankings: Rankings, context: Context
    ) -> list[tuple[Piece, Decision]]:
        whole = [(sentence, self._pieces.decide(sentence, rankings, context))]
        best, most = whole, self._worth(whole)
        guarded = self._is_uncovered(sentence)
        for cut in sentence.cuts:
            found, running = [], context
            for place, clause in enumerate(cut):
                decision = self._apart(clause, rankings, context, running)
                if guarded and decision.family == "faq" and not asks_apart(place, cut, decision, sentence):
                    # "Pancreatic tumour, what are the options" does not ask for ours.
                    decision = replace(decision, parts=(), sure=False)
                found.append((clause, decision))
                if decision.sure and decision.family in ("faq", "area"):
                    running = running.after(decision.intents[-1])
            if not self._may_stand(found, whole[0][1]):
                continue
            found = without_leant_on(found)
            worth = self._worth(found)
            if worth > most:
                best, most = found, worth
        return best

    def _apart(self, clause: Piece, rankings: Rankings, before: Context, running: Context) -> Decision:
        """Return what is said to a clause; it does not ask once more what was asked right before it."""
        decision = self._pieces.decide(clause, rankings, running)
        if running is before or decision.intents != (running.intent,):
            return decision
        typed = replace(clause, readings=clause.readings[:1])
        alone = self._pieces.decide(typed, rankings, before)
        # "How does Ibrance work, and is it a pill": with the name it asks more than without.
        less = decision.pronoun and alone.family == "area"
        return alone if self._is_told(alone) and not less else decision

    def _may_stand(self, found: Sequence[tuple[Piece, Decision]], whole: Decision) -> bool:
        """Say whether clauses that nothing joins are understood nearly as well as the whole."""
        loose = [
            decision
            for (_, before), (piece, decision) in itertools.pairwise(found)
            if not piece.joined and self._is_told(decision) and self._is_told(before)
        ]
        return all(decision.confidence >= RUN_ON_SHARE * whole.confidence for decision in loose)

    def _worth(self, found: Sequence[tuple[Piece, Decision]]) -> float:
        """Return how well a way to cut a sentence explains it: each thing counts once, each cut costs."""
        told: dict[str, float] = {}
        support = 0.0
        for piece, decision in found:
            if self._is_support(decision):
                support = SUPPORT_WORTH
            elif self._is_told(decision) and (
                piece.question or len(found) == 1 or self._counts(piece, decision)
            ):
                # What is not covered because of a name is as certain as the name.
                least = NAMED_WORTH if decision.family == "area" else 0.0
                for intent in decision.intents:
                    told[intent] = max(told.get(intent, 0.0), decision.confidence, least)
        cost = sum(CUT_COST if piece.joined else RUN_ON_COST for piece, _ in found[1:])
        unclear = sum(piece.question and not decision.sure for piece, decision in found)
        return sum(told.values()) + support - cost - UNCLEAR_COST * unclear

    def _is_told(self, decision: Decision) -> bool:
        return decision.sure and decision.family in ("faq", "area") and not self._is_support(decision)

    def _together(self, whole: Decision, found: Sequence[tuple[Piece, Decision]]) -> Decision:
        asked = [(piece, decision) for piece, decision in found if piece.question]
        least = UNMARKED_BESIDE if any(self._counts(*item) for item in asked) else UNMARKED
        sure = [
            decision
            for piece, decision in found
            if self._counts(piece, decision, least) and not self._is_support(decision)
        ]
        sure = sure or [decision for piece, decision in asked if self._counts(piece, decision)]
        # In a few words each sentence lends its sense to the others; in a long story one is the question.
        short = sum(piece.words for piece, _ in found) <= FEW_WORDS
        intents = {intent for decision in sure for intent in decision.intents}
        # Where another sentence only makes the same topic less likely, it asks for something else.
        same = intents == set(whole.intents)
        share = 1.0 if same else WHOLE_SHARE
        as_one = short and len(intents) == 1 and whole.confidence >= share * sure[0].confidence
        # What was read with a name of the message has the sense of the whole already.
        as_one = as_one and (same or not sure[0].within)
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
            if decision in sure or self._is_support(decision) or self._is_talk(piece, decision):
                for part in decision.parts:
                    parts.setdefault(part.get("intent", ""), part)
            elif piece.question and not decision.sure and decision.family != "talk":
                notice = self._notice("part_not_understood", quote=_quoted(piece.text))
                parts.setdefault(piece.text, {**notice, "choices": self._suggestions(decision.ranking)})
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
    def _is_talk(piece: Piece, decision: Decision) -> bool:
        """Say whether a piece is thanks, or asks about the bot, which is replied to beside the rest."""
        if decision.intents == (THANKS,):
            return True
        asks = piece.question and decision.sure and decision.family == "talk"
        return asks and decision.intents[0] not in ABOUT_THE_TALK and decision.confidence >= SURE_TALK

    def _counts(self, piece: Piece, decision: Decision, unmarked: float = UNMARKED) -> bool:
        """Say whether a piece gets a reply of its own; one that only seems to ask, if it is clear what."""
        if not decision.sure or decision.family == "talk":
            return False
        # An area states nothing medical, so it may be given where it is less clear that it was asked for.
        area = decision.family == "area"
        if area and piece.question and (piece.explains or self._is_uncovered(piece)):
            # What is not covered because of a name is as certain as the name.
            return True
        if not piece.question:
            told = UNASKED if area and not piece.seems_to_ask else UNMARKED if area else unmarked
            return (area or piece.seems_to_ask) and decision.confidence >= told
        # "Shrink it? Hold it still?" are guesses at the answer to the question before them.
        fragment = piece.words <= FRAGMENT_WORDS
        least = (PIECE if fragment else self.thresholds.area) if area else (FRAGMENT if fragment else PIECE)
        return decision.confidence >= least

    @staticmethod
    def _is_uncovered(piece: Piece) -> bool:
        return any(not name["covered"] for name in standing(piece.names))

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
        clear = decision.sure and decision.confidence >= SUPPORT
        return clear and any(self.entries[item]["kind"] == "support" for item in decision.intents)

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
        if decision.sure and len(parts) == 1:
            parts = (self._with_suggestions(parts[0], decision.ranking),)
        grave = any(str(part.get("intent", "")).startswith("danger/") for part in parts)
        tells = context.masked and not context.told and not grave
        if tells:
            parts = (*parts, self._notice("masked"))
        nearest = self._nearest(decision, parts)
        whole = rankings.get(read.whole.text, ())
        confidence = decision.confidence or (decision.ranking[0].confidence if decision.ranking else 0.0)
        names = self._names(read, decision, context)
        return Plan(parts, names, nearest, unsure, tuple(whole), confidence, context.told or tells)

    def _stuck(self) -> tuple[Part, ...]:
        return (self._pieces.entry(STUCK, 1.0),)

    def _not_understood(self, ranking: Sequence[Guess]) -> Part:
        part = self._notice("not_understood")
        part["choices"] = self._suggestions(ranking)
        return part

    def _with_suggestions(self, part: Part, ranking: Sequence[Guess]) -> Part:
        """Return a reply that states no answer with the topics that come nearest to what was asked."""
        if part["kind"] != "entry" or part["entry"]["kind"] not in ("not_covered", "advice_declined"):
            return part
        return {**part, "suggested": self._suggestions(ranking)}

    def _suggestions(self, ranking: Sequence[Guess]) -> list[dict[str, str]]:
        near = [guess for guess in ranking if self._may_be_offered(guess.intent)][:MOST_SUGGESTED]
        titles = [self.entries[guess.intent] for guess in near if guess.confidence >= self.thresholds.clarify]
        return [{"topic": entry["name"], "title": entry["title"]} for entry in titles]

    def _may_be_offered(self, intent: str) -> bool:
        return intent.startswith("faq/") and bool(self.entries[intent]["served"])

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
        leant = decision.completed or decision.family == "talk" or not decision.sure or read.whole.leans
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
