"""A request to the local REST channel, without a server."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any

from rasa.core.channels.channel import UserMessage

from lantern.channels.rest import LocalRest
from lantern.channels.turn import OnMessage

ANSWER = {"kind": "answer", "title": "t", "short": "s", "answer_id": "", "choices": []}


async def answers(message: UserMessage) -> None:
    """Stand in for Rasa, and answer."""
    await message.output_channel.send_response("x", {"text": "s", "answers": [ANSWER]})


async def received(channel: LocalRest, body: Any, behind: OnMessage = answers) -> tuple[int, Any]:
    """Return status and body of the reply to a request with this body."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode("utf-8")
    request = SimpleNamespace(
        ip="127.0.0.1",
        headers={"host": "localhost:5005"},
        body=raw,
        content_type="application/json",
    )
    try:
        request.json = json.loads(raw)
    except ValueError:
        request.json = None
    reply = await channel._receive(request, behind)  # type: ignore[arg-type]
    return reply.status, json.loads(reply.body)


def say(channel: LocalRest, text: str, sender: str = "somebody") -> tuple[int, Any]:
    """Return status and body of the reply to a message."""
    return asyncio.run(received(channel, {"sender": sender, "message": text}))
