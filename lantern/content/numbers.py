"""The emergency and crisis numbers as replies say them: those of the organisation, or else in words."""

from __future__ import annotations

from collections.abc import Mapping

from lantern.content.models import Labels, Organisation

NUMBERS = ("emergency_number", "crisis_line", "poison_line", "violence_line")


def numbers_of(organisation: Organisation, labels: Labels, language: str = "en") -> dict[str, str]:
    """Return what fills the words in braces of a reply to a danger.

    Args:
        organisation: Its numbers; null where there is none.
        labels: What is said instead.
        language: The language of the reply.
    """
    instead: Mapping[str, str] = labels.numbers_spanish if language == "es" else labels.numbers
    return {key: getattr(organisation, key) or instead[key] for key in NUMBERS}
