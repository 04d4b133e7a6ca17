"""Who may speak to the website channel: pages on the list, and callers within their limits."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass

from lantern.channels.entry import is_local
from lantern.channels.website.refusal import Refusal

CHANGES = frozenset({"POST", "DELETE", "PUT", "PATCH"})
JSON = "application/json"
# A home or a company has a whole IPv6 network of this size; counted one by one there would be no limit.
IPV6_NETWORK = 64
# Some proxies add the port. An IPv6 address has one only after its brackets: else it would be a part of it.
WITH_PORT = re.compile(r"(?P<v4>[0-9.]+):[0-9]+|\[(?P<v6>[^\[\]]+)\](?::[0-9]+)?")


@dataclass(frozen=True)
class Caller:
    """What a request says of where it comes from."""

    address: str
    host: str
    scheme: str
    origin: str | None
    forwarded: str = ""


class Door:
    """Lets in the origins on the list; a server without a list serves this computer only."""

    def __init__(self, origins: Collection[str], proxies: int) -> None:
        """Take the origins, exactly as browsers send them, and how many proxies are our own."""
        self._origins, self._proxies = frozenset(origins), proxies

    def check(self, caller: Caller, method: str) -> None:
        """Refuse who may not speak to this server.

        Raises:
            Refusal: ``local_only`` or ``origin``.
        """
        local = is_local(caller.address, caller.host)
        if not self._origins and not local:
            raise Refusal("local_only")
        # A browser names the page with each request that changes something and with each to another site.
        if caller.origin is None:
            if method in CHANGES:
                raise Refusal("origin")
        elif not self.knows(caller):
            raise Refusal("origin")

    def knows(self, caller: Caller) -> bool:
        """Say whether the origin is on the list, or this computer's own address of this server.

        The Host header alone proves nothing: a page elsewhere can let its own name point to this server.
        """
        own = f"{caller.scheme}://{caller.host}".lower()
        return caller.origin in self._origins or (
            caller.origin == own and is_local(caller.address, caller.host)
        )

    def household(self, caller: Caller) -> str:
        """Return the address that limits are counted for: as the outermost proxy of our own saw it."""
        hops = [hop.strip() for hop in caller.forwarded.split(",") if hop.strip()]
        address = caller.address
        if self._proxies and len(hops) >= self._proxies:
            address = hops[-self._proxies]
        try:
            found = ipaddress.ip_address(_without_port(address))
        except ValueError:
            return "unknown"
        if isinstance(found, ipaddress.IPv4Address):
            return str(found)
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, IPV6_NETWORK), strict=False))


def _without_port(address: str) -> str:
    found = WITH_PORT.fullmatch(address)
    return found["v4"] or found["v6"] if found else address


def is_json(content_type: str) -> bool:
    """Say whether a body is announced as JSON; a page can send any other type without being asked first."""
    return content_type.split(";")[0].strip().lower() == JSON
