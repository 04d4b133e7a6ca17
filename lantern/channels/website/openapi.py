"""The OpenAPI description of the website channel, made from what the code checks and gives.

``python -m lantern.channels.website.openapi`` writes docs/channels/website-openapi.json anew.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic.schema import schema

from lantern import __version__, paths
from lantern.answers import Answer
from lantern.channels.website.refusal import STATUS
from lantern.channels.website.replies import (
    ErrorReply,
    HistoryReply,
    MessageReply,
    SessionReply,
    SettingsReply,
)
from lantern.channels.website.requests import FeedbackRequest, MessageRequest, SessionRequest

FILE = paths.ROOT / "docs" / "channels" / "website-openapi.json"
REFERENCE = "#/components/schemas/"
MODELS = (
    Answer,
    ErrorReply,
    FeedbackRequest,
    HistoryReply,
    MessageReply,
    MessageRequest,
    SessionReply,
    SessionRequest,
    SettingsReply,
)
EVERYWHERE = ("local_only", "origin", "unavailable")
WITH_BODY = ("bad_json", "bad_field", "bad_type", "too_big", "too_slow")
WITH_SESSION = ("session_missing", "session_unknown", "session_expired")
TEXT = {"type": "string"}


def description() -> dict[str, Any]:
    """Return the description as JSON values, by OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lantern, website channel",
            "version": __version__,
            "description": "Anonymous conversations for the chat window of a website; see website.md.",
        },
        "servers": [{"url": "/webhooks/website"}],
        "paths": {
            "/settings": {
                "get": _operation(
                    "What the widget shows before the first message",
                    200,
                    SettingsReply,
                    parameters=[
                        _query("language", "en or es"),
                        _query("topics", "topics to suggest, with commas"),
                    ],
                )
            },
            "/sessions": {
                "post": _operation("Begin a session", 201, SessionReply, SessionRequest, ("too_many",))
            },
            "/history": {
                "get": _operation(
                    "What was said in one's own session", 200, HistoryReply, None, ("too_many",), True
                )
            },
            "/messages": {
                "post": _operation(
                    "Say something; a message id that was answered gives the same answers again",
                    200,
                    MessageReply,
                    MessageRequest,
                    ("empty", "too_long", "too_many", "in_progress", "error"),
                    True,
                )
            },
            "/feedback": {
                "post": _operation(
                    "Say what one thinks of an answer; null takes it back",
                    204,
                    None,
                    FeedbackRequest,
                    ("answer_unknown", "too_many"),
                    True,
                    also={"200": _response("The comment holds a danger, which is answered", MessageReply)},
                )
            },
            "/conversation": {
                "delete": _operation(
                    "Erase everything of the session, and end it",
                    204,
                    None,
                    None,
                    ("bad_type", "too_many", "not_deleted"),
                    True,
                )
            },
        },
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _schemas() -> dict[str, Any]:
    made: dict[str, Any] = schema(MODELS, ref_prefix=REFERENCE)["definitions"]
    return made


def _operation(
    summary: str,
    status: int,
    reply: Any,
    request: Any = None,
    codes: tuple[str, ...] = (),
    session: bool = False,
    parameters: list[dict[str, Any]] | None = None,
    also: dict[str, Any] | None = None,
) -> dict[str, Any]:
    codes = (*EVERYWHERE, *(WITH_BODY if request else ()), *(WITH_SESSION if session else ()), *codes)
    made: dict[str, Any] = {
        "summary": summary,
        "responses": {str(status): _response(summary, reply), **(also or {}), **_errors(codes)},
    }
    if request:
        content = {"application/json": {"schema": {"$ref": REFERENCE + request.__name__}}}
        made["requestBody"] = {"required": True, "content": content}
    if session:
        made["security"] = [{"session": []}]
    if parameters:
        made["parameters"] = parameters
    return made


def _response(summary: str, reply: Any) -> dict[str, Any]:
    if reply is None:
        return {"description": summary}
    content = {"application/json": {"schema": {"$ref": REFERENCE + reply.__name__}}}
    return {"description": summary, "content": content}


def _errors(codes: tuple[str, ...]) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(STATUS[code], []).append(code)
    return {
        str(status): _response(f"error.code: {', '.join(names)}", ErrorReply)
        for status, names in sorted(by_status.items())
    }


def _query(name: str, what: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": what, "schema": TEXT}


def text() -> str:
    """Return the description as it stands in its file."""
    return json.dumps(description(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
