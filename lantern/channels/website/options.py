"""The settings of the website channel in credentials.yml, checked when the server starts."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from lantern.errors import SettingError

ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::[0-9]{1,5})?")
# The least and the greatest value of each number.
RANGES = {
    "max_characters": (1, 10_000),
    "session_hours": (1, 720),
    "messages_a_minute": (1, 10_000),
    "messages_a_minute_and_address": (1, 1_000_000),
    "sessions_an_hour_and_address": (1, 1_000_000),
    "proxies": (0, 5),
}


@dataclass(frozen=True)
class Options:
    """What an operator can set.

    ``origins`` are the addresses of the sites that may embed the widget, and of this server itself; without
    any, the channel serves this computer only. ``proxies`` is how many servers of one's own stand before this
    one and add to X-Forwarded-For. ``marks`` is the address of Redis, needed where several servers serve
    together. ``keys_env`` names an environment variable that holds the signing keys; otherwise they are in
    the state folder. ``static_page`` is where the page of all questions and answers is.
    """

    origins: tuple[str, ...] = ()
    max_characters: int = 2000
    session_hours: int = 24
    messages_a_minute: int = 20
    messages_a_minute_and_address: int = 300
    sessions_an_hour_and_address: int = 600
    proxies: int = 0
    marks: str | None = None
    keys_env: str | None = None
    static_page: str = "/faq/"

    @property
    def public(self) -> bool:
        """Whether others than this computer are served."""
        return bool(self.origins)

    @classmethod
    def read(cls, block: Mapping[str, Any] | None) -> Options:
        """Return the options of a block of credentials.yml.

        Raises:
            SettingError: A setting is unknown or out of range.
        """
        settings = dict(block or {})
        known = [field.name for field in fields(cls)]
        for name, value in settings.items():
            if name not in known:
                near = difflib.get_close_matches(str(name), known, 1)
                cure = f"Did you mean {near[0]!r}?" if near else f"Allowed: {', '.join(known)}."
                raise SettingError(f"credentials.yml, website: {name!r} is no setting. {cure}")
            problem = _problem(name, value)
            if problem:
                raise SettingError(f"credentials.yml, website: {name} is {value!r}; {problem}")
        if "origins" in settings:
            settings["origins"] = tuple(settings["origins"])
        return cls(**settings)


def _problem(name: str, value: Any) -> str | None:
    """Return what a value has to be, if it is not that."""
    if name in RANGES:
        least, most = RANGES[name]
        fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        return None if fits else f"it has to be a number from {least} to {most}."
    if name == "origins":
        wrong = value if not isinstance(value, list) else [one for one in value if not _is_origin(one)]
        cure = "it has to be a list of addresses as browsers send them, such as https://www.charity.example"
        return f"{cure}, without a path or a slash at the end." if wrong else None
    if name == "marks":
        fits = value is None or (isinstance(value, str) and bool(re.match(r"(rediss?|unix)://", value)))
        return None if fits else "it has to be the address of Redis: redis://host:6379/0."
    if name == "keys_env":
        fits = value is None or (isinstance(value, str) and bool(os.environ.get(value)))
        return None if fits else "it has to be the name of an environment variable that is set."
    fits = isinstance(value, str) and (re.fullmatch(r"/[\w./-]*|https?://\S+", value) is not None)
    return None if fits else "it has to be a path such as /faq/, or an address with https://."


def _is_origin(value: Any) -> bool:
    return isinstance(value, str) and ORIGIN.fullmatch(value) is not None
