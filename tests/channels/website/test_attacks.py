"""What people with bad intentions try, and how it is refused."""

from __future__ import annotations

import json
import socket
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from lantern.channels.way_in import WayIn
from lantern.channels.website import http
from lantern.channels.website.keys import KeyRing
from lantern.channels.website.options import Options
from lantern.channels.website.session import Sessions
from lantern.content.library import Library
from tests.channels.website.served import ANSWER_ID, ORIGIN, Browser, StandIn, code, served

DANGER = "I want to kill myself"
FOREIGN = [
    "https://evil.example",
    "null",
    "http://www.charity.example",
    "https://www.charity.example.evil.example",
    "https://charity.example",
    "https://www.charity.example:444",
    "https://www.charity.example/",
    "HTTPS://WWW.CHARITY.EXAMPLE",
    "",
]
CHANGES = [("POST", "sessions"), ("POST", "messages"), ("POST", "feedback"), ("DELETE", "conversation")]


@pytest.fixture
def public(library: Library, way_in: WayIn, tmp_path: Path) -> Any:
    """A page on the list of a server that has one, and what stands in for Rasa."""
    with served(library, way_in, tmp_path, Options(origins=(ORIGIN,))) as (address, rasa):
        yield Browser(address, ORIGIN).begin(), rasa


@pytest.mark.parametrize("origin", [*FOREIGN, None])
@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_a_foreign_page_changes_nothing_even_with_a_stolen_token(
    public: tuple[Browser, StandIn], origin: str | None, method: str, path: str
) -> None:
    page, rasa = public
    body = json.dumps({"id": str(uuid.uuid4()), "text": "hello"})
    reply = page.ask(method, path, data=body, headers=page.headers(Origin=origin))
    assert reply.status_code == 403 and code(reply) == "origin"
    assert "access-control-allow-origin" not in reply.headers and rasa.seen == []


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_page_reads_nothing(public: tuple[Browser, StandIn], origin: str) -> None:
    page, _ = public
    for path in ("history", "settings"):
        reply = page.ask("GET", path, headers=page.headers(Origin=origin))
        assert reply.status_code == 403 and code(reply) == "origin"
        # That it is not let in is all that it may learn.
        readable = reply.headers.get("access-control-allow-origin")
        assert readable == ("*" if path == "settings" else None)
    asked = page.ask(
        "OPTIONS", "messages", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}
    )
    assert not [name for name in asked.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    "kind",
    [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"],
)
@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_only_json_is_taken(
    browser: Browser, rasa: StandIn, kind: str | None, method: str, path: str
) -> None:
    body = json.dumps({"id": str(uuid.uuid4()), "text": "hello"}).encode()
    reply = browser.ask(method, path, data=body, headers=browser.headers(**{"Content-Type": kind}))
    assert reply.status_code == 415 and code(reply) == "bad_type" and rasa.seen == []


def test_a_page_whose_name_points_here_is_foreign(browser: Browser) -> None:
    # DNS rebinding: the browser takes evil.example for the server's own name.
    headers = browser.headers(Origin="http://evil.example", Host="evil.example")
    assert code(browser.ask("POST", "sessions", data="{}", headers=headers)) == "local_only"


def test_a_name_that_points_to_a_public_server_is_foreign(public: tuple[Browser, StandIn]) -> None:
    page, _ = public
    headers = page.headers(Origin="http://evil.example", Host="evil.example")
    assert code(page.ask("POST", "sessions", data="{}", headers=headers)) == "origin"


def test_nobody_reads_the_history_of_another(browser: Browser) -> None:
    browser.say("hello")
    other = Browser(browser.address).begin()
    assert len(browser.history()) == 1 and other.history() == []
    mine, theirs = browser.token.split("."), other.token.split(".")
    # My session under their signature, and the other way round.
    for parts in ([*mine[:3], theirs[3]], [*theirs[:3], mine[3]], [mine[0], mine[1], theirs[2], theirs[3]]):
        other.token = ".".join(parts)
        assert code(other.get("history")) == "session_unknown"


def test_the_session_is_taken_from_nowhere_else(browser: Browser) -> None:
    browser.say("hello")
    headers = browser.headers(Authorization=None)
    for more in ({"params": {"token": browser.token}}, {"cookies": {"token": browser.token}}):
        assert code(browser.ask("GET", "history", headers=headers, **more)) == "session_missing"
    name = str(uuid.uuid4())
    for field in ("sender", "sender_id", "token", "conversation"):
        reply = browser.post("messages", {"id": name, "text": "hello", field: "somebody"})
        assert reply.status_code == 400 and code(reply) == "bad_field"


def test_a_session_that_has_ended_is_refused(browser: Browser, rasa: StandIn, tmp_path: Path) -> None:
    browser.say("hello")
    hour, kept = 3600, rasa.rows()
    earlier = Sessions(KeyRing(tmp_path / "website.keys"), hour, lambda: time.time() - hour - 1)
    browser.token = earlier.begin()[1]
    feedback = {"answer_id": ANSWER_ID, "verdict": "up"}
    for reply in (
        browser.say("hello"),
        browser.get("history"),
        browser.post("feedback", feedback),
        browser.delete(),
    ):
        assert reply.status_code == 401 and code(reply) == "session_expired"
    assert rasa.rows() == kept


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b"[" * 20_000,
        b'{"id": "x", "text": "hello"}',
        b'{"id": 7, "text": "hello"}',
        b'{"text": "hello"}',
        b'{"id": "11111111-2222-3333-4444-555555555555"}',
        b'{"id": "11111111-2222-3333-4444-555555555555", "text": null}',
        b'{"id": "11111111-2222-3333-4444-555555555555", "text": 7}',
        b'{"id": "11111111-2222-3333-4444-555555555555", "text": "x", "topic": "../x"}',
        b'{"id": "11111111-2222-3333-4444-555555555555\\n", "text": "x"}',
        b'{"id": "11111111-2222-3333-4444-555555555555", "text": "x", "__proto__": {}}',
    ],
)
def test_a_malformed_message_gets_one_sentence(browser: Browser, rasa: StandIn, body: bytes) -> None:
    reply = browser.ask("POST", "messages", data=body, headers=browser.headers())
    assert reply.status_code == 400 and code(reply) in ("bad_json", "bad_field") and rasa.seen == []


