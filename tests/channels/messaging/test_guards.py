"""What shows that a request comes from its platform; signed by the vendors' own code where there is some."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from lantern.channels.messaging import guards
from lantern.channels.messaging.guards import (
    FAILED_SECONDS,
    Token,
    TokenGuard,
    check_recent,
    check_signature,
    check_token,
    same,
)
from lantern.channels.messaging.http import Answered
from lantern.channels.messaging.incoming import Forged, Unverifiable
from lantern.channels.messaging.platform import Undelivered

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ISSUER, AUDIENCE = "https://issuer.example", "our-app"


@given(st.text(), st.text(min_size=1))
def test_same_never_raises_and_empty_is_never_right(left: str, right: str) -> None:
    assert same(left, right) == (left == right)
    assert not same(left, "")


def test_tokens() -> None:
    check_token("secret", "secret", "the token")
    for given_token, expected in (("", "secret"), ("Secret", "secret"), ("", ""), ("sécret", "secret")):
        with pytest.raises(Forged, match="the token"):
            check_token(given_token, expected, "the token")


def test_signatures() -> None:
    good = hmac.new(b"key", b"body", hashlib.sha256).hexdigest()
    check_signature(b"body", f"sha256={good}", "key", "sha256", "sha256=")
    for body, signature, secret in (
        (b"Body", f"sha256={good}", "key"),
        (b"body", good, "key"),
        (b"body", f"sha256={good.upper()}", "key"),
        (b"body", "", "key"),
        (b"body", f"sha256={hmac.new(b'', b'body', hashlib.sha256).hexdigest()}", ""),
    ):
        with pytest.raises(Forged):
            check_signature(body, signature, secret, "sha256", "sha256=")


@pytest.mark.parametrize("stamp", ["", "1", "-5", "1e9", "99999999999999", "१२३", "1000.0"])
def test_old_and_unreadable_times(stamp: str) -> None:
    with pytest.raises(Forged):
        check_recent(stamp, now=1000)


def test_near_times() -> None:
    for stamp in ("700", "1000", "1300"):
        check_recent(stamp, now=1000)


class Keys:
    """Stands in for the issuer's address of public keys."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.down = 0, False
        self.names = {"one": KEY}
        monkeypatch.setattr(guards, "call", self.call)

    async def call(self, http: Any, method: str, url: str) -> Answered:
        self.asked += 1
        if self.down:
            raise Undelivered("timed out")
        keys = [
            jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) for key in self.names.values()
        ]
        listed = [{**key, "kid": name, "use": "sig"} for name, key in zip(self.names, keys)]
        return Answered(200, {}, {"keys": [*listed, {"kid": "strange", "kty": "?"}]})


def token(key: Any = KEY, name: str = "one", algorithm: str = "RS256", **changes: Any) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "exp": now + 600, "iat": now, **changes}
    kept = {key: value for key, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm, headers={"kid": name})


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Keys:
    return Keys(monkeypatch)


def check(guard: TokenGuard, given_token: str) -> Token:
    return asyncio.run(guard.check(given_token, None))  # type: ignore[arg-type]


def new_guard(clock: Any = time.monotonic) -> TokenGuard:
    return TokenGuard("https://keys.example", [ISSUER], AUDIENCE, clock=clock)


def test_a_good_token(keys: Keys) -> None:
    assert check(new_guard(), token()).claims["iss"] == ISSUER


def test_a_key_speaks_only_for_what_it_is_endorsed_for(keys: Keys) -> None:
    found = check(new_guard(), token())
    # The issuer says nothing of this key; then it speaks for nothing.
    for channel in ("msteams", "", "None"):
        with pytest.raises(Forged):
            found.check_endorsed(channel)
    Token({}, frozenset({"msteams"})).check_endorsed("msteams")


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "no token",
        token(OTHER),
        token(name="unknown"),
        token(iss="https://elsewhere.example"),
        token(aud="another-app"),
        token(exp=int(time.time()) - 3600),
        token(exp=None),
        token(iss=None),
        jwt.encode({"iss": ISSUER, "aud": AUDIENCE, "exp": 2**40}, None, "none", headers={"kid": "one"}),
        token("a shared secret that is long enough for HS256", algorithm="HS256"),
    ],
)
def test_bad_tokens(keys: Keys, bad: str) -> None:
    with pytest.raises(Forged):
        check(new_guard(), bad)


def test_keys_are_fetched_once_and_again_for_a_new_one_but_not_at_will(keys: Keys) -> None:
    now = [0.0]
    guard = new_guard(lambda: now[0])
    check(guard, token())
    check(guard, token())
    assert keys.asked == 1
    keys.names["two"] = OTHER
    for _ in range(3):
        with pytest.raises(Forged):
            check(guard, token(OTHER, "two"))
    assert keys.asked == 1
    now[0] = 61.0
    check(guard, token(OTHER, "two"))
    assert keys.asked == 2


def test_keys_that_cannot_be_fetched(keys: Keys) -> None:
    now = [0.0]
    guard = new_guard(lambda: now[0])
    keys.down = True
    with pytest.raises(Unverifiable):
        check(guard, token())
    keys.down = False
    # It is not asked again with each request, but soon.
    with pytest.raises(Unverifiable):
        check(guard, token())
    now[0] += FAILED_SECONDS
    check(guard, token())
    # Old keys are better than none.
    keys.down, now[0] = True, 2 * 24 * 3600.0
    check(guard, token())
