"""What a platform's failure is told as, so that delivery can wait, try again or fall back."""

from __future__ import annotations

import aiohttp
import pytest

from lantern.channels.messaging import http as requests
from lantern.channels.messaging.platform import Platform, Undelivered
from tests.channels.messaging.fakes.all import as_request
from tests.channels.messaging.fakes.base import Fake, Fault
from tests.channels.messaging.showing import with_http


def failure(platform: Platform, fake: Fake, payload: dict[str, object] | None = None) -> Undelivered:
    """Return what is raised when a message is sent."""
    if platform.answers_in_response:
        pytest.skip("it is answered in the response")
    [incoming] = platform.incoming(as_request(fake, fake.typed("ann", "hello")))

    async def send(session: aiohttp.ClientSession) -> Undelivered:
        with pytest.raises(Undelivered) as raised:
            await platform.send(payload or platform.plain("hello")[0], incoming.address, session)
        return raised.value

    return with_http(send)


def test_too_many_requests_say_how_long_to_wait(platform: Platform, fake: Fake) -> None:
    fake.faults.always = Fault(429, retry_after=7)
    error = failure(platform, fake)
    assert not error.final
    # Meta names no time.
    assert error.retry_after == (None if fake.name == "messenger" else 7)


def test_a_failure_of_the_server_is_tried_again(platform: Platform, fake: Fake) -> None:
    fake.faults.always = Fault(503)
    assert not failure(platform, fake).final


def test_no_answer_in_time_is_tried_again(
    platform: Platform, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests.call, "__kwdefaults__", {"seconds": 0.2})
    fake.faults.always = Fault(hang=True)
    assert not failure(platform, fake).final


def test_what_is_refused_is_final(platform: Platform, fake: Fake) -> None:
    error = failure(platform, fake, {"nonsense": 1})
    assert error.final


def test_an_error_names_nothing_secret(platform: Platform, fake: Fake) -> None:
    fake.faults.always = Fault(500)
    text = str(failure(platform, fake))
    assert fake.api not in text
    assert not any(value in text for value in fake.credentials().values() if len(value) > 8)
