"""What the widget is told before the first message: greeting, suggestions, numbers, words explained."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lantern.content.library import Library
from lantern.content.review import fill_ins, is_served

# The region of a resource that fits everywhere.
ANYWHERE = "any"
NOTICES = ("notice_medical", "notice_emergency", "notice_stored")
TOPIC = re.compile(r"[a-z][a-z0-9_]{0,127}")
MOST_SUGGESTIONS = 3


class Greeting:
    """The settings of the widget, of one content."""

    def __init__(self, library: Library, characters: int, static_page: str) -> None:
        """Take the content, the greatest length of a message, and where the static page is."""
        self._library, self._characters, self._static_page = library, characters, static_page
        self._titles = {
            entry.name: entry.metadata.title for entry in library.family("faq") if is_served(entry, library)
        }

    def for_page(self, language: str, topics: Sequence[str]) -> dict[str, Any]:
        """Return the settings as JSON values.

        Args:
            language: That of the widget; one that is unknown gets the words of the content's own.
            topics: The page's own suggestions; those that are unknown are left out.
        """
        words = self._library.wording.website
        wanted = [topic for topic in topics if topic in self._titles][:MOST_SUGGESTIONS]
        return {
            "language": self._library.wording.language,
            "title": words.title,
            "greeting": self._words(language),
            "suggestions": [
                {"title": self._titles[topic], "topic": topic}
                for topic in wanted or words.suggestions
                if topic in self._titles
            ],
            "emergency": self._emergency(),
            "words": {"not_meant": words.not_meant},
            "static_page": self._static_page,
            "glossary": self._glossary(),
            "limits": {"characters": self._characters},
        }

    def _words(self, language: str) -> dict[str, str]:
        wording = self._library.wording
        spanish = language == "es"
        words = wording.website_spanish if spanish else wording.website
        shown = "es" if spanish else wording.language
        fill = fill_ins(self._library, shown)
        notices = {key: getattr(words, key).format(**fill) for key in NOTICES}
        return {"language": shown, "text": words.greeting.format(**fill), **notices}

    def _emergency(self) -> list[dict[str, Any]]:
        """Return the numbers that dangers name, where this bot is used."""
        names = dict.fromkeys(
            name for entry in self._library.family("danger") for name in entry.metadata.resources
        )
        here = (self._library.organisation.region, ANYWHERE)
        resources = [self._library.resources[name] for name in names]
        return [
            resource.dict(include={"title", "purpose", "phone", "sms", "url"})
            for resource in resources
            if resource.region in here
        ]

    def _glossary(self) -> list[dict[str, Any]]:
        entries = self._library.entries
        return [
            {
                "term": term.term,
                "written": list(term.written),
                "explanation": entries[f"faq/{term.topic}"].response.text.strip(),
                "topic": term.topic,
            }
            for term in self._library.glossary.terms
            if term.topic in self._titles
        ]


def topics_of(text: str) -> list[str]:
    """Return the topics of a list separated by commas."""
    return [topic.strip() for topic in text.split(",") if TOPIC.fullmatch(topic.strip())]
