"""Who gets into the studio, and what a forged form can do: nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lantern.errors import SettingError
from lantern.studio.access import ENDED_FILE, Access, add_user, remove_user
from lantern.studio.guesses import MOST_FOR_NAME, MOST_FROM_ADDRESS, MOST_WRONG
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


def test_signing_out_and_another_password_end_sessions_for_good(access: Access, tmp_path: Path) -> None:
    first, second, users = access.begin("Ana"), access.begin("Ana"), tmp_path / "users.json"
    access.end(first)
    # A studio that starts again has not forgotten it.
    again = Access(b"key", users, clock=lambda: 1001.0)
    assert access.person(first) is None and again.person(first) is None
    assert again.person(second) is not None
    add_user(users, "Ana", "another long password", ["write"])
    assert access.person(second) is None and access.person(access.begin("Ana"))
    third = access.begin("Ana")
    remove_user(users, "Ana")
    assert access.person(third) is None
    with pytest.raises(SettingError, match="There is no 'Ana'"):
        remove_user(users, "Ana")


def test_what_was_ended_is_forgotten_when_it_would_have_ended_anyway(access: Access, tmp_path: Path) -> None:
    access.end(access.begin("Ana"))
    access.clock = lambda: 1000.0 + 9 * 3600
    access.end(access.begin("Ana"))
    assert len(json.loads((tmp_path / ENDED_FILE).read_text(encoding="utf-8"))) == 1
    access.end("no cookie of ours")


def test_who_guesses_locks_out_nobody_else_behind_the_same_server(access: Access, tmp_path: Path) -> None:
    add_user(tmp_path / "users.json", "Ben", PASSWORD, ["write"])
    for number in range(MOST_FROM_ADDRESS + MOST_WRONG):
        access.sign_in(f"Nobody {number}", "wrong", "127.0.0.1", shared=True)
    for _ in range(MOST_WRONG):
        access.sign_in("Ana", "wrong", "127.0.0.1", shared=True)
    assert access.sign_in("Ana", PASSWORD, "127.0.0.1", shared=True) is None
    assert access.sign_in("Ben", PASSWORD, "127.0.0.1", shared=True)


def test_one_address_cannot_try_all_names_nor_many_addresses_one(access: Access) -> None:
    for number in range(MOST_FROM_ADDRESS):
        access.sign_in(f"Nobody {number}", "wrong", "1.2.3.4")
    assert access.sign_in("Ana", PASSWORD, "1.2.3.4") is None
    assert access.sign_in("Ana", PASSWORD, "5.6.7.8")
    for number in range(MOST_FOR_NAME):
        access.sign_in("Ana", "wrong", f"9.9.9.{number}")
    assert access.sign_in("Ana", PASSWORD, "5.6.7.8") is None


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


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_what_another_server_passes_on_is_not_of_this_computer(studio: Studio, name: str) -> None:
    # Such a server asks from this computer and by its name, for whoever asks it.
    reply = studio.visitor().get("/", **{name: "203.0.113.9"})
    assert reply.status == 403 and "--proxies 1" in reply.text


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
    # Where another was sent to is no matter of this page.
    assert "location" not in headers


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


def test_a_cookie_that_was_kept_opens_nothing_after_signing_out(exposed: Studio) -> None:
    writer = signed_in(exposed, "Ana")
    token = writer.get("/new").text.split('name="token" value="')[1].split('"')[0]
    assert writer.post("/sign-out", {"token": token}).status == 302
    assert writer.get("/").status == 302


def test_behind_a_server_that_has_another_name_people_sign_in_all_the_same(behind: Studio) -> None:
    name = {"name": "Ana", "password": PASSWORD}
    proxy = {"X-Forwarded-For": "198.51.100.7", "Host": "127.0.0.1:5080", "Origin": "https://studio.example"}
    assert behind.visitor().get("/").status == 302
    same = {**proxy, "Sec-Fetch-Site": "same-origin"}
    assert behind.visitor().post("/sign-in", name, **same).status == 302
    old = {**proxy, "X-Forwarded-Host": "studio.example"}
    assert behind.visitor().post("/sign-in", name, **old).status == 302
    for foreign in (
        proxy,
        {**old, "Sec-Fetch-Site": "cross-site"},
        {**old, "Origin": "https://evil.example"},
    ):
        assert behind.visitor().post("/sign-in", name, **foreign).status == 401
    # The address that our own server has written counts, not one that the visitor has made up.
    for number in range(MOST_WRONG):
        forged = {**same, "X-Forwarded-For": f"10.0.0.{number}, 198.51.100.66"}
        assert behind.visitor().post("/sign-in", {**name, "password": "x"}, **forged).status == 401
    assert (
        behind.visitor().post("/sign-in", name, **{**same, "X-Forwarded-For": "198.51.100.66"}).status == 401
    )
    assert behind.visitor().post("/sign-in", name, **same).status == 302


def test_a_role_is_asked_for(exposed: Studio) -> None:
    writer, reviewer = signed_in(exposed, "Ana"), signed_in(exposed, "Rev")
    assert reviewer.get("/new").status == 403 and writer.get("/new").status == 200
    token = writer.get("/new").text.split('name="token" value="')[1].split('"')[0]
    assert writer.post("/live/publish", {"token": token}).status == 403
    assert writer.post("/review/faq/palbociclib", {"token": token, "mark": "x"}).status == 403
    assert "Publish</button>" not in writer.get("/live").text
