"""Reading the small HTML of a platform: few tags, all closed; of attributes only the address of a link."""

from __future__ import annotations

from collections.abc import Collection
from html.parser import HTMLParser

from tests.channels.messaging.fakes.base import need, web_address

LINE = "br"


def visible_html(text: str, tags: Collection[str]) -> tuple[str, list[str]]:
    """Return what people read of a text, and its links; refuses other tags, and what is not closed."""
    reader = _Reader(tags)
    reader.feed(text)
    reader.close()
    need(not reader.open, "can't parse entities: a tag is not closed")
    return reader.text, reader.links


class _Reader(HTMLParser):
    def __init__(self, tags: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.links: list[str] = []
        self.open: list[str] = []
        self._tags = tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        need(tag in self._tags, f"can't parse entities: Unsupported start tag {tag!r}")
        if tag == LINE:
            self.text += "\n"
            return
        if tag == "a":
            self.links.append(web_address(dict(attrs).get("href"), "link"))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        need(self.open and self.open[-1] == tag, "can't parse entities: Unexpected end tag")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
