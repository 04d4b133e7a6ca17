"""The shape of every file in data/: an unknown or misspelt key is an error."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field, root_validator, validator

from lantern.answers import Kind

FAMILIES = ("faq", "area", "talk", "danger")
FOLDERS = {"faq": "faq", "area": "areas", "talk": "talk", "danger": "safety"}
KINDS: dict[str, tuple[str, ...]] = {
    "faq": ("answer",),
    "area": ("not_covered", "advice_declined", "support", "out_of_scope"),
    "talk": ("talk",),
    "danger": ("danger",),
}


class Strict(BaseModel):
    """A model that refuses keys it does not know."""

    class Config:
        """Pydantic's settings."""

        extra = "forbid"
        allow_mutation = False


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
    facets: dict[str, str | tuple[str, ...]] = {}
    review: Review


class Response(Strict):
    """One answer: its short text and what stands beside it."""

    text: str = Field(min_length=1)
    metadata: Metadata


class IntentBlock(Strict):
    """The utterances of one intent, one a line, each beginning with a dash."""

    intent: str
    examples: str = Field(min_length=1)


class EntryFile(Strict):
    """A file of data/faq, data/areas, data/talk or data/safety."""

    version: Literal["3.1"]
    nlu: list[IntentBlock] = Field(min_items=1, max_items=1)
    responses: dict[str, list[Response]]


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


class Lexicon(Strict):
    """data/lexicon.yml: the names that matter, by kind."""

    not_covered: dict[str, str]
    drugs: tuple[Name, ...]
    sites: tuple[Name, ...]
    subtypes: tuple[Name, ...]
    genes: tuple[Name, ...]
    therapies: tuple[Name, ...]
    cancers: tuple[Name, ...]
    people: tuple[Name, ...]

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
        }


class Cues(Strict):
    """data/cues.yml: the small words that show how a message is built."""

    question_words: tuple[str, ...]
    question_verbs: tuple[str, ...]
    after_question_word: tuple[str, ...]
    asks: tuple[str, ...]
    joins: tuple[str, ...]
    weak_joins: tuple[str, ...]
    before_question: tuple[str, ...]
    openings: tuple[str, ...]
    pronouns: tuple[str, ...]
    after_pronoun: tuple[str, ...]
    fillers: tuple[str, ...]
    explain: tuple[str, ...]
    corrections: tuple[str, ...]
    excluding: tuple[str, ...]
    excluding_fillers: tuple[str, ...]
    excluded_after: tuple[str, ...]
    not_excluding: tuple[str, ...]
    ordinals: dict[str, int]
    ordinal_fillers: tuple[str, ...]


class Term(Strict):
    """A medical term that answers may use, and what explains it."""

    term: str
    written: list[str] = Field(min_items=1)
    explained_by: tuple[str, ...]
    basis: Literal["source", "dictionary"]


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


class Notices(Strict):
    """What the bot says when there is nothing to answer."""

    empty: str
    no_words: str
    too_long: str
    local_only: str
    malformed: str
    error: str
    not_understood: str
    part_not_understood: str


class Page(Strict):
    """The words of the chat page."""

    title: str
    heading: str
    introduction: str
    emergency: str
    stored: str
    age: str
    greeting: str
    suggestions: tuple[str, ...]
    input_label: str
    send: str
    you: str
    bot: str
    busy: str
    unreachable: str
    retry: str
    more: str
    log: str
    noscript: str


class Wording(Strict):
    """data/wording.yml: every sentence the bot says that is no answer."""

    language: str
    labels: Labels
    notices: Notices
    page: Page


class Organisation(Strict):
    """data/organisation.yml: what the organisation that runs the bot sets."""

    name: str
    care_team_contact: str | None
    region: str
    emergency_number: str
    crisis_line: str