def test_a_half_character_harms_nobody(browser: Browser) -> None:
    body = b'{"id": "11111111-2222-3333-4444-555555555555", "text": "hello \\ud800 there"}'
    assert browser.ask("POST", "messages", data=body, headers=browser.headers()).status_code == 200
    assert browser.say("hello").status_code == 200


@pytest.mark.parametrize("size", [100_000, 5_000_000])
def test_a_big_body_is_refused_with_a_sentence(browser: Browser, rasa: StandIn, size: int) -> None:
    reply = browser.say("x" * size) if size < 1_000_000 else None
    if reply is None:
        # Said before it is sent: only the announcement reaches the server.
        reply_text = raw(browser, f"POST /webhooks/website/messages HTTP/1.1\r\nContent-Length: {size}\r\n")
        assert " 413 " in reply_text.splitlines()[0] and "too_big" in reply_text
    else:
        assert reply.status_code == 413 and code(reply) == "too_big"
    assert rasa.seen == []


@pytest.mark.parametrize(
    ("announced", "status", "expected"),
    [("Content-Length: 100000", 408, "too_slow"), ("Content-Length: 5000000", 413, "too_big")],
)
def test_a_body_that_dribbles_in_is_refused_and_its_connection_closed(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, announced: str, status: int, expected: str
) -> None:
    monkeypatch.setattr(http, "BODY_SECONDS", 0.3)
    # A foreign page without a token: nothing of it is checked before the body is there.
    host, _, port = browser.address.removeprefix("http://").partition(":")
    head = f"POST /webhooks/website/messages HTTP/1.1\r\nHost: x\r\n{announced}\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(head.encode() + b'{"text": "a secret')
        found = b""
        # Ends when the server closes it; else the test times out here.
        while chunk := connection.recv(65536):
            found += chunk
    assert found.startswith(f"HTTP/1.1 {status} ".encode()) and b"onnection: close" in found
    error = json.loads(found.partition(b"\r\n\r\n")[2])["error"]
    assert error["code"] == expected and "911" in error["message"] and "{" not in error["message"]
    # Others are answered as ever.
    assert browser.say("hello").status_code == 200


def raw(browser: Browser, head: str) -> str:
    """Send the head of a request as it is, and return the beginning of what comes back."""
    host, _, port = browser.address.removeprefix("http://").partition(":")
    headers = "".join(f"{name}: {value}\r\n" for name, value in browser.headers().items())
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(
            f"{head}Host: {host}:{port}\r\n{headers}Connection: close\r\n\r\n".encode("latin-1")
        )
        found = b""
        while chunk := connection.recv(65536):
            found += chunk
    return found.decode("utf-8", "replace")


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/website/../website/history/../../x",
        "/webhooks/website/%2e%2e/%2e%2e/credentials.yml",
        "/webhooks/website/..%2f..%2fstate/website.keys",
        "/webhooks/website/widget.js/../channel.py",
        "/webhooks/website/widget.js%00",
        "/webhooks/website//history",
        "/webhooks/website/HISTORY",
        "/webhooks/website/history/",
        "/webhooks/website/history;x=1",
    ],
)
def test_tricks_with_paths_lead_nowhere(browser: Browser, path: str) -> None:
    head = raw(browser, f"GET {path} HTTP/1.1\r\n").splitlines()[0]
    assert " 404 " in head or " 400 " in head


