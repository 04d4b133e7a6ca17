"""What shows that a request comes from its platform; everything secret is compared in constant time."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt

from lantern.channels.messaging.http import call
from lantern.channels.messaging.incoming import Forged, Unverifiable
from lantern.channels.messaging.platform import Undelivered

# A signed time may be so many seconds away from ours; older requests are replays.
WINDOW = 300
# Public keys are asked for again after so many seconds, and at once for an unknown key, but not more often
# than this: otherwise anybody could make us ask at will.
KEYS_SECONDS, LEAST_KEYS_SECONDS = 24 * 3600, 60
# After a failure they are asked for again so much later.
FAILED_SECONDS = 5.0
ALGORITHMS = ("RS256",)
BEARER = "bearer "


def same(given: str | bytes, expected: str | bytes) -> bool:
    """Say whether two secrets are the same, in a time that tells nothing; empty ones never are."""
    left = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
    right = expected.encode("utf-8", "surrogatepass") if isinstance(expected, str) else expected
    return bool(right) and hmac.compare_digest(left, right)


def check_token(given: str, expected: str, what: str) -> None:
    """Make sure that a token is the one we gave.

    Args:
        given: What the request holds.
        expected: What we gave.
        what: The token's name, for the log.

    Raises:
        Forged: It is not.
    """
    if not same(given, expected):
        raise Forged(f"{what} is missing or wrong")


def check_signature(body: bytes, given: str, secret: str, algorithm: str, prefix: str = "") -> None:
    """Make sure that a body was signed (HMAC, hexadecimal) by somebody who has the secret.

    Args:
        body: What is signed.
        given: The signature.
        secret: The secret.
        algorithm: "sha256" ...; ours to choose, never the sender's.
        prefix: What stands before the digits.

    Raises:
        Forged: It was not.
    """
    digest = hmac.new(secret.encode(), body, getattr(hashlib, algorithm)).hexdigest()
    if not secret or not same(given, prefix + digest):
        raise Forged("the signature is missing or wrong")


def check_recent(stamp: str, now: float | None = None, window: int = WINDOW) -> None:
    """Make sure that a signed time (seconds since 1970) is near ours.

    Raises:
        Forged: It is not, or is no time.
    """
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 13):
        raise Forged("the time is missing or unreadable")
    if abs((time.time() if now is None else now) - int(stamp)) > window:
        raise Forged("the request is too old")


def bearer(headers: Mapping[str, str]) -> str:
    """Return the token of the Authorization header.

    Raises:
        Forged: There is none.
    """
    header = headers.get("authorization", "")
    if header[: len(BEARER)].lower() != BEARER:
        raise Forged("the token is missing")
    return header[len(BEARER) :].strip()


@dataclass(frozen=True)
class Token:
    """A token that is valid: what it claims, and for which channels its key may speak."""

    claims: Mapping[str, Any]
    endorsements: frozenset[str]

    def check_endorsed(self, channel: str) -> None:
        """Make sure that the token's key may speak for a channel.

        Raises:
            Forged: It may not, or the key's issuer does not say so.
        """
        if channel not in self.endorsements:
            raise Forged("the token's key does not speak for this channel")


class TokenGuard:
    """Checks JSON Web Tokens: signature, issuer, audience and time; public keys are fetched when needed."""

    def __init__(
        self,
        keys_url: str,
        issuers: Collection[str],
        audience: str,
        *,
        discovery: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take where the keys are and what a token has to say.

        Args:
            keys_url: The address of the keys (JWKS), or of the document that names it.
            issuers: Who may have issued a token.
            audience: Whom it has to be for.
            discovery: Whether ``keys_url`` is an OpenID document with ``jwks_uri``.
            clock: Seconds that only ever grow.
        """
        self._url, self._issuers, self._audience = keys_url, list(issuers), audience
        self._discovery, self._clock = discovery, clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._endorsements: dict[str, frozenset[str]] = {}
        self._asked: float | None = None
        self._failed = ""
        self._lock = asyncio.Lock()

    async def check(self, token: str, http: aiohttp.ClientSession) -> Token:
        """Return what a token says, once it is known to be good.

        Args:
            token: The token.
            http: Fetches the keys.

        Raises:
            Forged: It is not valid for us.
            Unverifiable: The keys cannot be fetched just now.
        """
        try:
            name = jwt.get_unverified_header(token).get("kid")
        except jwt.InvalidTokenError as error:
            raise Forged(f"the token cannot be read ({type(error).__name__})") from None
        key = await self._key(name, http) if isinstance(name, str) else None
        if key is None:
            raise Forged("the token is signed with an unknown key")
        # Those that came with this key: others may be fetched meanwhile.
        endorsements = self._endorsements.get(str(name), frozenset())
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=list(ALGORITHMS),
                audience=self._audience,
                issuer=self._issuers,
                leeway=WINDOW,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.InvalidTokenError, TypeError, ValueError) as error:
            raise Forged(f"the token is not valid ({type(error).__name__})") from None
        return Token(claims, endorsements)

    async def _key(self, name: str, http: aiohttp.ClientSession) -> jwt.PyJWK | None:
        # A known key waits for nobody who has made up another.
        if name not in self._keys or self._age() > KEYS_SECONDS:
            async with self._lock:
                brake = FAILED_SECONDS if self._failed else LEAST_KEYS_SECONDS
                if self._age() >= (KEYS_SECONDS if name in self._keys and not self._failed else brake):
                    await self._fetch(http)
        if self._failed and not self._keys:
            raise Unverifiable(self._failed)
        return self._keys.get(name)

    def _age(self) -> float:
        """Return the seconds since keys were last asked for, whether they came or not."""
        return float("inf") if self._asked is None else self._clock() - self._asked

    async def _fetch(self, http: aiohttp.ClientSession) -> None:
        self._asked = self._clock()
        try:
            url = self._url
            if self._discovery:
                url = str((await call(http, "GET", url)).check().field("jwks_uri"))
            listed = (await call(http, "GET", url)).check().field("keys")
        except Undelivered as error:
            # Better old keys than none: what they signed is still theirs.
            self._failed = f"the public keys cannot be fetched ({error})"
            return
        self._failed = ""
        found, endorsed = {}, {}
        for key in listed if isinstance(listed, list) else ():
            try:
                found[str(key["kid"])] = jwt.PyJWK(key)
                endorsed[str(key["kid"])] = frozenset(map(str, key.get("endorsements") or ()))
            except (jwt.PyJWTError, KeyError, TypeError, ValueError):
                # A key of a kind that we do not use.
                continue
        if found:
            self._keys, self._endorsements = found, endorsed
