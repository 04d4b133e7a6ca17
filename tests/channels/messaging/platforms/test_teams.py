"""Microsoft Teams: tokens, the bot's name in channels, sizes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from lantern.channels.messaging.incoming import Forged, Malformed, Unverifiable
from lantern.channels.messaging.platforms.teams import Teams, size_of
from lantern.channels.messaging.text import Words
from tests.channels.messaging.fakes.all import made
from tests.channels.messaging.fakes.base import as_json, without
from tests.channels.messaging.fakes.teams import TeamsFake
from tests.channels.messaging.samples import LONG_ANSWER, WHOLE
from tests.channels.messaging.showing import seen, taken


@pytest.fixture
def fake() -> Iterator[TeamsFake]:
    with TeamsFake() as running:
        yield running  # type: ignore[misc]


@pytest.fixture
def teams(fake: TeamsFake, words: Words) -> Teams:
    return made(fake, words)  # type: ignore[return-value]


def test_start_up_asks_nobody(fake: TeamsFake, teams: Teams) -> None:
    assert fake.keys_asked == 0 and fake.tokens == 0


def test_keys_and_token_are_fetched_once(fake: TeamsFake, teams: Teams) -> None:
    for _ in range(3):
        taken(teams, fake, fake.typed("ann", "hello"))
        seen(teams, fake, [WHOLE], "a")
    assert fake.keys_asked == 1 and fake.tokens == 1


def test_a_token_that_is_no_longer_taken_is_fetched_anew(fake: TeamsFake, teams: Teams) -> None:
    seen(teams, fake, [WHOLE], "a")
    fake.expired = True
    fake.tokens += 1
    seen(teams, fake, [WHOLE], "a")
    assert "not sent: status 401" in fake.refused
    del fake.refused[:]
    seen(teams, fake, [WHOLE], "a")
    assert not fake.refused


def test_without_keys_a_request_is_neither_good_nor_forged(fake: TeamsFake, words: Words) -> None:
    settings = {**fake.credentials(), "keys": "http://127.0.0.1:1/keys"}
    teams = Teams({"tenant": "botframework.com", **settings}, words)
    with pytest.raises(Unverifiable):
        taken(teams, fake, fake.typed("ann", "hello"))


def test_the_bots_name_is_no_part_of_the_question(fake: TeamsFake, teams: Teams) -> None:
    [incoming] = taken(teams, fake, fake.mentioned("ann", "what is chemo"))
    assert incoming.text == "what is chemo"


def test_two_people_of_one_channel_are_two(fake: TeamsFake, teams: Teams) -> None:
    [first] = taken(teams, fake, fake.mentioned("ann", "hello"))
    [other] = taken(teams, fake, fake.mentioned("bea", "hello"))
    assert first.person != other.person
    assert first.address["conversation"] == other.address["conversation"]


def test_a_token_of_one_service_does_not_open_another(fake: TeamsFake, teams: Teams) -> None:
    good = fake.typed("ann", "hello")
    body = {**json.loads(good.body), "serviceUrl": "https://elsewhere.example/"}
    with pytest.raises(Forged):
        taken(teams, fake, replace(good, body=as_json(body)))


def test_a_channel_that_the_key_does_not_speak_for_is_refused(fake: TeamsFake, teams: Teams) -> None:
    good = fake.typed("ann", "hello")
    for channel in ("slack", "", None):
        body = {**json.loads(good.body), "channelId": channel}
        with pytest.raises(Forged):
            taken(teams, fake, replace(good, body=as_json(body)))


@pytest.mark.parametrize("channel", ["email", "msteams"])
def test_a_key_speaks_for_the_channels_that_it_is_endorsed_for(
    fake: TeamsFake, teams: Teams, channel: str
) -> None:
    good = fake.typed("ann", "hello")
    body = as_json({**json.loads(good.body), "channelId": channel})
    for key, endorsed in (("email-key", "email"), ("connector-key", "msteams"), ("bare-key", "")):
        signed = fake._with(replace(good, body=body), fake._token(key=key))
        if channel == endorsed:
            assert taken(teams, fake, signed)
        else:
            with pytest.raises(Forged, match="does not speak"):
                taken(teams, fake, signed)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff"])
def test_nothing_is_read_before_the_token_is_known_to_be_good(
    fake: TeamsFake, teams: Teams, body: bytes
) -> None:
    signed = replace(fake.typed("ann", "hello"), body=body)
    with pytest.raises(Malformed):
        taken(teams, fake, signed)
    for forged in (without(signed, "authorization"), fake._with(signed, fake._token(aud="another"))):
        with pytest.raises(Forged):
            taken(teams, fake, forged)


def test_every_payload_is_well_below_the_size_that_is_refused(teams: Teams) -> None:
    payloads = teams.render([LONG_ANSWER], "a")
    assert all(size_of(payload) <= teams.limits.payload_bytes for payload in payloads)


def test_buttons_show_titles_and_never_values(fake: TeamsFake, teams: Teams) -> None:
    [message] = seen(teams, fake, [WHOLE], "a1")
    actions = message.raw["attachments"][0]["content"]["buttons"]
    assert {action["type"] for action in actions} == {"messageBack"}
    assert all("a1:" not in action["title"] + action["displayText"] + action["text"] for action in actions)
