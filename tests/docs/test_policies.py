"""The Content-Security-Policies that are sent are those that web teams are told about."""

from __future__ import annotations

import re

import requests

from lantern.channels.demo import PREFIX, DemoSite, demo_files
from lantern.channels.website.http import SECURITY
from lantern.paths import ROOT
from tests.browser.embedding import STRICT_POLICY
from tests.channels.serving import serve

PAGE = (ROOT / "docs" / "webteams" / "content-security-policy.md").read_text(encoding="utf-8")


async def unanswered(_: object) -> None:
    """Stand in for Rasa, which a demo page does not ask."""


def test_every_page_of_the_demo_site_sends_the_policy_of_the_page_whole() -> None:
    told = re.findall(r"```\n(default-src .*?)\n```", PAGE, re.S)
    assert len(told) == 1
    expected = " ".join(told[0].split())
    with serve(DemoSite().blueprint(unanswered), PREFIX, None) as (address, _):
        for name in demo_files():
            reply = requests.get(f"{address}{PREFIX}/{'' if name == 'index.html' else name}", timeout=20)
            assert reply.status_code == 200
            assert reply.headers["content-security-policy"] == expected, name


def test_what_the_bot_sends_itself_is_told_whole() -> None:
    told = re.search(r"\*\*What the bot sends itself\*\*: `([^`]+)`", PAGE)
    assert told and told[1] == SECURITY["Content-Security-Policy"]


def test_the_policy_of_the_browser_tests_allows_no_more_than_the_page_says_is_needed() -> None:
    needed = {"script-src": "'self'", "connect-src": "'self'", "img-src": "data:"}
    allowed = dict(part.split(" ", 1) for part in STRICT_POLICY.split("; "))
    # A picture of no bytes keeps the browser from asking for a favicon.
    assert {name: value for name, value in allowed.items() if "'none'" not in value} == {
        **needed,
        "require-trusted-types-for": "'script'",
    }
