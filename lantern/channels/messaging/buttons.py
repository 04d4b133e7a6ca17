"""Choices as buttons: what stands on them, what they send, and when their titles need a list beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lantern.answers import Choice
from lantern.channels.messaging.limits import Limits
from lantern.channels.messaging.platform import Payload
from lantern.channels.messaging.text import clean

SHORTENED = "…"


@dataclass(frozen=True)
class Button:
    """A button: its title, and the value that comes back when it is pressed."""

    title: str
    value: str


def need_list(choices: Sequence[Choice], limits: Limits) -> bool:
    """Say whether the choices also have to be listed with numbers, so that no title is lost."""
    return len(choices) > limits.choices or any(_too_long(choice, limits) for choice in choices)


def buttons(choices: Sequence[Choice], limits: Limits, turn: str) -> list[Button]:
    """Return the buttons of a message, as many as it may have.

    Args:
        choices: All choices of the reply; beside buttons with shortened titles they are listed with numbers.
        limits: The platform's limits.
        turn: The name of the reply.
    """
    listed = need_list(choices, limits)
    found = []
    for place, choice in enumerate(choices[: limits.choices], 1):
        title = " ".join(clean(choice.title).split())
        title = f"{place}. {title}" if listed else title
        found.append(Button(_shortened(title, limits) or str(place), f"{turn}:{place}"))
    return found


def with_card(payloads: list[Payload], card: Payload, fits: Callable[[Payload], bool]) -> list[Payload]:
    """Return the messages with a card of buttons: on the last one, or after it where both are too much.

    Args:
        payloads: The messages.
        card: A message of which the card is all.
        fits: Whether a message is within the platform's size.
    """
    joined = {**payloads[-1], **card} if payloads else card
    return [*payloads[:-1], joined] if fits(joined) else [*payloads, card]


def _too_long(choice: Choice, limits: Limits) -> bool:
    return limits.unit.length(clean(choice.title)) > limits.choice_title


def _shortened(title: str, limits: Limits) -> str:
    if limits.unit.length(title) <= limits.choice_title:
        return title
    while title and limits.unit.length(title + SHORTENED) > limits.choice_title:
        title = title[:-1].rstrip()
    return title + SHORTENED
