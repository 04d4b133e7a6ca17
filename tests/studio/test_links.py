"""The studio's page of links and phone numbers."""

from __future__ import annotations

import html

from lantern.content.library import load_library
from tests.studio.conftest import Studio
from tests.studio.test_access import signed_in
from tests.studio.test_pages import loose_ends, newest

TYPED = {
    "id": "metavivor-site",
    "title": "METAvivor <b>& more</b>",
    "url": "https://www.metavivor.org",
    "phone": "",
    "purpose": "find others",
    "region": "us",
    "why": "Asked for in the inbox",
}


def test_all_links_are_listed_with_who_uses_them(studio: Studio) -> None:
    visitor = studio.visitor()
    visitor.token()
    page = visitor.get("/links").text
    row = page.split("988 Suicide &amp; Crisis Lifeline")[1].split("</tr>")[0]
    # Dangers are not edited here, so nothing leads to them.
    assert "danger/" in row and 'href="/entry/danger' not in row and "https://988lifeline.org" in row
    assert 'href="/entry/faq/' in page and 'aria-current="page">Links' in page


def test_a_new_link_is_written_kept_and_can_be_chosen(studio: Studio) -> None:
    visitor = studio.visitor()
    form = {**TYPED, "token": visitor.token()}
    reply = visitor.post("/links", form)
    assert reply.status == 302 and newest(studio) == "Asked for in the inbox" and loose_ends(studio) == ""
    page = visitor.get(reply.headers["Location"]).text
    assert "metavivor-site is there now" in page and "METAvivor &lt;b&gt;&amp; more&lt;/b&gt;" in page
    assert "<b>" not in page
    assert load_library(studio.root / "data").resources["metavivor-site"].url == TYPED["url"]
    assert 'data-pick="metavivor-site"' in visitor.get("/find/resources?q=metavivor").text
    # Once more it is refused, and what was typed stays in the form.
    again = visitor.post("/links", {**form, "purpose": '"><script>x</script>'})
    assert again.status == 400 and "There is a link 'metavivor-site' already" in html.unescape(again.text)
    assert 'value="&#34;&gt;&lt;script&gt;x&lt;/script&gt;"' in again.text and "<script>" not in again.text
    assert "is there now" not in visitor.get("/links?added=%3Cb%3E").text


def test_a_link_takes_a_form_of_ours_and_the_role_write(studio: Studio, exposed: Studio) -> None:
    visitor = studio.visitor()
    visitor.token()
    for forged in ({}, {"token": "x"}):
        assert visitor.post("/links", {**TYPED, "id": "forged", **forged}).status == 403
    assert "forged" not in load_library(studio.root / "data").resources
    writer, reviewer = signed_in(exposed, "Ana"), signed_in(exposed, "Rev")
    assert 'action="/links"' in writer.get("/links").text
    page = reviewer.get("/links")
    assert page.status == 200 and 'action="/links"' not in page.text
    token = page.text.split('name="token" value="')[1].split('"')[0]
    refused = reviewer.post("/links", {**TYPED, "token": token})
    assert refused.status == 403 and "needs the role" in refused.text
