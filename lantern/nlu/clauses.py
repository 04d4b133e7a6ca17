"""Which clauses of a sentence say something by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lantern.nlu.decision import Decision
from lantern.nlu.message_parser import Piece
from lantern.nlu.polarity import standing

# Beside a drug that the sources do not cover, a clause that names nothing is answered from here on.
UNGUARDED = 0.6
# Of these, one that is covered is asked about beside one that is not.
CONTRASTED = ("site", "subtype")


def without_leant_on(found: Sequence[tuple[Piece, Decision]]) -> list[tuple[Piece, Decision]]:
    """Return clauses of which those that only name what the next one speaks of say nothing themselves.

    "Radiation of the whole head, when is that done" asks one thing, and so does "if they take the liver
    mets out, am I cured".
    """
    leant_on = [decision.within for _, decision in found[1:]] + [False]
    leant_on[0] = leant_on[0] or found[0][0].conditional
    return [
        (piece, replace(decision, parts=(), sure=False, confidence=0.0))
        if leans and not piece.question and _tells(decision)
        else (piece, decision)
        for (piece, decision), leans in zip(found, leant_on)
    ]


def asks_apart(place: int, cut: Sequence[Piece], decision: Decision, sentence: Piece) -> bool:
    """Say whether the clause at ``place`` asks something else than about what its sentence has uncovered."""
    clause = cut[place]
    uncovered = {name["entity"] for name in standing(sentence.names) if not name["covered"]}
    named = standing(clause.names)
    if not uncovered <= {"drug"}:
        # "His prostate cancer is in the bones, how are bone mets treated" does not; "how is HER2 positive
        # treated and what about HER2 low" does.
        return uncovered <= set(CONTRASTED) and uncovered <= {name["entity"] for name in named}
    # The first is set apart by what joins the second.
    joined = cut[1].joined if place == 0 else clause.joined
    if uncovered and clause.pronoun:
        # "What are the options after Enhertu and is it chemo" may ask of Enhertu.
        return False
    return bool(named) or (joined and not clause.leans and decision.confidence >= UNGUARDED)


def lent(piece: Piece, decision: Decision, whole: Decision) -> Decision:
    """Return what an unclear question asks: what the whole message does, if that is its best guess too."""
    unclear = piece.question and not decision.sure and bool(decision.ranking)
    if unclear and whole.sure and whole.intents == (decision.ranking[0].intent,) and whole.family == "faq":
        return whole
    return decision


def _tells(decision: Decision) -> bool:
    comforts = any(part["entry"]["kind"] == "support" for part in decision.parts if part["kind"] == "entry")
    return decision.sure and decision.family in ("faq", "area") and not comforts
