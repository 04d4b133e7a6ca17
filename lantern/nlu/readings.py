"""How a piece of a message can be read: as typed, and completed by what was spoken of before.

"Who gets it" after an answer about Kadcyla is read as "who gets it" and as "who gets Kadcyla"; the
reply plan takes the one that is understood better. Nothing of the conversation is put into a piece
that has a subject of its own, so stale context cannot hijack a new question.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lantern.content.models import Cues
from lantern.nlu.delexicalizer import delexicalize
from lantern.nlu.name_guard import EXCLUSIVE
from lantern.nlu.phrases import any_of, leading, words
from lantern.nlu.polarity import Name, standing
from lantern.slots import NAME_SLOTS

# A piece with no more words than this and no name in it may lean on what was spoken of before.
SHORT = 5
FEWEST_LETTERS_OF_A_NAME = 4
# They also stand before a noun, and are no pronouns there.
DEMONSTRATIVES = ("this", "that", "these", "those")
# One that opens like a follow-up ("and …") may be a little longer.
SHORT_AFTER_OPENING = 9
# What tells something has at least so many words.
STORY = 6


@dataclass(frozen=True)
class Subject:
    """What is being spoken of: how to say it, and the name of the lexicon that it begins with, if any."""

    words: str
    entity: str | None = None
    value: str | None = None
    covered: bool = True
    name: str = ""

    def at(self, start: int) -> list[Name]:
        """Return the name as LexiconTagger would have found it at ``start``; empty if it is none."""
        if self.entity is None:
            return []
        return [
            {
                "entity": self.entity,
                "value": self.value,
                "covered": self.covered,
                "start": start,
                "end": start + len(self.name),
                "text": self.name,
                "extractor": "LexiconTagger",
            }
        ]


@dataclass(frozen=True)
class Reading:
    """One way to read a piece: its text, the names in it, and the text without names.

    ``completed`` says that it was completed by what was spoken of before; ``pronoun``, that this stands in
    the place of a pronoun; ``within``, that it was spoken of in the same message.
    """

    text: str
    names: tuple[Name, ...]
    completed: bool = False
    pronoun: bool = False
    within: bool = False

    @property
    def plain(self) -> str:
        """The text that is encoded and matched."""
        return delexicalize(self.text, self.names)


class Reader:
    """Makes readings by the words of data/cues.yml."""

    def __init__(self, cues: Cues, vocabulary: Collection[str] = ()) -> None:
        """Build the patterns; ``vocabulary`` holds the words that are known (if empty, all are)."""
        self._vocabulary = frozenset(vocabulary)
        demonstratives = [word for word in cues.pronouns if word in DEMONSTRATIVES]
        others = [word for word in cues.pronouns if word not in DEMONSTRATIVES]
        follows = rf"(?=\s*(?:$|[^\w\s'’])|\s+{any_of(cues.after_pronoun)}(?![\w']))"
        self._pronouns = re.compile(
            rf"(?<![\w'])(?:{any_of(others)}(?![\w'])|{any_of(demonstratives)}{follows})", re.IGNORECASE
        )
        self._plural = frozenset(cues.plural_pronouns)
        self._no_pronouns = words(cues.no_pronouns)
        self._openings = leading(cues.openings)
        self._corrections = leading(cues.corrections)
        self._explain = words(cues.explain)
        self._thanks = words(cues.thanks)
        self._conditions = leading(cues.conditions)
        self._of_each = words(cues.of_each)
        self._of_place = tuple(words(names) for names in cues.of_place)
        self._advice = words(cues.advice)
        self._own_case = words(cues.own_case)
        begins = rf"(?:^|[.,;:?!\n]|(?<!\w){any_of([*cues.joins, *cues.openings])}(?!\w))\s*"
        self._own_choice = re.compile(
            rf"{begins}{any_of(cues.own_modals)}\s+{any_of(cues.own_persons)}(?![\w'])"
            rf"(?!\s+{any_of(cues.own_otherwise)}(?![\w']))",
            re.IGNORECASE,
        )
        self._own = words(cues.own)
        self._yes_or_no = leading(cues.yes_or_no)
        self._fillers = words([*cues.fillers, *cues.openings, *cues.corrections, *cues.excluding])

    def corrected(self, text: str) -> str:
        """Return what is left of a text without the words that a correction begins with."""
        rest = self._corrections.sub("", text)
        return rest if rest.strip() else text

    def is_bare(self, text: str, names: Sequence[Name]) -> bool:
        """Say whether a text is names alone ("and the liver?")."""
        if not standing(names):
            return False
        for name in sorted(names, key=lambda item: -int(item["start"])):
            text = text[: name["start"]] + " " + text[name["end"] :]
        return not re.search(r"\w", self._fillers.sub(" ", text))

    def explains(self, text: str, names: Sequence[Name]) -> bool:
        """Say whether a text only asks what a name is ("and what's Kadcyla then")."""
        rest = self._explain.sub(" ", text)
        return rest != text and self.is_bare(*_without(self._explain, text, names))

    def has_pronoun(self, text: str) -> bool:
        """Say whether a text has a word that may stand for what was spoken of before."""
        return self._pronoun(text) is not None

    def is_story(self, text: str) -> bool:
        """Say whether a text tells something, rather than leading to what is asked ("ok thanks, and")."""
        return len(re.findall(r"\w+", self._openings.sub("", text))) >= STORY

    def is_of_each(self, text: str) -> bool:
        """Say whether a text asks something of each of several things ("how are both treated")."""
        return bool(self._of_each.search(text))

    def asks_advice(self, text: str) -> bool:
        """Say whether a text asks what one person should do ("should I stop it")."""
        return bool(self._advice.search(text))

    def is_own_yes_or_no(self, text: str) -> bool:
        """Say whether a text, or a part of it, asks yes or no about one person ("does it end for me")."""
        parts = re.split(r"[.,;:?!]", text)
        return any(self._yes_or_no.match(part.strip()) and self._own.search(text) for part in parts)

    def thanks(self, text: str) -> bool:
        """Say whether there are words of thanks in a text."""
        return bool(self._thanks.search(text))

    def is_conditional(self, text: str) -> bool:
        """Say whether a text begins with a condition ("if they take it out")."""
        return bool(self._conditions.match(text))

    def is_own_case(self, text: str) -> bool:
        """Say whether a text asks plainly for one person's decision ("can my lung mets be cut out")."""
        return bool(self._own_case.search(text) or self._own_choice.search(text))

    def leans(self, text: str, names: Sequence[Name]) -> bool:
        """Say whether a text may need what was spoken of before to be understood."""
        if any(name["entity"] in EXCLUSIVE for name in standing(names)):
            return False
        pronoun = self._pronoun(text)
        if pronoun:
            # "I meant radiation, what is that used for": what it stands for is in the same message.
            return not any(name["end"] <= pronoun.start() for name in standing(names))
        rest = self._openings.sub("", text)
        if not re.search(r"\w", rest) or standing(names) or self._has_unknown_word(rest):
            return False
        most = SHORT if rest == text else SHORT_AFTER_OPENING
        return len(re.findall(r"\w+", rest)) <= most

    def in_context(
        self, text: str, names: Sequence[Name], subject: Subject, asked_beside: bool
    ) -> list[Reading]:
        """Return the readings of a text that leans on ``subject``; none if it does not.

        ``asked_beside`` says that it asks, and that the subject was named in the same message: then it need
        not be short ("She is HER2 positive. Which treatments would come into question?").
        """
        if self.leans(text, names):
            return self.complete(text, names, subject)
        named = any(name["entity"] in EXCLUSIVE or name["entity"] == "therapy" for name in names)
        if asked_beside and not named and not self.has_pronoun(text):
            return [self._added(text, names, subject)]
        return []

    def _has_unknown_word(self, text: str) -> bool:
        """Say whether there is a word that may be a name nobody has listed ("who gets zanidatamab")."""
        words_of_it = re.findall(r"[^\W\d_]+", text.lower())
        long_ones = [word for word in words_of_it if len(word) >= FEWEST_LETTERS_OF_A_NAME]
        return bool(self._vocabulary) and any(word not in self._vocabulary for word in long_ones)

    def complete(self, text: str, names: Sequence[Name], subject: Subject) -> list[Reading]:
        """Return the text with the subject in the place of a pronoun, or added to it, or both ways.

        Args:
            text: The piece as typed.
            names: The names in it.
            subject: What was spoken of before.
        """
        found = self._pronoun(text)
        if not found or any(name["start"] < found.end() and found.start() < name["end"] for name in names):
            return [self._added(text, names, subject)]
        start, end = found.span()
        shift = len(subject.words) - (end - start)
        moved = [_moved(name, shift) if name["start"] >= end else name for name in names]
        replaced = Reading(
            text[:start] + subject.words + text[end:], (*moved, *subject.at(start)), True, True
        )
        # "How do they work" may speak of drugs, "what do they do for that" speaks of doctors.
        plural = found.group().lower() in self._plural
        return [replaced, self._added(text, names, subject)] if plural else [replaced]

    def placed(self, text: str, names: Sequence[Name], several: Sequence[Subject]) -> list[Reading]:
        """Return the text with a name for its place among those that were said ("the second, what is it")."""
        if standing(names) or len(several) < 2:
            return []
        for pattern, subject in zip(self._of_place, several):
            found = pattern.search(text)
            if found:
                start, end = found.span()
                words_of_it = text[:start] + subject.words + text[end:]
                return [Reading(words_of_it, tuple(subject.at(start)), True, True, True)]
        return []

    def _pronoun(self, text: str) -> re.Match[str] | None:
        """Return what may stand for what was spoken of: rather "it" than "they", who may be the doctors."""
        masked = self._no_pronouns.sub(lambda found: "_" * len(found.group()), text)
        found = list(self._pronouns.finditer(masked))
        singular = [match for match in found if match.group().lower() not in self._plural]
        return next(iter(singular or found), None)

    def _added(self, text: str, names: Sequence[Name], subject: Subject) -> Reading:
        rest = self._openings.sub("", text)
        cut = len(text) - len(rest)
        kept = [_moved(name, -cut) for name in names if name["start"] >= cut]
        rest = rest.rstrip(" ?!.")
        kept = [name for name in kept if name["end"] <= len(rest)]
        return Reading(f"{rest} {subject.words}", (*kept, *subject.at(len(rest) + 1)), True)


