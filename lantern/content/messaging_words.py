"""The shape of what the messaging channels say (in data/wording.yml)."""

from __future__ import annotations

from lantern.content.strict import Strict


class Messaging(Strict):
    """The sentences of the messaging channels that are no part of an answer."""

    # Around an answer.
    choices_numbers: str
    links_danger_spanish: str
    # Instead of an answer.
    only_text: str
    choice_gone: str
    too_many: str
    # What pressing "Start" says in the person's name.
    start: str
    # On the telephone.
    voice_greeting: str
    voice_listening: str
    voice_nothing_heard: str
    voice_goodbye: str
    voice_choice: str
    voice_link: str
    voice_sources: str
    voice_source: str
