"""Pages to write on: the list, the form of an entry with hints, states, history."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern.content.models import KINDS
from lantern.editing.channel_preview import CHANNELS, bubbles_of, shown_on_website
from lantern.editing.choices import found_for
from lantern.editing.differences import Difference, differences
from lantern.editing.draft import EDITABLE, Draft, facets_text, new_draft
from lantern.editing.facets import used_facets
from lantern.editing.files import create_entry, draft_in_text, mark_of, open_entry, place_of, save_entry
from lantern.editing.hints import hints_for, problems_of
from lantern.editing.history import changes, undo
from lantern.editing.inbox import let_measure
from lantern.editing.liveness import liveness
from lantern.editing.shelf import READY, STATES, move, places, room, state_of
from lantern.errors import ContentError, EditConflict
from lantern.studio.content import Content
from lantern.studio.door import Door
from lantern.studio.forms import draft_from
from lantern.studio.serving import Serving


def add(app: Sanic, door: Door, content: Content, serving: Serving) -> None:
    """Add the pages to the server."""
    pages = _Pages(door, content, serving)
    write = door.guarded("write")
    app.add_route(door.guarded()(pages.listing), "/", name="listing")
    app.add_route(write(pages.begin), "/new", methods=["GET", "POST"], name="begin")
    app.add_route(door.guarded()(pages.show), "/entry/<family>/<name>", name="show")
    app.add_route(write(pages.save), "/entry/<family>/<name>", methods=["POST"], name="save")
    app.add_route(write(pages.move), "/entry/<family>/<name>/move", methods=["POST"], name="move")
    app.add_route(write(pages.undo), "/entry/<family>/<name>/undo", methods=["POST"], name="undo")
    app.add_route(write(pages.hints), "/entry/<family>/<name>/hints", methods=["POST"], name="hints")
    app.add_route(door.guarded()(pages.find), "/find/<what>", name="find")


class _Pages:
    def __init__(self, door: Door, content: Content, serving: Serving) -> None:
        self.door, self.content, self.serving = door, content, serving

    async def listing(self, request: Request) -> HTTPResponse:
        wanted = request.args.get("q", "").strip()
        rows = await asyncio.to_thread(self.content.listed)
        shown = [row for row in rows if wanted.casefold() in " ".join(row).casefold()]
        return self.door.page(request, "listing.html", rows=shown, wanted=wanted, total=len(rows))

    async def begin(self, request: Request) -> HTTPResponse:
        if request.method == "GET":
            return self.door.page(request, "begin.html", families=EDITABLE)
        family, name = (request.form.get(key, "").strip() for key in ("family", "name"))
        place_of(self.content.data, family, name)
        try:
            state_of(self.content.root, family, name)
        except ContentError:
            return response.redirect(f"/entry/{family}/{name}")
        raise ContentError(f"{family}/{name} is there already. Choose another name, or edit it.")

    async def show(self, request: Request, family: str, name: str) -> HTTPResponse:
        draft, mark, state = self._opened(family, name)
        return await self._form(request, draft, mark, state)

    async def save(self, request: Request, family: str, name: str) -> HTTPResponse:
        fields, mark = _fields(request), _fields(request).get("mark", "")
        place_of(self.content.data, family, name)
        draft, state = new_draft(family, name), "draft"
        try:
            base, now, state = self._opened(family, name)
            draft = draft_from(fields, base)
            if state == READY and not fields.get("despite"):
                await asyncio.to_thread(self._check, draft)
            data = room(self.content.root, state)
            if mark or now:
                changed = await asyncio.to_thread(save_entry, data, draft, mark)
            else:
                await asyncio.to_thread(create_entry, data, draft)
                changed = True
        except EditConflict as conflict:
            return await self._form(request, draft, mark, state, 409, str(conflict), fields, conflict)
        except ContentError as error:
            return await self._form(request, draft, mark, state, 400, str(error), fields)
        if changed:
            why = fields.get("why") or f"{draft.intent} edited"
            await self._keep(request, why, place_of(data, family, name))
        channel = fields.get("channel", "")
        shown = f"&channel={channel}" if channel in CHANNELS else ""
        return response.redirect(f"/entry/{family}/{name}?saved=1{shown}")

    async def move(self, request: Request, family: str, name: str) -> HTTPResponse:
        fields = _fields(request)
        state = fields.get("state", "")
        draft, _, before = self._opened(family, name)
        if state == READY and not fields.get("despite"):
            await asyncio.to_thread(self._check, draft)
        old = place_of(room(self.content.root, before), family, name)
        new = move(self.content.root, family, name, state, self.content.library())
        more = let_measure(self.content.root, family, name) if state == READY else []
        await self._keep(request, f"{family}/{name} is {state}", new, old, *more)
        return response.redirect(f"/entry/{family}/{name}?moved=1")

    async def undo(self, request: Request, family: str, name: str) -> HTTPResponse:
        _, now, state = self._opened(family, name)
        if request.form.get("mark", now) != now:
            raise ContentError(
                f"{family}/{name} was changed by somebody else meanwhile. Nothing was undone; load it anew."
            )
        path = place_of(room(self.content.root, state), family, name)
        change, also = request.form.get("change", ""), places(self.content.root, family, name)
        if change not in {one.id for one in changes(self.content.root, path, also=also)}:
            raise ContentError("There is no such change of this entry.")
        undo(self.content.root, path, change, also)
        await self._keep(request, f"{family}/{name} as it was at {change[:10]}", path)
        return response.redirect(f"/entry/{family}/{name}?saved=1")

    async def hints(self, request: Request, family: str, name: str) -> HTTPResponse:
        base, _, _ = self._opened(family, name)
        fields = _fields(request)
        draft = draft_from(fields, base)
        return self.door.page(request, "hints.html", **await self._hints(draft, fields.get("channel", "")))

    async def find(self, request: Request, what: str) -> HTTPResponse:
        found = found_for(self.content.library(), what, request.args.get("q", ""))
        if found is None:
            return self.door.sentence(request, "There is nothing of that kind to choose from.", 404)
        return self.door.page(request, "found.html", found=found)

    def _opened(self, family: str, name: str) -> tuple[Draft, str, str]:
        """Return draft, mark and state of an entry; one that is nowhere is a new draft without a mark."""
        place_of(self.content.data, family, name)
        try:
            state = state_of(self.content.root, family, name)
        except ContentError:
            return new_draft(family, name), "", "draft"
        opened = open_entry(room(self.content.root, state), family, name)
        return opened.draft, opened.mark, state

    def _check(self, draft: Draft) -> None:
        """See to it that what is ready keeps the rules of ``lantern check``.

        Raises:
            ContentError: It would not; the message is what the check says of this file.
        """
        found = problems_of(self.content.library(), draft)
        if found:
            lines = "\n".join(map(str, found))
            raise ContentError(
                f"Nothing was changed: lantern check would find {len(found)} problem(s).\n{lines}"
            )

    async def _hints(self, draft: Draft, channel: str = "") -> dict[str, Any]:
        channel = channel if channel in CHANNELS else ""
        shown: dict[str, Any] = {"draft": draft, "channel": channel, "channels": CHANNELS, "bubbles": []}
        shown |= {"answer": None, "labels": {}, "used": {}}
        try:
            library = self.content.library()
            shown["used"] = used_facets(library, draft.family)
            hints = await asyncio.to_thread(hints_for, library, draft)
            near = await asyncio.to_thread(self.content.near, draft)
            if channel:
                shown["bubbles"] = await asyncio.to_thread(bubbles_of, library, draft, channel)
            else:
                answer = await asyncio.to_thread(shown_on_website, library, draft)
                shown |= {"answer": answer, "labels": library.wording.labels.dict()}
        except ContentError as error:
            # Another file is broken. What is written here must not be lost for it.
            return {**shown, "hints": None, "near": [], "broken": str(error)}
        return {**shown, "hints": hints, "near": near, "broken": ""}

    async def _form(
        self,
        request: Request,
        draft: Draft,
        mark: str,
        state: str,
        status: int = 200,
        error: str = "",
        typed: Mapping[str, str] | None = None,
        conflict: EditConflict | None = None,
    ) -> HTTPResponse:
        path = place_of(room(self.content.root, state), draft.family, draft.name)
        also = places(self.content.root, draft.family, draft.name)
        if conflict:
            # Saving again after a conflict writes over what was seen of it, never over something unseen.
            mark = mark_of(conflict.theirs) if conflict.theirs else ""
        return self.door.page(
            request,
            "entry.html",
            status,
            mark=mark,
            state=state,
            states=[one for one in STATES if one != state],
            ready=READY,
            live=liveness(draft, await asyncio.to_thread(self.serving.content)).value if mark else "",
            kinds=KINDS[draft.family],
            values={**_values(draft), **(typed or {})},
            error=error,
            conflict=conflict,
            differences=_differences(draft, conflict) if conflict else (),
            may_despite=state == READY and status == 400,
            keeps=self.content.keeps,
            saved=bool(request.args.get("saved")),
            moved=bool(request.args.get("moved")),
            changes=await asyncio.to_thread(changes, self.content.root, path, also=also) if mark else [],
            **await self._hints(draft, (typed or request.args or {}).get("channel", "")),
        )

    async def _keep(self, request: Request, why: str, *files: Path) -> None:
        await asyncio.to_thread(self.content.keep, why, request.ctx.person.name, *files)


def _fields(request: Request) -> dict[str, str]:
    return {key: values[0] for key, values in (request.form or {}).items()}


def _differences(yours: Draft, conflict: EditConflict) -> Sequence[Difference]:
    theirs = draft_in_text(conflict.theirs, yours.family, yours.name) if conflict.theirs else None
    return differences(yours, theirs) if theirs else ()


def _values(draft: Draft) -> dict[str, str]:
    """Return a draft as its fields show it."""
    return {
        "title": draft.title,
        "text": draft.text,
        "more": draft.more,
        "kind": draft.kind,
        "utterances": "\n".join(draft.utterances),
        "questions": "\n".join(draft.questions),
        "citations": ", ".join(draft.citations),
        "resources": ", ".join(draft.resources),
        "follow_ups": ", ".join(draft.follow_ups),
        "facets": facets_text(draft.facets),
        "why": "",
    }
