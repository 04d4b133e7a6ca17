"""A stand-in for the website channel, for states that a real bot cannot be brought into at will.

It answers in the wire format of the channel, with what is in stand_in.json. ``fail_next`` makes the next
messages fail in a given way; what it was asked is in ``asked``, each message id once for each attempt.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Route

from lantern.paths import ROOT
from tests.browser.embedding import HostPage

# Nothing listens there: every request is answered below, and any other is counted as a leak.
ADDRESS = "http://localhost:1"
# Where "Leave this page" leads if the site names no other place.
NEUTRAL = "https://www.wikipedia.org/"
FILES = ROOT / "lantern" / "channels" / "website_files"
KINDS = {"js": "text/javascript", "json": "application/json"}

CANNED = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


def answer(**parts: Any) -> dict[str, Any]:
    """Return an answer with all its fields."""
    empty = {name: [] for name in ("sources", "links", "questions", "choices")}
    words = dict.fromkeys(("title", "short", "more", "disclaimer", "answer_id"), "")
    rest = {"kind": "answer", "topic": None, "area": None, "language": "en", "urgency": "none"}
    return {**rest, **words, **empty, **parts}


FULL, CLARIFY, DECLINED, DANGER, TALK = (
    answer(**CANNED[name]) for name in ("full", "clarify", "declined", "danger", "talk")
)


class StandIn:
    """Answers all requests of a browser context; see the module's first lines."""

    def __init__(self, context: BrowserContext, page: HostPage | None = None) -> None:
        self.page = page or HostPage()
        self.settings: dict[str, Any] = dict(CANNED["settings"])
        self.replies: dict[str, list[dict[str, Any]]] = {
            "clarify": [CLARIFY],
            "how long": [DECLINED],
            "die": [DANGER],
            "hello": [TALK],
        }
        self.fail_next: list[str] = []
        self.fail_settings = False
        self.fail_history = False
        self.fail_delete = False
        self.fail_feedback = False
        self.held: Route | None = None
        self.asked: list[dict[str, Any]] = []
        self.feedback: list[dict[str, Any]] = []
        self.leaks: list[str] = []
        self.addresses: list[str] = []
        self.tokens: list[str] = []
        self.turns: dict[str, dict[str, dict[str, Any]]] = {}
        context.route("**/*", self._handle)

    def reply_to(self, text: str) -> list[dict[str, Any]]:
        """Return the answers to a text: those of the first key that it holds, or the full answer."""
        found = [answers for key, answers in self.replies.items() if key in text.lower()]
        return found[0] if found else [FULL]

    def _handle(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        self.addresses.append(route.request.url)
        name = url.path.removeprefix("/webhooks/website/")
        if route.request.url == NEUTRAL and route.request.is_navigation_request():
            route.fulfill(body="elsewhere", content_type="text/plain")
        elif f"{url.scheme}://{url.netloc}" != ADDRESS:
            self.leaks.append(route.request.url)
            route.abort()
        elif (FILES / name).is_file() and "/" not in name:
            route.fulfill(body=(FILES / name).read_bytes(), content_type=KINDS[name.rsplit(".")[-1]])
        elif name == url.path:
            route.fulfill(body=self.page.html(), headers=self.page.headers())
        else:
            getattr(self, f"_{name}")(route, parse_qs(url.query))

    def _settings(self, route: Route, query: dict[str, list[str]]) -> None:
        if self.fail_settings:
            return route.abort()
        topics = query.get("topics", [""])[0].split(",")
        chosen = [{"title": f"About {topic}?", "topic": topic} for topic in topics if topic]
        return _json(route, {**self.settings, **({"suggestions": chosen} if chosen else {})})

    def _sessions(self, route: Route, _: dict[str, list[str]]) -> None:
        self.tokens.append(f"token-{len(self.tokens) + 1}")
        self.turns[self.tokens[-1]] = {}
        _json(route, {"token": self.tokens[-1], "expires": "2030-01-01T00:00:00Z"}, 201)

    def _history(self, route: Route, _: dict[str, list[str]]) -> None:
        if self.fail_history:
            return route.abort()
        turns = self._own(route)
        return (
            _refuse(route, 401, "session_unknown")
            if turns is None
            else _json(route, {"turns": [*turns.values()]})
        )

    def _messages(self, route: Route, _: dict[str, list[str]]) -> None:
        body = route.request.post_data_json
        self.asked.append(body)
        way = self.fail_next.pop(0) if self.fail_next else ""
        turns = self._own(route)
        if way == "offline":
            return route.abort("connectionrefused")
        if way == "silence":
            self.held = route
            return None
        if way == "empty":
            return _json(route, {"id": body["id"], "answers": [], "typed": body["text"]})
        if way == "no json":
            return route.fulfill(body="<html>", content_type="text/html")
        if way:
            return _refuse(route, int(way), "too_many", 7 if way == "429" else None)
        if turns is None:
            return _refuse(route, 401, "session_unknown")
        answers = self.reply_to(body["text"])
        turns[body["id"]] = {
            "id": body["id"], "text": body["text"], "at": "2026-11-21T10:00:00Z", "answers": answers,
        }  # fmt: skip
        return _json(route, {"id": body["id"], "answers": answers, "typed": body["text"]})

    def _feedback(self, route: Route, _: dict[str, list[str]]) -> None:
        if self.fail_feedback:
            return route.abort()
        body = route.request.post_data_json
        self.feedback.append(body)
        answers = self.reply_to(body.get("comment", ""))
        if answers[0]["kind"] == "danger":
            return _json(route, {"id": "of the comment", "answers": answers, "typed": body["comment"]})
        return route.fulfill(status=204)

    def _conversation(self, route: Route, _: dict[str, list[str]]) -> None:
        if self.fail_delete:
            return route.abort()
        self.turns.pop(self._token(route), None)
        return route.fulfill(status=204)

    def _token(self, route: Route) -> str:
        return route.request.headers.get("authorization", "").removeprefix("Bearer ")

    def _own(self, route: Route) -> dict[str, dict[str, Any]] | None:
        return self.turns.get(self._token(route))


def _json(route: Route, data: object, status: int = 200) -> None:
    route.fulfill(status=status, body=json.dumps(data), content_type="application/json")


def _refuse(route: Route, status: int, code: str, seconds: int | None = None) -> None:
    sentence = "This is the server's own sentence."
    _json(route, {"error": {"code": code, "message": sentence, "retry_after": seconds}}, status)
