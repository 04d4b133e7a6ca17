"""Add a link or phone number to ``data/resources.yml``, and say who uses which."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter

from lantern.content.library import Library
from lantern.content.models import Resource, ResourceFile
from lantern.editing.entry_text import BLOCK, round_trip, scalar
from lantern.editing.files import ONE_AT_A_TIME, write_whole
from lantern.errors import ContentError

FILE = "resources.yml"
# What an editor says of a link, and how it is asked for.
FIELDS = {
    "id": "Id, in small letters with hyphens, such as ysc-site",
    "title": "Who or what it is, as people read it",
    "url": "Web address, beginning with https://",
    "phone": "Phone number, in digits with + and -",
    "purpose": "What it is good for, such as: talk with an oncology social worker",
    "region": "Region: us, or any if it is for everywhere",
}
NEEDED = ("title", "purpose", "region")
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CURES = {
    "url": "Write the web address as https://www.example.org/page, the name of the server in small letters.",
    "phone": "Write the phone number in digits, with + and - only, such as 800-555-0100.",
}


class _AsWeWrite(RoundTripRepresenter):  # type: ignore[misc]
    """Writes nothing as ``null``, not as an empty place."""


_AsWeWrite.add_representer(
    type(None), lambda representer, _: representer.represent_scalar("tag:yaml.org,2002:null", "null")
)


def link_of(fields: Mapping[str, str]) -> Resource:
    """Return the link that was typed; nobody has opened it yet.

    Raises:
        ContentError: It is none; one sentence says why.
    """
    typed = {key: " ".join(fields.get(key, "").split()) for key in FIELDS}
    if not ID.fullmatch(typed["id"]):
        raise ContentError(
            f"{typed['id']!r} cannot be an id. Use small letters, digits and hyphens, such as ysc-site."
        )
    for key in NEEDED:
        if not typed[key]:
            raise ContentError(f"The {key} is missing.")
    for key, value in typed.items():
        if not value.isprintable():
            raise ContentError(f"In the {key} is a sign that cannot be written down.")
    if not (typed["url"] or typed["phone"]):
        raise ContentError("Name a web address or a phone number; without either it leads nowhere.")
    try:
        return Resource.parse_obj(
            {**{key: value or None for key, value in typed.items()}, "checked_on": None}
        )
    except ValidationError as error:
        raise ContentError(" ".join(_cure(one) for one in error.errors())) from error


def add_link(data: Path, link: Resource) -> Path:
    """Write a new link at the end of the file and return the file; all else in it stays as it is.

    Raises:
        ContentError: It is there already, or the file is broken; nothing was written.
    """
    path = data / FILE
    with ONE_AT_A_TIME:
        try:
            text = path.read_text(encoding="utf-8")
            known = _links_in(text)
            refuse_known(link, known)
            new = _with(text, link)
            kept = _links_in(new)
        except (OSError, ValueError, TypeError, KeyError, YAMLError) as error:
            raise ContentError(
                f"data/{FILE} cannot be changed here, because it is broken. "
                "Mend it in a text editor first; lantern check says where."
            ) from error
        if kept != (*known, link):
            raise ContentError(f"data/{FILE} was not changed: something in it cannot be written down.")
        write_whole(path, new)
    return path


def refuse_known(link: Resource, known: Iterable[Resource]) -> None:
    """See to it that each place is in the file once.

    Raises:
        ContentError: The id, the address or the number is there already; the message names the link.
    """
    for one in known:
        if one.id == link.id:
            raise ContentError(f"There is a link {one.id!r} already ({one.title}). Choose another id.")
        for what, old, new in (
            ("web address", _address(one.url), _address(link.url)),
            ("phone number", _digits(one.phone), _digits(link.phone)),
        ):
            if new and old == new:
                raise ContentError(
                    f"This {what} is there already, as {one.id!r} ({one.title}). Use that one."
                )


def users_of(library: Library) -> dict[str, list[str]]:
    """Return who names each link: intents, and ``wording.yml`` for those in place of an unreviewed answer."""
    users: dict[str, list[str]] = {name: [] for name in library.resources}
    for entry in library.entries.values():
        for name in entry.metadata.resources:
            users.setdefault(name, []).append(entry.intent)
    for name in library.wording.review.people:
        users.setdefault(name, []).append("wording.yml")
    return users


def _links_in(text: str) -> tuple[Resource, ...]:
    return ResourceFile.parse_obj(YAML(typ="safe").load(text)).resources


def _with(text: str, link: Resource) -> str:
    yaml = round_trip()
    yaml.Representer = _AsWeWrite
    tree = yaml.load(text)
    row = CommentedMap()
    # In the order of the others.
    for key in ("id", "title", "purpose", "url", "phone", "region"):
        if getattr(link, key):
            row[key] = scalar(getattr(link, key), BLOCK)
    row["checked_on"] = None
    tree["resources"].append(row)
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _cure(error: Mapping[str, object]) -> str:
    where = error["loc"]
    field = str(where[0]) if isinstance(where, tuple) else ""
    return CURES.get(field, f"The {field} is wrong: {error['msg']}.")


def _address(url: str | None) -> str:
    return (url or "").casefold().removeprefix("https://").removeprefix("www.").rstrip("/")


def _digits(phone: str | None) -> str:
    """Return the digits of a number without the code of the US, which people write or leave out."""
    digits = re.sub(r"\D", "", phone or "")
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
