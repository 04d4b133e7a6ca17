"""What fakes share whose platform signs by tokens, with public keys, and lends tokens for the replies."""

from __future__ import annotations

import json
from abc import abstractmethod
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.channels.messaging.fakes.base import PUBLIC, Fake, Inbound, changed, need

LENT_SECONDS = 3599


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """Return a key, made once for all tests."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_key(name: str) -> dict[str, Any]:
    """Return what stands in a list of public keys."""
    key: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private_key(name).public_key()))
    return {**key, "kid": name, "use": "sig"}


class TokenFake(Fake):
    """A platform of that kind."""

    def __init__(self, public: str = PUBLIC) -> None:
        super().__init__(public)
        self.tokens = 0
        # Set: tokens that were lent before are not taken any more.
        self.expired = False
        self.keys_asked = 0

    @abstractmethod
    def keys(self) -> list[dict[str, Any]]:
        """Return the public keys of what the platform sends."""

    def keys_route(self) -> web.RouteDef:
        """Return the route under which the public keys are."""
        return web.get("/keys", self._keys)

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        self.keys_asked += 1
        return web.json_response({"keys": self.keys()})

    def lend(self) -> web.Response:
        """Return the response that lends a new token, which ends the one before."""
        self.tokens, self.expired = self.tokens + 1, False
        lent = {"token_type": "Bearer", "expires_in": LENT_SECONDS, "access_token": f"token-{self.tokens}"}
        return web.json_response(lent)

    def check_lent(self, request: web.Request) -> None:
        """Refuse a request without the token that was lent last."""
        lent = request.headers.get("Authorization") == f"Bearer token-{self.tokens}"
        need(lent and self.tokens and not self.expired, "the token is not valid", 401)

    def _with(self, inbound: Inbound, token: str) -> Inbound:
        return changed(inbound, authorization=f"Bearer {token}")
