"""Sure signs raise the alarm where they stand undenied, and need no gate to have learnt them."""

from __future__ import annotations

import pytest

from lantern.safety.disguises import Disguises
from lantern.safety.gate import Score
from lantern.safety.look import ALARM, DOUBT, SafetyLook
from lantern.safety.sure_signs import SureSigns

SIGNS = SureSigns({"self_harm": ["kill myself"], "emergency": ["chest pain now"]}, ["no|not|dont"])


class StandIn:
    """Stands for a gate that is equally sure of everything."""

    def __init__(self, sureness: float) -> None:
        self.sureness = sureness

    def scores(self, texts: list[str]) -> dict[str, Score]:
        return {text: Score("fever", self.sureness) for text in texts}

    def suspects(self, texts: list[str]) -> list[str]:
        return texts


def look(sureness: float) -> SafetyLook:
    return SafetyLook(StandIn(sureness), SIGNS, Disguises(()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("I want to KILL myself", "self_harm"),
        ("Chest pain now! I could kill myself", "emergency"),
        ("I do not want to kill myself", None),
        ("no chest pain now", None),
        ("it was not the end of the day, chest pain now", "emergency"),
        ("kill the tumour", None),
        ("", None),
    ],
)
def test_the_first_undenied_sign_counts(text: str, danger: str | None) -> None:
    assert SIGNS.danger(text) == danger


def test_where_the_gate_is_in_doubt_a_sign_raises_the_alarm() -> None:
    found = look(DOUBT).look("well then. I will kill myself.")
    assert found and found.name == "self_harm"
    assert look(DOUBT).look("well then. I will go home.") is None


def test_where_the_gate_is_sure_signs_change_nothing() -> None:
    assert look(DOUBT - 0.01).look("I will kill myself") is None
    found = look(ALARM).look("I will kill myself")
    assert found and found.name == "fever"
