"""Who gets into the studio, and what a forged form can do: nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantern.errors import SettingError
from lantern.studio.access import MOST_WRONG, Access, add_user
from tests.studio.conftest import PASSWORD, Studio, Visitor

FORM = {"family": "faq", "name": "a_new_one"}


@pytest.fixture
def access(tmp_path: Path) -> Access:
    users = tmp_path / "users.json"
    add_user(users, "Ana", PASSWORD, ["write"])
    return Access(b"key", users, clock=lambda: 1000.0)


def test_a_right_password_opens_and_a_wrong_one_does_not(access: Access) -> None:
    person = access.sign_in("Ana", PASSWORD, "1.2.3.4")
    assert person and person.may("write") and not person.may("publish")
    assert access.sign_in("Ana", "wrong", "1.2.3.4") is None
    assert access.sign_in("Nobody", "", "1.2.3.4") is None


def test_an_address_that_guesses_has_to_wait(access: Access) -> None:
    for _ in range(MOST_WRONG):
        access.sign_in("Ana", "wrong", "1.2.3.4")
    assert access.sign_in("Ana", PASSWORD, "1.2.3.4") is None
    assert access.sign_in("Ana", PASSWORD, "5.6.7.8")
    access.clock = lambda: 1061.0
    assert access.sign_in("Ana", PASSWORD, "1.2.3.4")


def test_a_session_ends_cannot_be_made_up_and_is_no_ones_elses(access: Access, tmp_path: Path) -> None:
    cookie = access.begin("Ana")
    assert access.person(cookie)
    for forged in ("", "x", cookie[:-1], cookie.replace(cookie[0], "7", 1), "4162.9999999999.00.00"):
        assert access.person(forged) is None
    assert access.is_form_of(cookie, access.form_token(cookie))
    assert not access.is_form_of(cookie, access.form_token(access.begin("Ana")))
    add_user(tmp_path / "users.json", "Ana", PASSWORD, [])
    person = access.person(cookie)
    assert person and not person.may("write")
    access.clock = lambda: 1000.0 + 9 * 3600
    assert access.person(cookie) is None


def test_a_short_password_and_an_unknown_role_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="at least 12"):
        add_user(tmp_path / "u", "Ana", "short", [])
    with pytest.raises(SettingError, match="no role"):
        add_user(tmp_path / "u", "Ana", PASSWORD, ["admin"])
    add_user(tmp_path / "u", "Ana", PASSWORD, [])
    assert (tmp_path / "u").stat().st_mode & 0o077 == 0 and PASSWORD not in (tmp_path / "u").read_text()


def test_a_form_without_its_token_does_nothing(studio: Studio) -> None:
    visitor = studio.visitor()
    token = visitor.token()
    for forged in ({}, {"token": ""}, {"token": token[:-1] + "x"}, {"token": studio.visitor().token()}):
        assert visitor.post("/new", {**FORM, **forged}).status == 403
    assert visitor.post("/new", {**FORM, "token": token}).status == 302
    assert studio.visitor().post("/new", FORM).status == 401


def test_a_foreign_host_name_is_turned_away(studio: Studio) -> None:
    # A page elsewhere may have its own name point to this computer.
    reply = studio.visitor().get("/", Host="evil.example")
    assert reply.status == 403 and "Entries" not in reply.text


def test_pages_run_nothing_from_elsewhere(studio: Studio) -> None:
    visitor = studio.visitor()
    visitor.get("/")
    headers = {name.lower(): value for name, value in visitor.get("/").headers.items()}
    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY" and headers["cache-control"] == "no-store"


def signed_in(studio: Studio, name: str, origin: bool = True) -> Visitor:
    visitor = studio.visitor()
    headers = {"Origin": studio.address} if origin else {}
    reply = visitor.post("/sign-in", {"name": name, "password": PASSWORD}, **headers)
    if reply.status == 302:
        # The cookie is for HTTPS only; this test has none, so it carries it by hand.
        cookie = reply.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" in cookie
        visitor.get = lambda path, get=visitor.get: get(path, Cookie=cookie.split(";")[0])  # type: ignore[method-assign,misc]
        visitor.post = lambda path, fields, post=visitor.post: post(path, fields, Cookie=cookie.split(";")[0])  # type: ignore[method-assign,misc]
    return visitor


def test_where_others_can_come_in_they_sign_in(exposed: Studio) -> None:
    reply = exposed.visitor().get("/")
    assert reply.status == 302 and reply.headers["Location"] == "/sign-in"
    assert (
        "do not fit"
        in exposed.visitor().post("/sign-in", {"name": "Ana", "password": "x"}, Origin=exposed.address).text
    )
    assert signed_in(exposed, "Ana", origin=False).get("/").status == 302
    assert "palliative_care_what" in signed_in(exposed, "Ana").get("/").text


def test_a_role_is_asked_for(exposed: Studio) -> None:
    writer, reviewer = signed_in(exposed, "Ana"), signed_in(exposed, "Rev")
    assert reviewer.get("/new").status == 403 and writer.get("/new").status == 200
    token = writer.get("/new").text.split('name="token" value="')[1].split('"')[0]
    assert writer.post("/live/publish", {"token": token}).status == 403
    assert writer.post("/review/faq/palbociclib", {"token": token, "mark": "x"}).status == 403
    assert "Publish</button>" not in writer.get("/live").text
