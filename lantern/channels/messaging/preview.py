"""How payloads look, roughly: bubbles with buttons, for whoever chooses a channel or writes content."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from typing import Any

LINK = re.compile(r"https?://[^\s<>()]+[^\s<>().,;:]")
# The keys under which platforms keep what people read, and what a button sends.
TEXTS = ("text", "markdown", "Body", "msg", "message", "pretext")
TITLES = ("title", "text", "name")
VALUES = ("value", "callback_data", "payload", "integration", "msg", "onClick", "data")
STYLE = """
body { background: #eef1f5; font: 16px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 40rem }
.bubble { background: #fff; border-radius: 14px; margin: .6rem 0; padding: .8rem 1rem; white-space: pre-wrap }
.bubble a { overflow-wrap: anywhere }
.button { border: 1px solid #456; border-radius: 10px; display: block; margin: .4rem 0; padding: .4rem .8rem }
"""


def page(title: str, bubbles: str) -> str:
    """Return a whole page that needs nothing else."""
    name = html.escape(title)
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{name}</title>'
        f"<style>{STYLE}</style></head>\n<body>\n<h1>{name}</h1>\n{bubbles}\n</body>\n</html>\n"
    )


def bubbles(payloads: Sequence[Any], as_html: Callable[[str], str]) -> str:
    """Return a bubble for each payload: its texts, then its buttons.

    Args:
        payloads: What is sent.
        as_html: Turns the platform's mark-up into HTML.
    """
    return "\n".join(_bubble(payload, as_html) for payload in payloads)


def linked(text: str) -> str:
    """Return plain text as HTML, addresses as links."""
    found, last = [], 0
    for match in LINK.finditer(text):
        url = html.escape(match[0])
        found += [html.escape(text[last : match.start()]), f'<a href="{url}">{url}</a>']
        last = match.end()
    return "".join([*found, html.escape(text[last:])])


def shown(payload: Any) -> tuple[list[str], list[str]]:
    """Return the texts that stand in a payload, and the titles of its buttons, in order."""
    texts: list[str] = []
    titles: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, list):
            for inner in value:
                walk(inner)
        if not isinstance(value, dict):
            return
        title = _title(value)
        if title:
            titles.append(title)
            return
        # A message with blocks repeats them as text, for notifications.
        parts = {key: inner for key, inner in value.items() if key != "text" or "blocks" not in value}
        for key, inner in parts.items():
            if isinstance(inner, str) and key in TEXTS:
                texts.append(inner)
            else:
                walk(inner)

    walk(payload)
    return texts, titles


def _title(value: dict[str, Any]) -> str:
    """Return what stands on a button; "" if the object is none."""
    if not any(key in value for key in VALUES):
        return ""
    for key in TITLES:
        inner = value.get(key)
        if isinstance(inner, dict):
            inner = inner.get("text")
        if isinstance(inner, str) and inner:
            return inner
    return ""


def _bubble(payload: Any, as_html: Callable[[str], str]) -> str:
    texts, titles = shown(payload)
    inside = as_html("\n\n".join(texts))
    buttons = "".join(f'<span class="button">{html.escape(title)}</span>' for title in titles)
    return f'<div class="bubble">{inside}{buttons}</div>'
