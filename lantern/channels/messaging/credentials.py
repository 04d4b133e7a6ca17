"""The messaging channels that a credentials.yml sets up, read without starting any of them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError

from lantern.channels.messaging.catalog import CLASSES, PACKAGE, channel_class, path_of
from lantern.channels.messaging.platform import Platform
from lantern.channels.messaging.settings import examine, webhook_of
from lantern.errors import SettingError

VARIABLE = re.compile(r"\$\{([^}]*)\}")


class _Plain(SafeConstructor):
    """Leaves ``${…}`` as it is: Rasa fills it in for all YAML of a process, and stops at an unset one."""


_Plain.add_constructor("!env_var", lambda loader, node: node.value)


@dataclass(frozen=True)
class Configured:
    """A channel of credentials.yml: its platform, its values, and what is wrong, a sentence each."""

    name: str
    platform: type[Platform]
    values: Mapping[str, str]
    problems: tuple[str, ...]
    # The settings that the block gives, be they right or wrong.
    given: frozenset[str] = frozenset()

    @property
    def webhook(self) -> str:
        """The address to enter at the platform."""
        return webhook_of(self.values.get("public_url") or "https://YOUR-ADDRESS", self.name)


def configured(file: Path) -> list[Configured]:
    """Return the messaging channels of a file, in its order; ``${…}`` is taken from the environment.

    Raises:
        SettingError: The file cannot be read, or names a messaging channel that does not exist.
    """
    try:
        yaml = YAML(typ="safe", pure=True)
        yaml.Constructor = _Plain
        blocks = yaml.load(file.read_text(encoding="utf-8")) or {}
    except OSError as error:
        raise SettingError(f"{file} cannot be read: {error.strerror}.") from error
    except (YAMLError, ValueError) as error:
        raise SettingError(f"{file} is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(blocks, dict):
        raise SettingError(f"{file} has to be channels with their settings.")
    ours = {path_of(name): name for name in CLASSES}
    wrong = [path for path in blocks if str(path).startswith(f"{PACKAGE}.") and path not in ours]
    if wrong:
        raise SettingError(f"{file}: there is no channel {wrong[0]}. Channels: {', '.join(ours)}.")
    return [_configured(name, blocks[path]) for path, name in ours.items() if path in blocks]


def _configured(name: str, block: Any) -> Configured:
    platform = channel_class(name).platform
    unset: list[str] = []
    if isinstance(block, dict):
        block = {key: _filled(value, unset) for key, value in block.items()}
    values, problems = examine(block, platform.settings)
    problems += [f"The environment variable {variable} is not set." for variable in dict.fromkeys(unset)]
    items = block.items() if isinstance(block, dict) else ()
    given = frozenset(str(key) for key, value in items if value not in (None, ""))
    return Configured(name, platform, values, tuple(problems), given)


def _filled(value: Any, unset: list[str]) -> Any:
    if not isinstance(value, str):
        return value
    for variable in VARIABLE.findall(value):
        if not os.environ.get(variable):
            unset.append(variable)
    return VARIABLE.sub(lambda found: os.environ.get(found[1], ""), value)
