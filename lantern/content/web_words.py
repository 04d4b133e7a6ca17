"""The shape of what the website channel and the static page say (in data/wording.yml)."""

from __future__ import annotations

from pydantic import Field

from lantern.content.strict import Strict


class WebsiteGreeting(Strict):
    """What stands in the window before the first message."""

    greeting: str
    notice_medical: str
    notice_emergency: str
    notice_stored: str


class Website(WebsiteGreeting):
    """The words of the website channel that are not in the widget's own file of strings."""

    title: str
    not_meant: str
    suggestions: list[str] = Field(min_items=1, max_items=3)


class WebsiteErrors(Strict):
    """One sentence for each way in which the website channel refuses or fails."""

    bad_json: str
    bad_field: str
    bad_type: str
    too_big: str
    origin: str
    session_missing: str
    session_unknown: str
    session_expired: str
    not_found: str
    bad_method: str
    in_progress: str
    too_many: str
    answer_unknown: str
    not_deleted: str
    unavailable: str
    no_widget: str


class PageGroup(Strict):
    """A heading of the static page, and the facets or aspects of the topics under it; none: all the rest."""

    title: str
    facets: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()


class StaticPage(Strict):
    """The words of the static page of all questions and answers."""

    title: str
    introduction: str
    emergency: str
    age: str
    contents: str
    search: str
    search_hint: str
    found_one: str
    found_many: str
    found_none: str
    not_answered: str
    see_also: str
    made: str
    groups: list[PageGroup] = Field(min_items=1)
