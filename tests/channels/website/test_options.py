"""The settings of the channel, and who counts as whom."""

from __future__ import annotations

from typing import Any

import pytest

from lantern.channels.website.options import Options
from lantern.channels.website.origin import Caller, Door, is_json
from lantern.errors import SettingError


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ({"origin": []}, "'origin' is no setting. Did you mean 'origins'?"),
        ({"colour": 1}, "Allowed: origins, max_characters"),
        ({"origins": "https://x.example"}, "a list of addresses"),
        ({"origins": ["https://x.example/"]}, "without a path"),
        ({"origins": ["*"]}, "a list of addresses"),
        ({"origins": ["https://X.example"]}, "a list of addresses"),
        ({"origins": ["null"]}, "a list of addresses"),
        ({"max_characters": 0}, "a number from 1 to 10000"),
        ({"max_characters": True}, "a number from 1 to 10000"),
        ({"session_hours": 721}, "a number from 1 to 720"),
        ({"proxies": -1}, "a number from 0 to 5"),
        ({"marks": "localhost:6379"}, "redis://host:6379/0"),
        ({"keys_env": "NO_SUCH_VARIABLE_HERE"}, "environment variable that is set"),
        ({"static_page": "javascript:x"}, "a path such as /faq/"),
    ],
)
def test_a_wrong_setting_is_told_with_its_cure(block: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingError, match=r"credentials.yml, website: ") as caught:
        Options.read(block)
    assert told in str(caught.value)


def test_settings_have_defaults() -> None:
    assert Options.read(None) == Options() and not Options().public
    found = Options.read({"origins": ["https://www.charity.example", "http://127.0.0.1:8000"]})
    assert found.public and found.origins[1] == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("proxies", "address", "forwarded", "household"),
    [
        (0, "203.0.113.5", "198.51.100.1", "203.0.113.5"),
        (1, "10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "10.0.0.1", "198.51.100.1", "10.0.0.1"),
        (1, "10.0.0.1", "nonsense", "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:203.0.113.5", "", "203.0.113.5"),
        (1, "10.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        (1, "10.0.0.1", "6.6.6.6, [2001:db8::1]:4711", "2001:db8::/64"),
        (1, "10.0.0.1", "[2001:db8::1]", "2001:db8::/64"),
        (1, "10.0.0.1", "2001:db8:0:0:1:2:3:4711", "2001:db8::/64"),
        (1, "10.0.0.1", "nonsense:4711", "unknown"),
        (1, "10.0.0.1", "203.0.113.9:x", "unknown"),
    ],
)
def test_whose_requests_are_counted_together(
    proxies: int, address: str, forwarded: str, household: str
) -> None:
    caller = Caller(address, "bot.example", "https", None, forwarded)
    assert Door([], proxies).household(caller) == household


@pytest.mark.parametrize(
    ("kind", "json"),
    [
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        ("text/plain; application/json", False),
        ("application/json-x", False),
        ("", False),
    ],
)
def test_what_counts_as_json(kind: str, json: bool) -> None:
    assert is_json(kind) is json
