"""Decide what to say to one piece of a message: from rankings to a decision (``decision.py``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lantern.nlu.context import Context
from lantern.nlu.decision import Decision, Part, Rankings, Thresholds
from lantern.nlu.few_shot_head import Guess
from lantern.nlu.message_parser import Piece
from lantern.nlu.name_guard import EXCLUSIVE, Names, fallback_area, fits, names_by_entity, without
from lantern.nlu.polarity import Name, ruled_out, standing
from lantern.nlu.readings import Reading
from lantern.nlu.shares import as_follow_up, as_typed, mixed, scaled
from lantern.nlu.siblings import FIRST_ASPECTS, Siblings, aspect_of

MORE = "talk/tell_me_more"
THANKS = "talk/thanks"
# The reply to those who ask what they should do.
ADVICE = "area/treatment_decision"
# What is said about the conversation itself needs nothing that was spoken of before.
OF_THE_TALK = ("thanks", "goodbye", "greeting", "not_what_i_meant", "stuck", "yes", "no")
ABOUT_THE_TALK = (MORE, *(f"talk/{name}" for name in OF_THE_TALK))
MOST_CHOICES = 3
# The aspect of areas about another illness than the one that the sources are about.
FOREIGN = "another_illness"
# A piece with a pronoun is read with what was spoken of, unless it is understood so much better without;
# one that is only short has to be understood better with it.
PRONOUN_SHARE, ADDED_SHARE = 0.85, 1.2
# A pronoun for a name in the same message stands for nothing else ("how does Faslodex work, is it a shot").
WITHIN_SHARE = 0.7
# A fragment of so few words ("how long") leans on what was spoken of as much as one with a pronoun.
FRAGMENT_WORDS = 3
# Talk about the conversation has to be recognised as surely as this not to be read in its context.
SURE_TALK = 0.3
# So much surer of one topic than of the next, at high confidence, is a lead too.
MARGIN = 0.12
# What is read in its context has few rivals, so it needs less of a lead and less confidence.
COMPLETED_LEAD, COMPLETED_SHARE = 1.25, 0.67
# What the sources tell of some drugs only; of another it is not answered with what else they say of that.
ASKED_OF_ONE = ("how_given", "duration")
# The votes that topics about another name have lost go to those that fit, at most so many times their own.
MOST_GAIN = 10.0
# A follow-up that data/asked_next/ knows counts from here on; against something sure, if it is so much surer.
ASKED_NEXT_UNSURE, ASKED_NEXT, ASKED_NEXT_SHARE = 0.35, 0.65, 1.2
# What is left of the vote for a topic about a drug, site, subtype or gene if none of the kind is named.
UNNAMED = 0.3
# A topic about a therapy for a type or site keeps its vote though the therapy is ruled out, from here on.
CLEAR_VOTE = 0.5


class PiecePlanner:
    """Turns the rankings of one piece into a decision, with the bundle that the model carries."""

    def __init__(self, bundle: Mapping[str, Any], thresholds: Thresholds) -> None:
        """Take the content and the thresholds."""
        self.bundle = bundle
        self.entries: Mapping[str, Mapping[str, Any]] = bundle["entries"]
        self.thresholds = thresholds
        self._siblings = Siblings(bundle)
        self._drugs = {drug for entry in self.entries.values() for drug in entry["facets"].get("drug", ())}

    def decide(self, piece: Piece, rankings: Rankings, context: Context) -> Decision:
        """Return what to say to ``piece``.

        Args:
            piece: The piece with its readings.
            rankings: The guesses for each text that is read, by that text.
            context: What was said before the piece.
        """
        if piece.bare:
            found = self._about_names(piece, rankings, context)
            if found:
                return found
        if piece.thanks and not piece.question and not piece.seems_to_ask and THANKS in self.entries:
            typed = self._of_reading(piece.readings[0], rankings, context)
            # "Nothing cheers me up".
            told = typed.sure and typed.family == "area"
            return typed if told else Decision((self.entry(THANKS, SURE_TALK),), True, SURE_TALK)
        decision = self._of_readings(piece, rankings, context)
        if piece.explains and not decision.sure:
            decision = self._first_aspect(decision) or decision
        asked = piece.advice or piece.own_case or piece.own_yes_or_no
        # Parts are topics to choose from; with them or with names it is about the illness.
        about_it = decision.parts or standing(piece.names)
        if asked and about_it and not decision.sure and ADVICE in self.entries:
            part = self.entry(ADVICE, self.thresholds.area)
            decision = replace(decision, parts=(part,), sure=True, confidence=self.thresholds.area)
        found = self._each_name(piece, rankings, decision) or decision
        if self._asks_of_what_is_not_covered(piece, found, context):
            part = self.entry(str(context.intent), found.confidence)
            return replace(found, parts=(part,), completed=True)
        if not found.sure and piece.thanks and THANKS in self.entries:
            # "Ok, will ask my nurse, thank you".
            return Decision((self.entry(THANKS, SURE_TALK),), True, SURE_TALK)
        return found

    def _asks_of_what_is_not_covered(self, piece: Piece, decision: Decision, context: Context) -> bool:
        """Say whether "it" is another cancer or the like, which was just said not to be covered."""
        told = decision.sure and decision.family == "faq" and context.answered
        leans = piece.pronoun and not standing(piece.names)
        last = self.entries.get(str(context.intent))
        return told and leans and last is not None and aspect_of(last) == FOREIGN

    def _first_aspect(self, decision: Decision) -> Decision | None:
        """Return, of the topics that are near, the one that says what the thing is."""
        near = [guess for guess in decision.ranking[:MOST_CHOICES] if guess.intent.startswith("faq/")]
        first = [guess for guess in near if aspect_of(self.entries[guess.intent]) in FIRST_ASPECTS]
        if not first or first[0].confidence < self.thresholds.answer:
            return None
        part = self.entry(first[0].intent, first[0].confidence)
        return replace(decision, parts=(part,), sure=True, confidence=first[0].confidence)

    def _of_readings(self, piece: Piece, rankings: Rankings, context: Context) -> Decision:
        if any(reading.pronoun for reading in piece.readings):
            rankings = {**rankings, piece.text: _without_small_talk(rankings.get(piece.text, ()))}
        # What is spoken of shuts out topics about another drug, even where the drug is not named again.
        spoken_of = tuple(name for reading in piece.readings if reading.completed for name in reading.names)
        decisions = [
            self._of_reading(reading, rankings, context, piece.text, spoken_of if reading.completed else ())
            for reading in piece.readings
        ]
        best = decisions[0]
        for decision in decisions[1:]:
            if decision.sure and (
                not best.sure or self._is_better(decision, best, piece.words <= FRAGMENT_WORDS)
            ):
                best = decision
        return self._asked_next(piece, context, best) or best

    def _asked_next(self, piece: Piece, context: Context, best: Decision) -> Decision | None:
        """Return what a short piece asks as a follow-up, if that is clearer than what it asks by itself."""
        names, kept = piece.names, standing(piece.names)
        if names_by_entity(kept, False):
            return None
        covered = names_by_entity(kept, True)
        out = self._with_kinds(names_by_entity(ruled_out(names), True))
        # What is not usual after this reply may not be about another name than the one spoken of.
        spoken_of = {**{entity: [name] for entity, name in context.names.items()}, **covered}
        for guess in context.follow_ups.get(piece.text, ()):
            usual = guess.intent in context.usual
            if self._fits(guess.intent, covered if usual else spoken_of, {}, out):
                return self._clearer(guess, best)
        return None

    def _clearer(self, guess: Guess, best: Decision) -> Decision | None:
        about_talk = best.sure and best.intents[:1] and best.intents[0] in ABOUT_THE_TALK
        if about_talk and best.confidence >= SURE_TALK:
            return None
        share = ASKED_NEXT_SHARE if best.sure else 1.0
        if guess.confidence < (ASKED_NEXT if best.sure else ASKED_NEXT_UNSURE):
            return None
        if best.sure and guess.confidence < share * best.confidence:
            return None
        part = self.entry(guess.intent, guess.confidence)
        return Decision((part,), True, guess.confidence, best.ranking, True)

    @staticmethod
    def _is_better(completed: Decision, typed: Decision, fragment: bool) -> bool:
        if typed.intents[0] in ABOUT_THE_TALK and typed.confidence >= SURE_TALK:
            return False
        share = PRONOUN_SHARE if completed.pronoun or fragment else ADDED_SHARE
        if completed.pronoun and completed.within and completed.family == "faq":
            share = WITHIN_SHARE
        return completed.confidence >= share * typed.confidence

    def _of_reading(
        self,
        reading: Reading,
        rankings: Rankings,
        context: Context,
        typed: str = "",
        spoken_of: tuple[Name, ...] = (),
    ) -> Decision:
        fitting = self.fitting(reading, rankings, typed if reading.completed else "", spoken_of)
        if reading.completed and context.answered:
            last = str(context.intent)
            fitting = as_follow_up(fitting, last, self._suggested_after(last))
        if reading.completed:
            fitting = as_typed(fitting, rankings.get(typed, ()))
        uncovered = names_by_entity(standing(reading.names), False)
        found = Decision((), False, 0.0, tuple(fitting), reading.completed, reading.pronoun, reading.within)
        if (
            fitting
            and self._sure(fitting, reading.completed)
            and not self._asks_another_thing(fitting[0], reading, rankings)
        ):
            best = fitting[0]
            if best.intent == MORE and context.intent in self.entries:
                part = self.entry(str(context.intent), best.confidence, again=True)
            else:
                part = self.entry(best.intent, best.confidence)
            return replace(found, parts=(part,), sure=True, confidence=best.confidence)
        homeless = uncovered or self._without_topic(reading)
        area = fallback_area(homeless, self.bundle["not_covered"])
        if area and f"area/{area}" in self.entries:
            sure = self.thresholds.area
            part = self.entry(f"area/{area}", sure)
            # What else it asks may be offered.
            near = self.fitting(replace(reading, names=without(reading.names, homeless)), rankings)
            return replace(found, parts=(part,), sure=True, confidence=sure, ranking=tuple(near))
        return replace(found, parts=self._offer(fitting))

    def fitting(
        self, reading: Reading, rankings: Rankings, typed: str = "", spoken_of: tuple[Name, ...] = ()
    ) -> list[Guess]:
        """Return the guesses that fit the names of a reading; the votes of the others go to them.

        Args:
            reading: The reading.
            rankings: The guesses for each text.
            typed: What was typed, where the reading adds to it: it says best what is asked, and the
                reading of what, so both are listened to.
            spoken_of: Names that the text as typed leans on.
        """
        kept = standing(reading.names)
        covered, uncovered = names_by_entity(kept, True), names_by_entity(kept, False)
        covered = {**names_by_entity(spoken_of, True), **covered}
        out = self._with_kinds(names_by_entity(ruled_out(reading.names), True))
        found = []
        lost = taken = 0.0
        for guess in mixed(rankings.get(reading.text, ()), rankings.get(typed, ())):
            # Dangers are recognised before understanding (lantern/safety/), and by nothing else.
            if guess.intent not in self.entries or guess.intent.startswith("danger/"):
                continue
            topic = guess.intent.startswith("faq/")
            here = self._without_therapies(out, guess) if not reading.completed else out
            if not self._fits(guess.intent, covered, uncovered, here):
                lost += guess.vote if topic else 0.0
                continue
            vote = guess.vote * self._share(guess.intent, covered)
            lost += guess.vote - vote
            taken += vote if topic else 0.0
            found.append((guess, vote, topic))
        # What is asked about another drug is asked about this one; but out of nothing comes no answer, and
        # votes for topics that only the conversation shuts out were cast for what was typed.
        gain = 1.0 if spoken_of and not reading.completed else min(MOST_GAIN, 1 + lost / (taken or 1.0))
        shared = [scaled(guess, vote * gain if topic else vote) for guess, vote, topic in found]
        return sorted(shared, key=lambda guess: -guess.confidence)

    def _suggested_after(self, last: str) -> set[str]:
        entry = self.entries.get(last)
        return {f"faq/{choice['topic']}" for choice in entry["follow_ups"]} if entry else set()

    def _with_kinds(self, out: Names) -> Names:
        """Return what is ruled out with all that is a kind of it (radiation: of the whole brain too)."""
        kinds = self.bundle.get("kinds", {})
        return {
            entity: [*names, *(name for name, whole in kinds.items() if whole in names)]
            for entity, names in out.items()
        }

    def _fits(self, intent: str, covered: Names, uncovered: Names, out: Names) -> bool:
        entry = self.entries[intent]
        if entry["family"] == "area":
            # "Drugs that the sources do not explain" is no reply to a drug that they do.
            missing = [entity for entity, area in self.bundle["not_covered"].items() if area == entry["name"]]
            return not missing or bool(uncovered) or not any(covered.get(entity) for entity in missing)
        return fits(entry, covered, uncovered, out)

    def _without_therapies(self, out: Names, guess: Guess) -> Names:
        """Return what is ruled out; "why does ER positive get no chemo" is about chemo all the same."""
        about = self.entries[guess.intent]["facets"]
        clear = guess.vote >= CLEAR_VOTE and any(about.get(entity) for entity in EXCLUSIVE)
        return {entity: names for entity, names in out.items() if entity != "therapy"} if clear else out

    def _without_topic(self, reading: Reading) -> Names:
        """Return the drugs that the sources mention, but say too little about for a topic of their own."""
        drugs = names_by_entity(standing(reading.names), True).get("drug", [])
        return {"drug": drugs} if any(drug not in self._drugs for drug in drugs) else {}

    def _share(self, intent: str, covered: Names) -> float:
        """Return how much of its vote a topic keeps: less, if it is about a name that was not named."""
        facets = self.entries[intent]["facets"]
        if set(facets.get("therapy", ())) & set(covered.get("therapy", ())):
            return 1.0
        return UNNAMED if any(facets.get(entity) and not covered.get(entity) for entity in EXCLUSIVE) else 1.0

    def _asks_another_thing(self, best: Guess, reading: Reading, rankings: Rankings) -> bool:
        """Say whether a reading asks what the sources tell of another drug only ("is ribociclib a shot")."""
        if not best.intent.startswith("faq/"):
            return False
        guesses = rankings.get(reading.text, ())
        first = next((guess.intent for guess in guesses if guess.intent.startswith("faq/")), best.intent)
        aspect = aspect_of(self.entries[first])
        other = aspect_of(self.entries[best.intent])
        return first != best.intent and aspect in ASKED_OF_ONE and aspect != other

    def _sure(self, guesses: Sequence[Guess], completed: bool) -> bool:
        best = guesses[0]
        if not best.intent.startswith("faq/"):
            return best.confidence >= self.thresholds.area
        second = guesses[1].confidence if len(guesses) > 1 else 0.0
        lead, share = (COMPLETED_LEAD, COMPLETED_SHARE) if completed else (self.thresholds.lead, 1.0)
        # Far ahead in numbers is as good as several times as sure.
        ahead = best.confidence >= lead * second or best.confidence - second >= MARGIN
        return best.confidence >= share * self.thresholds.answer and ahead

    def _offer(self, guesses: Sequence[Guess]) -> tuple[Part, ...]:
        near = [guess for guess in guesses if guess.intent.startswith("faq/")]
        near = [guess for guess in near if guess.confidence >= self.thresholds.clarify]
        return self.clarify([guess.intent for guess in near])

    def _each_name(self, piece: Piece, rankings: Rankings, decision: Decision) -> Decision | None:
        """Return a decision about each of the names that stand in a row, if one reply misses some."""
        if not piece.each or (decision.sure and self._speaks_of_all(decision, piece)):
            return None
        found = [self._of_reading(reading, rankings, Context()) for reading in piece.each]
        parts: dict[str, Part] = {}
        for one in found:
            if one.sure:
                parts.update({part["intent"]: part for part in one.parts})
        if len(parts) < 2:
            return None
        confidence = min(one.confidence for one in found if one.sure)
        return Decision(tuple(parts.values()), True, confidence, found[0].ranking)

    def _speaks_of_all(self, decision: Decision, piece: Piece) -> bool:
        row = [reading.names[-1] for reading in piece.each]
        if decision.family != "faq":
            # "Kadcyla and Enhertu": that the one is not covered keeps nobody from being told of the other.
            fallback = f"area/{self.bundle['not_covered'].get(row[0]['entity'])}"
            return decision.intents != (fallback,) or len({name["covered"] for name in row}) == 1
        entry = self.entries[decision.intents[0]]
        return all(
            name in entry["facets"].get(entity, ())
            # A drug with a topic of its own is not explained where another's topic mentions it.
            or (name in entry["mentions"].get(entity, ()) and name not in self._drugs)
            for entity, values in names_by_entity(row, True).items()
            for name in values
        )

    def _about_names(self, piece: Piece, rankings: Rankings, context: Context) -> Decision | None:
        """Return what the conversation's question comes to for the names that a piece consists of."""
        intents: dict[str, None] = {}
        kept = standing(piece.names)
        names = [name for name in kept if name["entity"] in (*EXCLUSIVE, "therapy")]
        if not all(name["covered"] for name in kept):
            # "Cervical cancer and radiation" does not ask about radiation for ours.
            names = [name for name in kept if name["entity"] != "therapy"]
        for name in names:
            intent = self._siblings.of(name, rankings.get(piece.text, ()), context)
            if intent is None:
                return None
            intents[intent] = None
        if not intents or len({name["entity"] for name in names}) > 1:
            # "Is Perjeta one of the HER2 ones" asks one thing of two names.
            return None
        parts = tuple(self.entry(intent, 1.0) for intent in intents)
        ranking = tuple(self.fitting(piece.readings[0], rankings))
        return Decision(parts, True, 1.0, ranking, completed=True)

    def clarify(self, intents: Iterable[str]) -> tuple[Part, ...]:
        """Return the part that offers topics; none if there are fewer than two."""
        choices = [
            {"topic": self.entries[intent]["name"], "title": self.entries[intent]["title"]}
            for intent in intents
        ][:MOST_CHOICES]
        return ({"kind": "clarify", "choices": choices},) if len(choices) >= 2 else ()

    def entry(self, intent: str, confidence: float, again: bool = False) -> Part:
        """Return the part that gives an entry of the bundle."""
        return {
            "kind": "entry",
            "intent": intent,
            "confidence": confidence,
            "entry": self.entries[intent],
            "again": again,
        }


def _without_small_talk(guesses: Sequence[Guess]) -> Sequence[Guess]:
    """Return no guesses if small talk comes first: "how does it work" does not ask how the bot works."""
    small = bool(guesses) and guesses[0].intent.startswith("talk/")
    return () if small and guesses[0].intent not in ABOUT_THE_TALK else guesses