def test_tricks_with_headers_lead_nowhere(browser: Browser) -> None:
    browser.say("hello")
    twice = "GET /webhooks/website/history HTTP/1.1\r\nOrigin: https://evil.example\r\n"
    assert " 403 " in raw(browser, twice).splitlines()[0]
    override = "POST /webhooks/website/history HTTP/1.1\r\nX-HTTP-Method-Override: DELETE\r\n"
    assert " 405 " in raw(browser, override).splitlines()[0]
    for forwarded in ("X-Forwarded-Host: evil.example", "X-Original-URL: /webhooks/website/conversation"):
        assert (
            " 200 "
            in raw(browser, f"GET /webhooks/website/history HTTP/1.1\r\n{forwarded}\r\n").splitlines()[0]
        )
    assert len(browser.history()) == 1


def test_a_thousand_messages_in_a_burst_reach_nobody(browser: Browser, rasa: StandIn) -> None:
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: browser.say("hello"), range(1000)))
    codes = [reply.status_code for reply in replies]
    assert codes.count(200) == len(rasa.seen) == 20 and codes.count(429) == 980
    refused = next(reply for reply in replies if reply.status_code == 429)
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert refused.headers["retry-after"] in refused.json()["error"]["message"]
    # Somebody else is not held up.
    assert Browser(browser.address).begin().get("history").status_code == 200


def test_many_sessions_of_one_address_have_a_common_limit(
    library: Library, way_in: WayIn, tmp_path: Path
) -> None:
    # Five times as many sessions are begun: without one nobody's dangers are looked for.
    options = Options(messages_a_minute_and_address=3, sessions_an_hour_and_address=1)
    with served(library, way_in, tmp_path, options) as (address, rasa):
        browsers = [Browser(address).begin() for _ in range(5)]
        codes = [browser.say("hello").status_code for browser in browsers]
        assert codes == [200, 200, 200, 429, 429] and len(rasa.seen) == 3
        # Nobody believes a header that no proxy of ours has set.
        spoofed = browsers[0].post("sessions", {}, **{"X-Forwarded-For": "203.0.113.9"})
        assert code(spoofed) == "too_many"


def test_one_persons_flood_does_not_silence_anothers_emergency(
    library: Library, way_in: WayIn, tmp_path: Path
) -> None:
    with served(library, way_in, tmp_path, Options(messages_a_minute_and_address=2)) as (address, rasa):
        flooding, other = Browser(address).begin(), Browser(address).begin()
        assert [flooding.say("hello").status_code for _ in range(3)] == [200, 200, 429]
        assert other.say(DANGER).json()["answers"][0]["kind"] == "danger"
        assert len(rasa.seen) == 2
        # There is an end to it: looking at a message takes time too.
        assert {flooding.say(DANGER).status_code for _ in range(10)} == {200, 429}


def test_one_session_cannot_use_up_what_its_whole_address_may_ask(
    library: Library, way_in: WayIn, tmp_path: Path
) -> None:
    options = Options(messages_a_minute=1, messages_a_minute_and_address=2)
    with served(library, way_in, tmp_path, options) as (address, _):
        flooding, other = Browser(address).begin(), Browser(address).begin()
        # A danger is answered five times as often as a message; of the address's ten, five are left.
        assert [flooding.say(DANGER).status_code for _ in range(20)] == [200] * 5 + [429] * 15
        assert other.say(DANGER).json()["answers"][0]["kind"] == "danger"


def test_a_flood_of_sessions_does_not_silence_a_new_visitors_emergency(
    library: Library, way_in: WayIn, tmp_path: Path
) -> None:
    with served(library, way_in, tmp_path, Options(sessions_an_hour_and_address=3)) as (address, _):
        flooding = Browser(address)
        assert {flooding.post("sessions", {}).status_code for _ in range(4)} == {201}
        assert Browser(address).begin().say(DANGER).json()["answers"][0]["kind"] == "danger"
        # There is an end to it.
        assert [flooding.post("sessions", {}).status_code for _ in range(11)] == [201] * 10 + [429]


def test_a_message_id_of_somebody_else_gives_nothing(browser: Browser, rasa: StandIn) -> None:
    name = str(uuid.uuid4())
    browser.say("hello", name)
    Browser(browser.address).begin().say("hello", name)
    assert len(rasa.seen) == 2, "it is a message of its own"


def test_no_reply_may_be_framed_sniffed_or_kept(browser: Browser) -> None:
    for reply in (browser.get("history"), browser.get("nothing"), browser.say(""), browser.get("settings")):
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert reply.headers["cache-control"] == (
            "public, max-age=300" if reply.url.endswith("settings") else "no-store"
        )
        assert "set-cookie" not in reply.headers
