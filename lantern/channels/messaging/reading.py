"""Reading the JSON of a platform's request, of which nothing is taken for granted."""

from __future__ import annotations

import json
from typing import Any

from lantern.channels.messaging.incoming import Malformed, WebhookRequest

# No platform's id or address is longer.
LONGEST = 2048


def json_object(request: WebhookRequest) -> dict[str, Any]:
    """Return the body of a request, which has to be a JSON object in UTF-8.

    Raises:
        Malformed: It is something else.
    """
    return object_of(request.body)


def object_of(text: str | bytes) -> dict[str, Any]:
    """Return a JSON object.

    Raises:
        Malformed: It is something else.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("the body is not JSON") from None
    if not isinstance(value, dict):
        raise Malformed("the body is no object")
    return value


def at(value: Any, *path: str) -> Any:
    """Return what stands at a path of names; None where there is no such."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def text_at(value: Any, *path: str) -> str:
    """Return the text at a path; "" where there is none."""
    found = at(value, *path)
    return found if isinstance(found, str) else ""


def items_at(value: Any, *path: str) -> list[Any]:
    """Return the list at a path; an empty one where there is none."""
    found = at(value, *path)
    return found if isinstance(found, list) else []


def id_at(value: Any, *path: str) -> str:
    """Return an id or address at a path: a text, or a whole number as one.

    Raises:
        Malformed: There is none, or it cannot be one.
    """
    found = at(value, *path)
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not (isinstance(found, str) and 0 < len(found) <= LONGEST and found.isprintable()):
        raise Malformed(f"{'.'.join(path)} is missing or no id")
    return found
