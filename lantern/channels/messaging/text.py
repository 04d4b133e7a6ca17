"""From answers to a neutral list of blocks; each platform writes them in its own mark-up.

The order is the same everywhere: what was understood, the short answer, the rest, questions for the care
team, sources, links, choices, and at the end, once, the disclaimer. Before buttons, their heading comes last.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from lantern.answers import Answer, Choice, Kind, Link, SourceLine
from lantern.channels.messaging.split import Length, split
from lantern.content.library import Library
from lantern.content.messaging_words import Messaging
from lantern.content.models import Labels
from lantern.content.numbers import numbers_of


@dataclass(frozen=True)
class Words:
    """The sentences around an answer, from ``wording.yml``; the organisation's numbers are filled in."""

    labels: Labels
    messaging: Messaging

    @classmethod
    def of(cls, library: Library) -> Words:
        """Return the sentences of the content; words in braces that each use fills in stay as they are."""
        wording = library.wording
        numbers = numbers_of(library.organisation, wording.labels)
        filled = {key: _fill(text, numbers) for key, text in wording.messaging.dict().items()}
        return cls(wording.labels, Messaging(**filled))


def _fill(text: str, numbers: Mapping[str, str]) -> str:
    for name, number in numbers.items():
        text = text.replace(f"{{{name}}}", number)
    return text


class Role(str, Enum):
    """What a block is, as far as its look goes."""

    UNDERSTOOD = "understood"
    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    CHOICE = "choice"
    DISCLAIMER = "disclaimer"


@dataclass(frozen=True)
class Span:
    """A piece of text; with ``url`` it is a link whose address need not be shown beside it."""

    text: str
    url: str | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or item.

    ``place`` is the number of a choice. ``danger`` says that it belongs to a reply that is never split.
    """

    role: Role
    spans: tuple[Span, ...]
    place: int | None = None
    danger: bool = False


Write = Callable[[Block], str]
# Control and half characters; no character at all.
UNSENDABLE = ("Cc", "Cs", "Cn")
# Nothing to see: also format characters, private ones and all kinds of spaces.
INVISIBLE = (*UNSENDABLE, "Cf", "Co", "Zs", "Zl", "Zp")


def clean(text: str) -> str:
    """Return a text without characters that no platform can show: control characters and half ones.

    A text of invisible characters only becomes empty: platforms refuse messages without anything to see.
    """
    kept = "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in UNSENDABLE
    )
    return kept if any(unicodedata.category(character) not in INVISIBLE for character in kept) else ""


def offered(answers: Iterable[Answer]) -> list[Choice]:
    """Return all choices of the answers to one message; the first has place 1."""
    return [choice for answer in answers for choice in answer.choices]


def compose(answers: Sequence[Answer], words: Words, numbers: bool) -> list[Block]:
    """Return everything the answers say.

    Args:
        answers: The answers to one message.
        words: The sentences around them.
        numbers: Whether choices are listed with their numbers, to be typed; otherwise only their heading
            is there, and buttons follow.
    """
    blocks: list[Block] = []
    place = 1
    for answer in answers:
        blocks += _of_answer(answer, words, numbers, place)
        place += len(answer.choices)
    disclaimers = dict.fromkeys(answer.disclaimer for answer in answers if clean(answer.disclaimer))
    blocks += [_block(Role.DISCLAIMER, text) for text in disclaimers]
    # The question "did you mean one of these?" needs no other heading before its buttons.
    if not numbers and any(answer.choices and answer.kind is not Kind.CLARIFY for answer in answers):
        blocks.append(_block(Role.HEADING, words.labels.choices))
    return blocks


def write(blocks: Sequence[Block], mark_up: Write) -> str:
    """Return the blocks as one text: blank lines between paragraphs, none between items of a list."""
    text = ""
    for number, block in enumerate(blocks):
        if number:
            in_list = block.role in (Role.ITEM, Role.CHOICE)
            text += "\n" if in_list else "\n\n"
        text += mark_up(block)
    return text


def pack(blocks: Sequence[Block], mark_up: Write, limit: int, length: Length) -> list[list[Block]]:
    """Return the blocks in messages that each fit; blocks that are too long are cut after a sentence.

    A heading stays with its first item. Blocks of a danger stand in one message if they can: one that is too
    long even alone is cut all the same, because otherwise the platform would refuse it.

    Args:
        blocks: The blocks.
        mark_up: Writes a block as the platform wants it.
        limit: The greatest length of a message, written.
        length: What length is.
    """

    def fits(some: Sequence[Block]) -> bool:
        return length(write(some, mark_up)) <= limit

    messages: list[list[Block]] = []
    current: list[Block] = []
    for group in _groups(blocks):
        pieces = [group] if fits(group) else [[piece] for block in group for piece in _cut(block, fits)]
        for piece in pieces:
            if current and not fits([*current, *piece]):
                messages.append(current)
                current = []
            current = [*current, *piece]
    return [*messages, current] if current else messages


def _groups(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return what stays together: all of a danger, or a heading and its first item."""
    groups: list[list[Block]] = []
    for block in blocks:
        last = groups[-1][-1] if groups else None
        if last and (last.role is Role.HEADING or (last.danger and block.danger)):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _cut(block: Block, fits: Callable[[Sequence[Block]], bool]) -> list[Block]:
    """Return a block in pieces that fit; a link whose address is too long becomes text."""
    if fits([block]):
        return [block]
    spans = [
        piece
        for span in block.spans
        for piece in ([span] if fits([replace(block, spans=(span,))]) else _cut_span(span, block, fits))
    ]
    pieces: list[Block] = []
    for span in spans:
        joined = replace(pieces[-1], spans=(*pieces[-1].spans, span)) if pieces else None
        if joined and fits([joined]):
            pieces[-1] = joined
        else:
            pieces.append(replace(block, spans=(span,)))
    return pieces


