"""All links and phone numbers, who uses which, and a form for a new one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern.editing.draft import EDITABLE
from lantern.editing.links import FIELDS, add_link, link_of, users_of
from lantern.errors import ContentError
from lantern.studio.content import Content
from lantern.studio.door import Door


def add(app: Sanic, door: Door, content: Content) -> None:
    """Add the page to the server."""
    pages = _Pages(door, content)
    app.add_route(door.guarded()(pages.links), "/links", name="links")
    app.add_route(door.guarded("write")(pages.add), "/links", methods=["POST"], name="add_link")


class _Pages:
    def __init__(self, door: Door, content: Content) -> None:
        self.door, self.content = door, content

    async def links(self, request: Request) -> HTTPResponse:
        return await self._page(request)

    async def add(self, request: Request) -> HTTPResponse:
        typed = {key: values[0] for key, values in (request.form or {}).items()}
        try:
            link = link_of(typed)
            path = await asyncio.to_thread(add_link, self.content.data, link)
        except ContentError as error:
            return await self._page(request, typed, str(error))
        why = " ".join(typed.get("why", "").split()) or f"{link.id}: a new link"
        await asyncio.to_thread(self.content.keep, why, request.ctx.person.name, path)
        return response.redirect(f"/links?added={link.id}")

    async def _page(
        self, request: Request, typed: Mapping[str, str] | None = None, error: str = ""
    ) -> HTTPResponse:
        library = await asyncio.to_thread(self.content.library)
        added = request.args.get("added", "")
        empty = {**dict.fromkeys([*FIELDS, "why"], ""), "region": library.organisation.region or "any"}
        return self.door.page(
            request,
            "links.html",
            400 if error else 200,
            links=list(library.resources.values()),
            users=users_of(library),
            editable=EDITABLE,
            fields=FIELDS,
            values={**empty, **(typed or {})},
            regions=sorted({one.region for one in library.resources.values()}),
            keeps=self.content.keeps,
            added=library.resources.get(added),
            error=error,
        )
