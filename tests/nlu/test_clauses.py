"""Which clauses of a sentence say something by themselves."""

from __future__ import annotations

from lantern.nlu.clauses import asks_apart, lent, without_leant_on
from lantern.nlu.decision import Decision
from lantern.nlu.few_shot_head import Guess
from lantern.nlu.message_parser import Piece
from tests.nlu.world import ENTRIES, read


def piece(text: str) -> Piece:
    return read(text).whole


def gives(intent: str, confidence: float = 0.8, within: bool = False) -> Decision:
    part = {"kind": "entry", "intent": intent, "confidence": confidence, "entry": ENTRIES[intent]}
    return Decision((part,), True, confidence, within=within)


def test_a_name_before_what_is_asked_of_it_is_not_asked_too() -> None:
    found = [
        (piece("my Ibrance"), gives("faq/ibrance")),
        (piece("what does it cost"), gives("area/cost", within=True)),
    ]
    assert [decision.intents for _, decision in without_leant_on(found)] == [(), ("area/cost",)]
    alone = [(found[0]), (found[1][0], gives("area/cost"))]
    assert [decision.intents for _, decision in without_leant_on(alone)] == [("faq/ibrance",), ("area/cost",)]


def test_fear_and_questions_are_not_lost() -> None:
    after = (piece("what does it cost"), gives("area/cost", within=True))
    for first in [
        (piece("I am scared of it"), gives("area/fear")),
        (piece("what is Ibrance"), gives("faq/ibrance")),
    ]:
        assert without_leant_on([first, after])[0] == first


def test_a_condition_is_not_asked() -> None:
    found = [
        (piece("if they take the liver mets out"), gives("faq/liver")),
        (piece("am I cured"), gives("area/cost")),
    ]
    assert [decision.intents for _, decision in without_leant_on(found)] == [(), ("area/cost",)]


def test_beside_another_cancer_nothing_is_answered() -> None:
    sentence = piece("pancreatic cancer, and when are scans done")
    for asked, intent in [("when are scans done", "faq/scans"), ("how are liver mets treated", "faq/liver")]:
        cut = [piece("pancreatic cancer"), piece(asked)]
        assert not asks_apart(1, cut, gives(intent, 0.9), sentence)


def test_beside_another_drug_a_clear_question_is_answered() -> None:
    sentence = piece("does enhertu hurt, and when are scans done")
    cut = [piece("does enhertu hurt"), piece("when are scans done")]
    assert asks_apart(1, cut, gives("faq/scans", 0.9), sentence)
    assert not asks_apart(1, cut, gives("faq/scans", 0.4), sentence)
    # The first is set apart by what joins the second.
    assert asks_apart(0, cut[::-1], gives("faq/scans", 0.9), sentence)
    about_it = [cut[0], piece("when is it done")]
    assert not asks_apart(1, about_it, gives("faq/scans", 0.9), sentence)


def test_an_unclear_question_asks_what_the_message_does() -> None:
    unclear = Decision(ranking=(Guess("faq/scans", 0.2, 0.2, 0.9),))
    asked = piece("why so often?")
    assert lent(asked, unclear, gives("faq/scans")).intents == ("faq/scans",)
    assert lent(asked, unclear, gives("faq/chemo")) == unclear
    assert lent(piece("so often"), unclear, gives("faq/scans")) == unclear
