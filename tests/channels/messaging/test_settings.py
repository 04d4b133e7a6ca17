"""A channel's block: what is missing or wrong is told at once, and no secret with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from lantern.channels.messaging.catalog import CLASSES, channel_class
from lantern.channels.messaging.credentials import configured
from lantern.channels.messaging.settings import examine, read
from lantern.errors import SettingError
from lantern.paths import ROOT
from tests.channels.messaging.fakes.googlechat import GoogleChatFake

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


TWILIO = {"account_sid": "AC" + "0" * 32, "auth_token": "0" * 32}


@pytest.mark.parametrize("name", ["sms", "slack"])
@pytest.mark.parametrize("path", ["/webhooks/sms/webhook", "/bot", "?a=b", "#a"])
def test_our_address_has_no_path(name: str, path: str) -> None:
    block = {**(TWILIO if name == "sms" else {}), "public_url": f"https://bot.example.org{path}"}
    _, problems = examine(block, channel_class(name).platform.settings)
    [told] = [told for told in problems if "public_url" in told]
    assert repr(block["public_url"]) in told and "without a path" in told


@pytest.mark.parametrize("end", ["", "/", ":8443"])
def test_our_address_may_have_a_port_or_end_with_a_slash(end: str) -> None:
    for site in ("https://bot.example.org", "http://127.0.0.1:5005"):
        public_url = site if end == ":8443" and "5005" in site else site + end
        assert examine({**TWILIO, "public_url": public_url}, channel_class("sms").platform.settings)[1] == []


@pytest.mark.parametrize(("name", "added"), [("mattermost", "/api/v4"), ("rocketchat", "/api/v1")])
def test_the_address_of_a_server_is_without_what_is_added_to_it(name: str, added: str) -> None:
    settings = channel_class(name).platform.settings
    for end in (added, f"{added}/", "/api", "/chat/api/v3"):
        [told] = [told for told in examine({"api": f"https://m.org{end}"}, settings)[1] if "api is" in told]
        assert f"without {added}" in told
    for end in ("", "/", "/chat", "/apis"):
        assert not [told for told in examine({"api": f"https://m.org{end}"}, settings)[1] if "api" in told]


def test_a_key_that_cannot_sign_is_told_without_it() -> None:
    settings = channel_class("googlechat").platform.settings
    good = GoogleChatFake().credentials()["private_key"]
    other = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    garbage = "-----BEGIN PRIVATE KEY-----garbage-----END PRIVATE KEY-----"
    for key, wrong in ((garbage, True), (other.decode(), True), (good, False), (good + "\\n", False)):
        told = [told for told in examine({"private_key": key}, settings)[1] if told.startswith("private_key")]
        assert bool(told) is wrong and key not in "".join(told) and "garbage" not in "".join(told)


@pytest.mark.parametrize(
    ("audience", "public_url", "wrong"),
    [
        ("https://bot.example.org/wrong", "https://bot.example.org", True),
        ("https://bot.example.org/webhooks/googlechat/webhook", "https://bot.example.org/", False),
        ("https://bot.example.org/webhooks/googlechat/webhook/", "https://bot.example.org", True),
        ("123456789012", "https://bot.example.org", False),
        ("https://hospital.example.org/chat", "", False),
    ],
)
def test_an_audience_that_is_an_address_is_the_webhooks(audience: str, public_url: str, wrong: bool) -> None:
    block = {"audience": audience, "public_url": public_url}
    values, problems = examine(block, channel_class("googlechat").platform.settings)
    told = [told for told in problems if told.startswith("audience")]
    assert bool(told) is wrong and bool(values["audience"]) is not wrong
    assert all("https://bot.example.org/webhooks/googlechat/webhook" in one for one in told)


@pytest.mark.parametrize("secret", ["abc def\n", " abc", "abc\t", "\n"])
def test_a_blank_or_line_end_around_a_secret_is_named(secret: str) -> None:
    _, problems = examine({"access_token": secret}, channel_class("mattermost").platform.settings)
    [told] = [told for told in problems if "access_token" in told]
    assert "begins or ends with a blank or a line end" in told and "abc" not in told


def test_a_line_end_within_a_secret_is_named() -> None:
    _, problems = examine({"access_token": "abc\ndef"}, channel_class("mattermost").platform.settings)
    [told] = [told for told in problems if "access_token" in told]
    assert "has a line end in it" in told and "abc" not in told


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
