"""Settings in config.yml are checked, because Rasa does not."""

from __future__ import annotations

import pytest

from lantern.errors import SettingError
from lantern.nlu.reply_planner import ReplyPlanner
from lantern.nlu.settings import check_settings, share

DEFAULTS = {"answer": 0.3, "precision": "fp32", "threads": 1}


def test_known_settings_pass() -> None:
    check_settings("Part", {"answer": 1, "precision": "int8", "name": "x", "alias": None}, DEFAULTS)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"anser": 0.3}, "'anser' is no setting. Did you mean 'answer'?"),
        ({"zzz": 0.3}, "Allowed: answer, precision, threads."),
        ({"answer": "high"}, "answer is 'high'; it has to be of type float."),
        ({"threads": 1.5}, "of type int"),
    ],
)
def test_wrong_settings_are_told(config: dict[str, object], expected: str) -> None:
    with pytest.raises(SettingError, match=expected.replace("?", r"\?").replace(".", r"\.")):
        check_settings("Part", config, DEFAULTS)


@pytest.mark.parametrize("value", [-0.1, 1.1])
def test_a_share_lies_between_0_and_1(value: float) -> None:
    with pytest.raises(SettingError, match="between 0 and 1"):
        share("Part", {"answer": value}, "answer")


def test_the_planner_refuses_a_misspelt_threshold() -> None:
    config = {**ReplyPlanner.get_default_config(), "anwser": 0.3}
    with pytest.raises(SettingError, match="Did you mean 'answer'"):
        ReplyPlanner(config, None, None)  # type: ignore[arg-type]
