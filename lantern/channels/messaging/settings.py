"""A channel's block in credentials.yml: all that is missing, misspelt or out of form is named at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lantern.channels.messaging.platform import Setting
from lantern.errors import SettingError

# An address outside this computer has to be encrypted.
ADDRESS = r"https://[^\s/]+(/\S*)?|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/\S*)?"
# Our paths are added to it, and what a platform signs has them: with another before them, nothing would fit.
SITE = r"https://[^\s/?#]+/*|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?/*"
WEBHOOK = "{public_url}/webhooks/{name}/webhook"
NUMBER = r"[1-9]\d{0,5}"

PUBLIC_URL = Setting(
    "public_url",
    "the address under which the platform reaches this server, without a path",
    where="your reverse proxy; it has to speak https",
    pattern=SITE,
    form="an address with https:// and without a path",
)
# What every messaging channel has.
COMMON = (
    PUBLIC_URL,
    Setting(
        "max_characters",
        "the greatest length of a message that is read",
        default="2000",
        pattern=r"[1-9]\d{0,3}|10000",
        form="a number from 1 to 10000",
    ),
    Setting(
        "messages_a_minute",
        "how many messages one person may send in a minute",
        default="20",
        pattern=NUMBER,
        form="a number from 1",
    ),
    Setting(
        "marks",
        "the address of Redis, where several servers serve together",
        # It may hold a password.
        secret=True,
        pattern=r"(rediss?|unix)://\S+",
        form="an address such as redis://host:6379/0",
    ),
    Setting(
        "kept_minutes",
        "for how many minutes a reply that could not be delivered is kept and tried again",
        default="60",
        pattern=r"[1-9]\d{0,3}",
        form="a number from 1 to 9999",
    ),
)


def address(purpose: str, default: str, name: str = "api") -> Setting:
    """Return the setting for an address of a platform, which tests and proxies replace."""
    return Setting(name, purpose, default=default, pattern=ADDRESS, form="an address with https://")


def server(purpose: str, where: str, added: str) -> Setting:
    """Return the setting for the address of one's own server, to which the code adds a path (/api/v4)."""
    family = added.rpartition("/")[0]
    return Setting(
        "api",
        purpose,
        where=where,
        required=True,
        # With the path in it already, every call would go to a place that does not exist.
        pattern=rf"(?!\S*{family}(/v\d+)?/*$)({ADDRESS})",
        form=f"an address with https://, and without {added}, which is added to it",
    )


def webhook_of(public_url: str, name: str) -> str:
    """Return the address to which a platform sends what people write."""
    return WEBHOOK.format(public_url=public_url.rstrip("/"), name=name)


def read(name: str, block: Mapping[str, Any] | None, declared: Sequence[Setting]) -> dict[str, str]:
    """Return the settings of a block, each declared one with its value, its default or "".

    Args:
        name: The channel's name.
        block: What credentials.yml says.
        declared: The platform's own settings.

    Raises:
        SettingError: Something is missing, misspelt or out of form; the message names all of it and holds no
            value of a secret.
    """
    values, problems = examine(block, declared)
    if problems:
        raise SettingError(f"credentials.yml, {name}: {' '.join(problems)}")
    return values


def examine(block: Any, declared: Sequence[Setting]) -> tuple[dict[str, str], list[str]]:
    """Return the values that are there, and what is wrong with a block, a sentence each."""
    if block is not None and not isinstance(block, Mapping):
        return {}, ["The block has to be settings with their values."]
    given = dict(block or {})
    # What a platform says of a setting goes before what all have.
    settings = {setting.name: setting for setting in (*COMMON, *declared)}
    problems = [_unknown(str(key), settings) for key in given if key not in settings]
    values = {}
    for setting in settings.values():
        values[setting.name], problem = _value(setting, given.get(setting.name))
        problems += [problem] if problem else []
    for setting in settings.values():
        told = setting.objection(values) if setting.objection and values[setting.name] else ""
        if told:
            problems.append(f"{setting.name}: {told}")
            values[setting.name] = ""
    return values, problems


def _unknown(key: str, settings: Mapping[str, Setting]) -> str:
    near = difflib.get_close_matches(key, settings, 1)
    cure = f"Did you mean {near[0]!r}?" if near else f"Allowed: {', '.join(settings)}."
    return f"{key!r} is no setting. {cure}"


def _value(setting: Setting, given: Any) -> tuple[str, str | None]:
    if given is None or given == "":
        if not setting.required:
            return setting.default, None
        where = f" You find it here: {setting.where}." if setting.where else ""
        return "", f"{setting.name} is missing: {setting.purpose}.{where}"
    if isinstance(given, bool) or not isinstance(given, (str, int)):
        return "", f"{setting.name} has to be {setting.form}, in quotes."
    value = str(given)
    if re.fullmatch(setting.pattern, value):
        return value, None
    unseen = _unseen(value)
    if unseen:
        return "", f"{setting.name} {unseen}; it has to be {setting.form}, without that."
    shown = "" if setting.secret else f" is {value!r}; it"
    return "", f"{setting.name}{shown} has to be {setting.form}."


def _unseen(value: str) -> str:
    """Return what is wrong with a value that nobody sees by looking at it: it came with a copied secret."""
    if value.strip() != value:
        return "begins or ends with a blank or a line end"
    return "has a line end in it" if "\n" in value or "\r" in value else ""
