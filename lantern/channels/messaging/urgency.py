"""Which replies are urgent: those to a danger.

That is kept with a reply, in its address: a server of an older version reads it all the same, where it would
throw a reply with an unknown field away as unreadable. No platform gets to see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lantern.channels.messaging.undelivered import Outgoing

URGENT = "lantern urgent"


def as_urgent(outgoing: Outgoing) -> Outgoing:
    """Return a reply that is urgent."""
    return replace(outgoing, address={**outgoing.address, URGENT: "yes"})


def is_urgent(outgoing: Outgoing) -> bool:
    """Say whether a reply is urgent."""
    return URGENT in outgoing.address


def address_of(outgoing: Outgoing) -> Mapping[str, str]:
    """Return the address as the platform has given it."""
    return {key: value for key, value in outgoing.address.items() if key != URGENT}