def _cut_span(span: Span, block: Block, fits: Callable[[Sequence[Block]], bool]) -> list[Span]:
    text = span.text if not span.url or span.url == span.text else f"{span.text} {span.url}"

    def length(some: str) -> int:
        # Only "fits" is known, so a length is made of it: the number of characters, or more than any limit.
        return len(some) if fits([replace(block, spans=(Span(some),))]) else len(text) + 1

    return [Span(part) for part in split(text, len(text), length)]


def _of_answer(answer: Answer, words: Words, numbers: bool, place: int) -> list[Block]:
    labels, danger = words.labels, answer.kind is Kind.DANGER
    blocks: list[Block] = []
    if answer.kind is Kind.ANSWER and clean(answer.title):
        blocks.append(_block(Role.UNDERSTOOD, labels.understood.format(title=answer.title)))
    blocks += [_block(Role.TEXT, text) for text in _paragraphs(answer.short)]
    blocks += [_block(Role.TEXT, text) for text in _paragraphs(answer.more)]
    blocks += _list(labels.questions, [(Span(question),) for question in answer.questions])
    blocks += _list(labels.sources, [_source(line, labels) for line in answer.sources])
    links = _heading_of_links(answer, words)
    blocks += _list(links, [_link(link) for link in answer.links])
    blocks = [replace(block, danger=danger) for block in blocks]
    return blocks + _choices(answer, words, numbers, place)


def _heading_of_links(answer: Answer, words: Words) -> str:
    if answer.kind is not Kind.DANGER:
        return words.labels.links
    return words.messaging.links_danger_spanish if answer.language == "es" else words.labels.links_danger


def _choices(answer: Answer, words: Words, numbers: bool, place: int) -> list[Block]:
    if not answer.choices or not numbers:
        return []
    heading = words.labels.clarify_numbers if answer.kind is Kind.CLARIFY else words.messaging.choices_numbers
    titles = enumerate((choice.title for choice in answer.choices), place)
    return [
        _block(Role.HEADING, heading),
        *(Block(Role.CHOICE, (Span(clean(title)),), place=number) for number, title in titles),
    ]


def _paragraphs(text: str) -> list[str]:
    return [paragraph.strip() for paragraph in clean(text).split("\n\n") if clean(paragraph)]


def _list(heading: str, items: Sequence[tuple[Span, ...]]) -> list[Block]:
    if not items:
        return []
    return [_block(Role.HEADING, heading), *(Block(Role.ITEM, _cleaned(spans)) for spans in items)]


def _block(role: Role, text: str) -> Block:
    return Block(role, (Span(clean(text)),))


def _cleaned(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(Span(clean(span.text) or " ", clean(span.url) if span.url else None) for span in spans)


def _source(line: SourceLine, labels: Labels) -> tuple[Span, ...]:
    text = labels.source.format(publisher=line.publisher, title=line.title, as_of=line.as_of)
    return (Span(text), Span(" "), Span(line.url, line.url)) if line.url else (Span(text),)


def _link(link: Link) -> tuple[Span, ...]:
    # A number is always visible as text; an address too, for where links are dead.
    places = [Span(link.phone)] if link.phone else []
    places += [Span(link.url, link.url)] if link.url else []
    spans = [Span(f"{link.title}, {link.purpose}: ")]
    for number, place in enumerate(places):
        spans += [Span(" · "), place] if number else [place]
    return tuple(spans)


def bullet(block: Block, text: str) -> str:
    """Return the written text of a block with its sign: a dash for an item, its number for a choice."""
    if block.role is Role.CHOICE and block.place is not None:
        return f"{block.place}. {text}"
    return f"- {text}" if block.role is Role.ITEM else text


def unmarked(block: Block) -> str:
    """Write a block without any mark-up: for platforms that have none."""
    return bullet(block, "".join(_shown(span) for span in block.spans))


def say(answers: Sequence[Answer], words: Words) -> str:
    """Return everything the answers say as one text without mark-up, choices with their numbers."""
    return write(compose(answers, words, numbers=True), unmarked)


def _shown(span: Span) -> str:
    return span.text if not span.url or span.url in span.text else f"{span.text} ({span.url})"
