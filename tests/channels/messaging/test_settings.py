"""A channel's block: what is missing or wrong is told at once, and no secret with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.channels.messaging.catalog import CLASSES, channel_class
from lantern.channels.messaging.credentials import configured
from lantern.channels.messaging.settings import examine, read
from lantern.errors import SettingError
from lantern.paths import ROOT

PROFILE = ROOT / "deploy" / "messaging" / "credentials.yml"


@pytest.mark.parametrize("name", CLASSES)
def test_a_channel_without_its_secrets_names_each_of_them(name: str) -> None:
    with pytest.raises(SettingError) as told:
        channel_class(name).from_credentials({})
    declared = channel_class(name).platform.settings
    needed = [setting for setting in declared if setting.required]
    assert needed and all(f"{setting.name} is missing" in str(told.value) for setting in needed)
    assert all(setting.where in str(told.value) for setting in needed)
    assert any(setting.secret for setting in needed)


def test_wrong_values_are_told_without_secrets() -> None:
    block = {
        "bot_token": "hunter2 and more",
        "signing_secret": "S",
        "signing_secrt": "x",
        "max_characters": 0,
        "public_url": "http://bot.example.org",
    }
    with pytest.raises(SettingError) as told:
        read("slack", block, channel_class("slack").platform.settings)
    text = str(told.value)
    assert "hunter2" not in text and "Did you mean 'signing_secret'" in text
    assert "max_characters is '0'" in text and "public_url is 'http://bot.example.org'" in text


@pytest.mark.parametrize("name", ["googlechat", "teams"])
def test_keys_that_show_who_signs_come_encrypted(name: str) -> None:
    declared = channel_class(name).platform.settings
    for block, wrong in (
        ({"keys": "http://keys.example.org"}, True),
        ({"keys": "https://keys.example.org"}, False),
        ({}, False),
    ):
        _, problems = examine(block, declared)
        assert any(told.startswith("keys is 'http://keys") for told in problems) is wrong
        assert any(told.startswith("keys") for told in problems) is wrong


def test_a_number_that_lost_its_plus_is_told() -> None:
    with pytest.raises(SettingError, match="in quotes"):
        read("slack", {"bot_token": True}, channel_class("slack").platform.settings)


def test_defaults_are_filled_in() -> None:
    block = {"bot_token": "xoxb-1-2-a", "signing_secret": "0123456789abcdef"}
    values = read("slack", block, channel_class("slack").platform.settings)
    assert values["max_characters"] == "2000" and values["public_url"] == ""
    assert values["api"] == "https://slack.com/api"


def test_the_profile_sets_up_every_channel_by_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    found = configured(PROFILE)
    assert [channel.name for channel in found] == list(CLASSES)
    # Nothing but that the variables are not set.
    for channel in found:
        assert all("is not set" in told or "is missing" in told for told in channel.problems)


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    file = tmp_path / "credentials.yml"
    with pytest.raises(SettingError, match="cannot be read"):
        configured(file)
    for text, told in (
        ("a: [", "no YAML"),
        ("- a", "channels with their settings"),
        ("lantern.channels.messaging.slak.Slack: {}", "there is no channel"),
    ):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(SettingError, match=told):
            configured(file)
    file.write_text("lantern.channels.rest.LocalRest:\n", encoding="utf-8")
    assert configured(file) == []
