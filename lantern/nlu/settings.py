"""Settings of our components in config.yml: Rasa accepts misspelt ones, so each component asks here."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from lantern.errors import SettingError

# What Rasa itself adds to a component's settings.
FROM_RASA = {"name", "alias", "random_seed", "epochs", "finetuning_epoch_fraction"}


def check_settings(component: str, config: Mapping[str, Any], defaults: Mapping[str, Any]) -> None:
    """Raise if ``config`` has a setting that ``defaults`` does not know, or of another type.

    Raises:
        SettingError: With the component, the setting, and what is allowed.
    """
    for key, value in config.items():
        if key in FROM_RASA:
            continue
        if key not in defaults:
            near = difflib.get_close_matches(key, list(defaults), 1)
            cure = f"Did you mean {near[0]!r}?" if near else f"Allowed: {', '.join(defaults)}."
            raise SettingError(f"config.yml, {component}: {key!r} is no setting. {cure}")
        expected = type(defaults[key])
        number = expected is float and isinstance(value, int) and not isinstance(value, bool)
        if not isinstance(value, expected) and not number:
            raise SettingError(
                f"config.yml, {component}: {key} is {value!r}; it has to be of type {expected.__name__}."
            )


def share(component: str, config: Mapping[str, Any], key: str) -> float:
    """Return a setting that has to lie between 0 and 1.

    Raises:
        SettingError: It does not.
    """
    return number(component, config, key, 0.0, 1.0)


def number(component: str, config: Mapping[str, Any], key: str, least: float, most: float) -> float:
    """Return a setting that has to lie between two numbers.

    Raises:
        SettingError: It does not.
    """
    value = float(config[key])
    if not least <= value <= most:
        raise SettingError(
            f"config.yml, {component}: {key} is {value}; it has to lie between {least:g} and {most:g}."
        )
    return value
