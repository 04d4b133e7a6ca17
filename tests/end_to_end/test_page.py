"""The chat page as the bot serves it."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from lantern.content.library import Library
from lantern.local_bot import LocalBot


def fetch(bot: LocalBot, path: str) -> tuple[str, dict[str, str]]:
    """Return the text and the headers of a page."""
    with urllib.request.urlopen(bot.address + path, timeout=30) as reply:
        return reply.read().decode(), dict(reply.headers.items())


def test_the_page_says_what_it_must(bot: LocalBot, library: Library) -> None:
    html, headers = fetch(bot, "/chat/")
    assert library.wording.page.greeting in html
    assert library.organisation.emergency_number in html and library.organisation.crisis_line in html
    assert "not medical advice" in html and "No clinician has reviewed" in html
    policy = {name.lower(): value for name, value in headers.items()}["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_nothing_on_the_page_comes_from_elsewhere(bot: LocalBot) -> None:
    html, _ = fetch(bot, "/chat/")
    assert "http://" not in html and "https://" not in html and "style=" not in html
    for name in ("chat.js", "chat.css"):
        text, _ = fetch(bot, f"/chat/{name}")
        assert text and "http" not in text and "innerHTML" not in text


@pytest.mark.parametrize("path", ["/chat/page.html", "/chat/..%2f..%2fpage.py", "/chat/nothing"])
def test_no_other_file_is_served(bot: LocalBot, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        fetch(bot, path)
    assert caught.value.code == 404
