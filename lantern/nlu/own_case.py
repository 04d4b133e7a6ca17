"""What one person should do is for their own care team to say, whatever else can be said about it.

"May she take turmeric with Ibrance" asks about food, which the sources do not cover, and asks for leave: the
reply to the one stands beside the reply to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from lantern.answers import Kind
from lantern.nlu.decision import Decision, Part
from lantern.nlu.message_parser import Piece
from lantern.nlu.reply_plan import ADVICE
from lantern.nlu.siblings import aspect_of

# The aspect of areas that are often asked about because somebody is about to do it.
OWN_TREATMENT = "own_treatment"
MOST_BESIDE = 2
# Topics of these aspects treat nobody: "may we take this as medical advice" is no such question.
NO_TREATMENT = ("about_text", "support", "resources", "research")


class OwnCase:
    """Sees questions for what one person should do, and declines them beside what is said about them."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]], part: Callable[[str, float], Part]) -> None:
        """Take the entries of the bundle, and what makes the part that gives one of them."""
        self._entries, self._part = entries, part

    def declined(self, decision: Decision, whole: Piece) -> Decision:
        """Return the decision with the reply to those who ask what they should do in front, if they do.

        Args:
            decision: What is said to the message.
            whole: The message as a whole.
        """
        given = [self._entries[intent] for intent in decision.intents]
        declined = any(entry["kind"] == Kind.ADVICE_DECLINED.value for entry in given)
        if not decision.sure or declined or not given or ADVICE not in self._entries:
            return decision
        topics = [entry for entry in given if entry["family"] == "faq"]
        topic = whole.own_case and any(aspect_of(entry) not in NO_TREATMENT for entry in topics)
        asked = whole.advice or whole.own_case
        area = asked and any(
            aspect_of(entry) == OWN_TREATMENT for entry in given if entry["family"] == "area"
        )
        if not topic and not area:
            return decision
        part = self._part(ADVICE, decision.confidence)
        return replace(decision, parts=(part, *decision.parts[:MOST_BESIDE]))