def subject_of_names(names: Sequence[Name], told: Collection[tuple[str, str]] = ()) -> Subject | None:
    """Return the last name that is not ruled out: rather one that topics are about, and rather a drug.

    Args:
        names: The names that were said before, in order.
        told: The names that topics are about, as entity and canonical name.
    """
    kept = [name for name in standing(names) if name["entity"] in NAME_SLOTS]
    if not kept:
        return None
    kept = [name for name in kept if (name["entity"], name["value"]) in told] or kept
    last = [name for name in kept if name["entity"] in ("drug", "therapy")] or kept
    name = last[-1]
    return _subject(name["entity"], name["value"], bool(name["covered"]), name["text"])


def subjects_of_names(names: Sequence[Name]) -> tuple[Subject, ...]:
    """Return all that was named of the kind that was named last, each once ("her liver and a lung")."""
    kept = [name for name in standing(names) if name["entity"] in (*EXCLUSIVE, "therapy")]
    same = {name["value"]: name for name in kept if name["entity"] == kept[-1]["entity"]}
    return tuple(
        _subject(name["entity"], name["value"], bool(name["covered"]), name["text"]) for name in same.values()
    )


def subject_of_context(names: Mapping[str, str], uncovered: Collection[str]) -> Subject | None:
    """Return the subject that the conversation has been about, by its canonical name."""
    for entity in NAME_SLOTS:
        if entity in names:
            return _subject(entity, names[entity], names[entity] not in uncovered, names[entity])
    return None


