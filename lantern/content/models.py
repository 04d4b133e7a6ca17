"""The shape of every file in data/: an unknown or misspelt key is an error."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from pydantic import Field, root_validator, validator

from lantern.answers import Kind
from lantern.content.messaging_words import Messaging
from lantern.content.review_words import ReviewWords
from lantern.content.strict import Strict
from lantern.content.web_words import StaticPage, Website, WebsiteErrors, WebsiteGreeting

# A first and a last name, a comma, and what the person is.
NAMED = re.compile(r"\w[\w.'’-]*( \w[\w.'’-]*)+, \w[\w ,.'’/-]+")
FAMILIES = ("faq", "area", "talk", "danger")
FOLDERS = {"faq": "faq", "area": "areas", "talk": "talk", "danger": "safety"}
KINDS: dict[str, tuple[str, ...]] = {
    "faq": ("answer",),
    "area": ("not_covered", "advice_declined", "support", "out_of_scope"),
    "talk": ("talk",),
    "danger": ("danger",),
}


class Review(Strict):
    """Who has checked an answer, and when it is to be looked at again."""

    status: Literal["unreviewed", "reviewed"]
    by: str | None
    on: date | None
    due: date

    @validator("on", "due", pre=True)
    def _in_quotes(cls, value: object) -> object:
        if isinstance(value, date):
            raise ValueError(f'put the date in quotes, "{value}": Rasa cannot store it otherwise')
        return value

    @root_validator(skip_on_failure=True)
    def _reviewed_by_somebody(cls, values: dict[str, object]) -> dict[str, object]:
        if values["status"] == "reviewed" and not (values["by"] and values["on"]):
            raise ValueError("a reviewed answer needs 'by' (a name) and 'on' (a date)")
        if values["by"] and not NAMED.fullmatch(str(values["by"])):
            raise ValueError(
                "'by' has to name a clinician with the profession, such as 'Jane Roe, medical oncologist'"
            )
        on, due = values["on"], values["due"]
        if isinstance(on, date) and isinstance(due, date) and due < on:
            raise ValueError(f"'due' ({due}) is before 'on' ({on}), the day of the review")
        return values


class Metadata(Strict):
    """What stands beside the text of an answer."""

    title: str = Field(min_length=1)
    kind: Kind = Kind.ANSWER
    more: str = ""
    citations: tuple[str, ...] = ()
    resources: list[str] = Field([], max_items=3)
    follow_ups: list[str] = Field([], max_items=3)
    questions: list[str] = Field([], max_items=3)
    facets: dict[str, str | tuple[str, ...]] = Field({})
    review: Review


class Response(Strict):
    """One answer: its short text and what stands beside it."""

    text: str = Field(min_length=1)
    metadata: Metadata


class IntentBlock(Strict):
    """The utterances of one intent, one a line, each beginning with a dash."""

    intent: str
    examples: str = Field(min_length=1)


class AskedNextFile(Strict):
    """data/asked_next/<topic>.yml: what people type right after its answer, by the intent that answers it."""

    then: dict[str, str]


def _sound_pattern(pattern: str) -> str:
    """Return a pattern of words as it is, if lantern/safety/patterns.py can read it."""
    parts = pattern.split()
    if not parts or "*" in (parts[0], parts[-1]):
        raise ValueError(f"{pattern!r} has to begin and end with a word, not with '*'")
    for part in parts:
        if part not in ("*", "?") and not all(part.rstrip("?").split("|")):
            raise ValueError(f"{part!r} has nothing between two strokes")
    return pattern


class SafetySource(Strict):
    """Where the wording of a reply to a danger comes from; ``checked_on`` is null if nobody has opened it."""

    title: str
    publisher: str
    url: str = Field(regex=r"^https://[a-z0-9.-]+(/\S*)?$")
    checked_on: date | None


class Signs(Strict):
    """By what a danger is recognised: sure signs (lantern/safety/patterns.py) and messages, one a line.

    ``look_alikes`` are messages that only sound like it; ``spanish`` is the reply to a Spanish message.
    """

    patterns: tuple[str, ...]
    messages: str
    look_alikes: str
    spanish: str
    sources: tuple[SafetySource, ...]

    _sound = validator("patterns", each_item=True, allow_reuse=True)(_sound_pattern)


class EntryFile(Strict):
    """A file of data/faq, data/areas, data/talk or data/safety; dangers have signs."""

    version: Literal["3.1"]
    nlu: list[IntentBlock] = Field(min_items=1, max_items=1)
    responses: dict[str, list[Response]]
    signs: Signs | None = None


class Source(Strict):
    """A document that answers rest on."""

    id: str
    title: str
    publisher: str
    kind: str
    as_of: date | None
    url: str | None


class Fact(Strict):
    """One statement of a source, in our own words."""

    id: str
    section: str
    text: str
    time_bound: str | None = None
    note: str | None = None
    not_cited: str | None = None

    @validator("time_bound", pre=True)
    def _as_text(cls, value: object) -> str | None:
        return None if value is None else str(value)


class FactFile(Strict):
    """A file of data/facts."""

    source: Source
    facts: list[Fact] = Field(min_items=1)


class Resource(Strict):
    """A link or a phone number."""

    id: str
    title: str
    purpose: str
    url: str | None = Field(None, regex=r"^https://[a-z0-9.-]+(/\S*)?$")
    phone: str | None = Field(None, regex=r"^[0-9+-]{3,20}$")
    # The number that text messages go to, where there is one.
    sms: str | None = Field(None, regex=r"^[0-9+-]{3,20}$")
    region: str
    checked_on: date | None

    @root_validator(skip_on_failure=True)
    def _leads_somewhere(cls, values: dict[str, object]) -> dict[str, object]:
        if not (values["url"] or values["phone"]):
            raise ValueError("a resource needs a 'url' or a 'phone'")
        return values


class ResourceFile(Strict):
    """data/resources.yml."""

    resources: tuple[Resource, ...]


class Name(Strict):
    """A drug, site, subtype, gene or therapy, and how people write it."""

    name: str
    covered: bool
    written: list[str] = Field(min_items=1)
    # What it is a kind of: without radiation, there is no whole brain radiation either.
    kind_of: str | None = None
    # With one of these words anywhere, it is not meant: "liver cancer" beside "mets".
    unless: tuple[str, ...] = ()


class Lexicon(Strict):
    """data/lexicon.yml: the names that matter, by kind."""

    not_covered: dict[str, str]
    drug_stems: tuple[str, ...]
    drugs: tuple[Name, ...]
    sites: tuple[Name, ...]
    subtypes: tuple[Name, ...]
    genes: tuple[Name, ...]
    therapies: tuple[Name, ...]
    cancers: tuple[Name, ...]
    people: tuple[Name, ...]
    stages: tuple[Name, ...]

    def by_entity(self) -> dict[str, tuple[Name, ...]]:
        """Return the names by the entity they are recognised as."""
        return {
            "drug": self.drugs,
            "site": self.sites,
            "subtype": self.subtypes,
            "gene": self.genes,
            "therapy": self.therapies,
            "cancer": self.cancers,
            "person": self.people,
            "stage": self.stages,
        }


class Cues(Strict):
    """data/cues.yml: the small words that show how a message is built."""

    question_words: tuple[str, ...]
    question_verbs: tuple[str, ...]
    after_question_word: tuple[str, ...]
    before_question_word: tuple[str, ...]
    subjects: tuple[str, ...]
    statements: tuple[str, ...]
    embedded: tuple[str, ...]
    remarks: tuple[str, ...]
    of_each: tuple[str, ...]
    of_place: tuple[tuple[str, ...], ...]
    asks: tuple[str, ...]
    joins: tuple[str, ...]
    weak_joins: tuple[str, ...]
    before_question: tuple[str, ...]
    thanks: tuple[str, ...]
    conditions: tuple[str, ...]
    openings: tuple[str, ...]
    pronouns: tuple[str, ...]
    after_pronoun: tuple[str, ...]
    plural_pronouns: tuple[str, ...]
    no_pronouns: tuple[str, ...]
    fillers: tuple[str, ...]
    explain: tuple[str, ...]
    advice: tuple[str, ...]
    own_case: tuple[str, ...]
    own_modals: tuple[str, ...]
    own_persons: tuple[str, ...]
    own_otherwise: tuple[str, ...]
    own: tuple[str, ...]
    yes_or_no: tuple[str, ...]
    corrections: tuple[str, ...]
    excluding: tuple[str, ...]
    excluding_fillers: tuple[str, ...]
    excluded_after: tuple[str, ...]
    not_excluding: tuple[str, ...]
    ordinals: dict[str, int]
    ordinal_fillers: tuple[str, ...]


class DangerCues(Strict):
    """data/danger_cues.yml: words that deny a sure sign, words that begin a clause, harmless messages."""

    denied: tuple[str, ...]
    clause_starts: tuple[str, ...]
    harmless: str

    _sound = validator("denied", each_item=True, allow_reuse=True)(_sound_pattern)


class Term(Strict):
    """A medical term that answers may use, and what explains it.

    ``topic`` is the topic whose short answer says what the term means; the website shows it on demand.
    """

    term: str
    written: list[str] = Field(min_items=1)
    explained_by: tuple[str, ...]
    basis: Literal["source", "dictionary"]
    topic: str | None = None


class Glossary(Strict):
    """data/glossary.yml."""

    terms: tuple[Term, ...]


class Labels(Strict):
    """The short sentences around an answer."""

    understood: str
    sources: str
    source: str
    undated: str
    months: list[str] = Field(min_items=12, max_items=12)
    links: str
    links_danger: str
    questions: str
    choices: str
    disclaimer: str
    clarify: str
    clarify_numbers: str
    none_of_these: str
    numbers: dict[str, str]
    numbers_spanish: dict[str, str]


class Notices(Strict):
    """What the bot says when there is nothing to answer."""

    empty: str
    no_words: str
    too_long: str
    local_only: str
    malformed: str
    masked: str
    not_deleted: str
    error: str
    not_understood: str
    part_not_understood: str


class Wording(Strict):
    """data/wording.yml: every sentence the bot says that is no answer."""

    language: str
    labels: Labels
    notices: Notices
    review: ReviewWords
    website: Website
    website_spanish: WebsiteGreeting
    website_errors: WebsiteErrors
    static_page: StaticPage
    messaging: Messaging


class Organisation(Strict):
    """data/organisation.yml: what the organisation that runs the bot sets."""

    name: str
    care_team_contact: str | None
    region: str | None
    emergency_number: str | None
    crisis_line: str | None
    poison_line: str | None
    violence_line: str | None
    answers: Literal["all", "reviewed"] = "all"
    mark_overdue: bool = False
