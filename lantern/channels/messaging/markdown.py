"""Markdown (CommonMark) that shows a text as it is, for the platforms that speak it."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from lantern.channels.messaging.preview import linked
from lantern.channels.messaging.text import Block, Role, Span, bullet

LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'}]")
SIGNS = re.compile(r"[\\`*_\[\]~|#]")
# At the beginning of a line these would begin a list or a heading.
LINE_START = re.compile(r"^([-+=]|\d+(?=[.)]))", re.M)
LATER_LINE_START = re.compile(r"(?<=\n)([-+=]|\d+(?=[.)]))")
# They would end the address of a link.
IN_ADDRESS = {"(": "%28", ")": "%29", "\\": "%5C", "[": "%5B", "]": "%5D", "|": "%7C", "`": "%60", "*": "%2A"}
# "@all" would call everybody in a room.
CALL = re.compile(r"(?<!\w)@(?=(?:all|here|channel)\b)", re.I)
# It shows nothing and keeps two signs apart.
APART = "\u200b"


def mark_up(block: Block) -> str:
    """Write a block: headings bold, the disclaimer in italics."""
    text = "".join(_span(span, place == 0) for place, span in enumerate(block.spans)).strip()
    if block.role is Role.HEADING:
        # A list that does not begin with 1 needs an empty line before it.
        text = emphasised(text, "**") + "\n"
    elif block.role is Role.DISCLAIMER:
        text = emphasised(text, "_")
    # A sign with nothing after it would make a heading of the line before.
    return bullet(block, text) if text else ""


def escape(text: str, start: bool = True) -> str:
    """Return Markdown that shows the text, whatever is in it; web addresses become links.

    Args:
        text: Any text.
        start: Whether it stands at the beginning of a line.
    """
    parts, end = [], 0
    # Indented lines would be code. Markdown knows no other blanks than these two.
    text = re.sub(r"[ \t]*(?:\r\n?|\n)[ \t]*", "\n", text)
    for link in LINK.finditer(text):
        parts += [_escape(text[end : link.start()], start and not end), to_link(link[0], link[0])]
        end = link.end()
    parts.append(_escape(text[end:], start and not end))
    # A line's end that is meant needs two blanks before it.
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", "  \n", "".join(parts))


def to_link(label: str, address: str) -> str:
    """Return a link; its address loses nothing but what Markdown would stumble over."""
    safe = "".join(IN_ADDRESS.get(sign, sign) for sign in address)
    return f"[{_escape(label, False)}]({safe})"


def to_html(text: str) -> str:
    """Return Markdown as HTML, in which nothing of the text itself is HTML."""
    rendered: str = MarkdownIt("commonmark", {"html": False}).render(text)
    # The preview keeps the ends of lines; here tags stand for them.
    return rendered.replace("\n", "")


def starred_html(text: str) -> str:
    """Return a text whose headings stand between stars, and the last words between lines, as HTML."""
    lines = linked(text.replace(APART, "")).split("\n")
    bold = [re.sub(r"^\*(.+)\*$", r"<b>\1</b>", line) for line in lines]
    return "\n".join(re.sub(r"^_(.+)_$", r"<i>\1</i>", line) for line in bold)


def emphasised(text: str, sign: str) -> str:
    """Return a text with a sign around each line that can have one."""
    return "\n".join(
        sign + line + sign if line and line == line.strip() else line for line in text.split("\n")
    )


def _escape(text: str, start: bool) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = CALL.sub(f"@{APART}", SIGNS.sub(r"\\\g<0>", text))
    return (LINE_START if start else LATER_LINE_START).sub(lambda match: _at_line_start(match[1]), text)


def _at_line_start(sign: str) -> str:
    return f"{sign}{APART}" if sign.isdigit() else f"\\{sign}"


def _span(span: Span, start: bool) -> str:
    if not span.url:
        return escape(span.text, start)
    if LINK.fullmatch(span.url):
        return to_link(span.text, span.url)
    return escape(f"{span.text} {span.url}", start)