def subject_of_entry(facets: Mapping[str, Sequence[str]]) -> Subject | None:
    """Return what a topic is about: its first facet that is a name, or the facet ``subject``."""
    for entity in NAME_SLOTS:
        if facets.get(entity):
            value = facets[entity][0]
            return _subject(entity, value, True, value)
    return Subject(facets["subject"][0]) if facets.get("subject") else None


def _subject(entity: str, value: str, covered: bool, said: str) -> Subject:
    # "How is liver treated" is nothing that anybody types; "how are liver mets treated" is.
    return Subject(said + (" mets" if entity == "site" else ""), entity, value, covered, said)


def alone(text: str, names: Sequence[Name], kept: Name) -> Reading:
    """Return the reading of a text in which, of the names of one kind, only ``kept`` stands.

    "How are bone and liver mets treated" is read as two questions, one for each place.
    """
    same = [name for name in standing(names) if name["entity"] == kept["entity"]]
    first, last = same[0], same[-1]
    words_of_it = text[kept["start"] : kept["end"]]
    whole = text[: first["start"]] + words_of_it + text[last["end"] :]
    shift = len(words_of_it) - (last["end"] - first["start"])
    moved = []
    for name in names:
        if name["end"] <= first["start"]:
            moved.append(name)
        elif name["start"] >= last["end"]:
            moved.append(_moved(name, shift))
    here = {**kept, "start": first["start"], "end": first["start"] + len(words_of_it)}
    return Reading(whole, (*moved, here))


def listed(text: str, names: Sequence[Name], links: re.Pattern[str]) -> list[list[Name]]:
    """Return the groups of two or more different names of one kind that stand in a row ("bone and liver")."""
    groups: list[list[Name]] = []
    kept = [name for name in standing(names) if name["entity"] in (*EXCLUSIVE, "therapy")]
    for name in kept:
        last = groups[-1][-1] if groups else None
        if (
            last
            and last["entity"] == name["entity"]
            and links.fullmatch(text[last["end"] : name["start"]])
            and all(name["value"] != other["value"] for other in groups[-1])
        ):
            groups[-1].append(name)
        else:
            groups.append([name])
    return [group for group in groups if len(group) > 1]


def _without(pattern: re.Pattern[str], text: str, names: Sequence[Name]) -> tuple[str, list[Name]]:
    """Return the text with blanks in the place of a pattern, so that the names stay where they are."""
    return pattern.sub(lambda found: " " * len(found.group()), text), list(names)


def _moved(name: Name, shift: int) -> dict[str, Any]:
    return {**name, "start": name["start"] + shift, "end": name["end"] + shift}
