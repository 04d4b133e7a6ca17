"""Find topics and links by words, as facts are found: nobody has to know ids by heart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lantern.content.library import Library
from lantern.editing.fact_search import MOST, best, facts_about, stems, whole_words


@dataclass(frozen=True)
class Found:
    """Something that can be chosen: the id that is written down, what it says, and where it is from."""

    id: str
    text: str
    note: str


def found_for(library: Library, what: str, words: str) -> list[Found] | None:
    """Return what can be chosen for a field (``facts``, ``topics``, ``resources``); None for any other."""
    if what == "facts":
        return [Found(fact.id, fact.text, fact.section) for fact in facts_about(library, words)]
    if what == "topics":
        return topics_about(library, words)
    return resources_about(library, words) if what == "resources" else None


def topics_about(library: Library, words: str) -> list[Found]:
    """Return the topics whose question or ways of asking hold the words best."""
    topics = list(library.family("faq"))
    texts = [
        " ".join([one.metadata.title, one.name.replace("_", " "), *(u.text for u in one.utterances)])
        for one in topics
    ]
    named = [one for one in topics if one.name == words.strip()]
    found = named or best(topics, texts, words, len(topics))
    # Ways of asking hold all sorts of words: what the question itself has goes before.
    wanted = stems(words)
    found.sort(key=lambda one: -len(wanted & stems(f"{one.metadata.title} {one.name.replace('_', ' ')}")))
    return [Found(one.name, one.metadata.title, "topic") for one in found[:MOST]]


def resources_about(library: Library, words: str) -> list[Found]:
    """Return the links and phone numbers whose title or purpose holds the words best."""
    resources = list(library.resources.values())
    texts = [f"{one.id.replace('-', ' ')} {one.title} {one.purpose} {one.region}" for one in resources]
    named = [one for one in resources if one.id == words.strip()]
    found = named or best(resources, texts, words, len(resources))
    # "CancerCare" begins as all that has to do with cancer: whole words of its name go before.
    often = Counter(word for text in texts for word in whole_words(text))
    wanted = whole_words(words)
    found.sort(
        key=lambda one: -sum(1 / often[word] for word in wanted & whole_words(f"{one.id} {one.title}"))
    )
    return [Found(one.id, f"{one.title}: {one.purpose}", one.phone or one.url or "") for one in found[:MOST]]
