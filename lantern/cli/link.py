"""``lantern link``: add a link or phone number that answers can name."""

from __future__ import annotations

from typing import Annotated

import typer

from lantern import paths
from lantern.cli.console import console
from lantern.cli.entries import Why, keep_why
from lantern.content.library import load_library
from lantern.editing.links import FIELDS, add_link, link_of

Id = Annotated[
    str, typer.Argument(help="Its id, in small letters with hyphens, such as ysc-site.", metavar="ID")
]
Title = Annotated[str, typer.Option(help="Who or what it is, as people read it.")]
Url = Annotated[str, typer.Option(help="Its web address, beginning with https://.")]
Phone = Annotated[str, typer.Option(help="Its phone number.")]
Purpose = Annotated[str, typer.Option(help="What it is good for.")]
Region = Annotated[str, typer.Option(help="Where it is of use, such as us; any for everywhere.")]


def command(
    name: Id = "",
    title: Title = "",
    url: Url = "",
    phone: Phone = "",
    purpose: Purpose = "",
    region: Region = "",
    why: Why = "",
) -> None:
    """Add a link or phone number to data/resources.yml; what is not named is asked for.

    Example: lantern link lbbc-helpline --title "LBBC Helpline" --phone 888-555-0100
    """
    here = load_library(paths.DATA).organisation.region or "any"
    fields = {"id": name or typer.prompt(FIELDS["id"]), "title": title or typer.prompt(FIELDS["title"])}
    if not (url or phone):
        url = typer.prompt(f"{FIELDS['url']} (empty if there is none)", default="", show_default=False)
        phone = typer.prompt(f"{FIELDS['phone']} (empty if there is none)", default="", show_default=False)
    fields |= {"url": url, "phone": phone, "purpose": purpose or typer.prompt(FIELDS["purpose"])}
    link = link_of({**fields, "region": region or typer.prompt(FIELDS["region"], default=here)})
    path = add_link(paths.DATA, link)
    console.print(f"Added to {path.relative_to(paths.ROOT)}: {link.id}", markup=False)
    keep_why(why, path)
    console.print(f"Nobody names it yet. Next: lantern edit TOPIC --link {link.id} (with its other links)")
