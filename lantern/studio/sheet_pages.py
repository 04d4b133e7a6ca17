"""Spreadsheets in the browser: content and inbox out, and back in after a look at what would change."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern.editing.differences import Difference, differences
from lantern.editing.draft import Draft, draft_of
from lantern.editing.files import place_of
from lantern.editing.inbox import NEW, read_sheet, take, touched, write_sheet
from lantern.editing.sheets import Merge, apply_merge, export, merge_of
from lantern.errors import ContentError, LanternError, SheetError
from lantern.insights.groups import Group, Grouped
from lantern.studio.content import Content
from lantern.studio.door import HEADERS, Door

KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}
CONTENT, INBOX = "content", "inbox"
# Of an entry that is imported, differences are shown for so many; the others are named.
MOST_SHOWN = 30
CHANGED_MEANWHILE = (
    "The content has changed since the sheet was looked at. Look again at what would change now."
)


@dataclass(frozen=True)
class Looked:
    """A sheet that somebody has sent, and what it would have changed when it was looked at."""

    id: str
    kind: str
    body: bytes
    found: Merge | list[tuple[Group, str]]


def add(app: Sanic, door: Door, content: Content, state: Path, groups: Callable[[], Grouped]) -> None:
    """Add the pages to the server; ``groups`` gives the groups of the inbox."""
    pages = _Pages(door, content, state, groups)
    write = door.guarded("write")
    app.add_route(door.guarded()(pages.rooms), "/sheets", name="sheets")
    app.add_route(door.guarded()(pages.download), "/sheets/<what>/<name>", name="download_sheet")
    app.add_route(write(pages.look), "/sheets/<what>/look", methods=["POST"], name="look_at_sheet")
    app.add_route(write(pages.take_over), "/sheets/<what>/take", methods=["POST"], name="take_sheet")


class _Pages:
    def __init__(self, door: Door, content: Content, state: Path, groups: Callable[[], Grouped]) -> None:
        self.door, self.content, self.state, self.groups = door, content, state, groups
        # The sheet that each person looked at last; in memory, for one of the inbox holds words of people.
        self.looked: dict[str, Looked] = {}

    async def rooms(self, request: Request) -> HTTPResponse:
        return self._page(request)

    async def download(self, request: Request, what: str, name: str) -> HTTPResponse:
        kind = Path(name).suffix
        if what not in (CONTENT, INBOX) or name != f"{what}{kind}" or kind not in KINDS:
            return self.door.sentence(request, "There is no such sheet.", 404)
        body = await asyncio.to_thread(self._written, what, kind)
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
        return response.raw(body, content_type=KINDS[kind], headers=headers)

    def _written(self, what: str, kind: str) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{what}{kind}"
            if what == CONTENT:
                export(self.content.library(), file)
            else:
                write_sheet(self.groups(), file)
            return file.read_bytes()

    async def look(self, request: Request, what: str) -> HTTPResponse:
        sent = (request.files or {}).get("sheet")
        kind = Path(sent.name or "").suffix.lower() if sent else ""
        if sent is None or not sent.body:
            raise SheetError("Choose a spreadsheet first: a file that ends in .xlsx or .csv.")
        if kind not in KINDS:
            raise SheetError("The file has to end in .xlsx or .csv.")
        found = await asyncio.to_thread(self._found, what, kind, sent.body)
        looked = Looked(secrets.token_hex(8), kind, sent.body, found)
        self.looked[request.ctx.person.name] = looked
        return self._page(request, what, looked)

    async def take_over(self, request: Request, what: str) -> HTTPResponse:
        by = request.ctx.person.name
        looked = self.looked.get(by)
        if looked is None or looked.id != request.form.get("looked", ""):
            raise SheetError(
                "This sheet was taken over already, or another one was looked at since. Send it again."
            )
        typed = " ".join(request.form.get("why", "").split())
        found = await asyncio.to_thread(self._found, what, looked.kind, looked.body)
        if found != looked.found:
            again = Looked(secrets.token_hex(8), looked.kind, looked.body, found)
            self.looked[by] = again
            return self._page(request, what, again, 409, CHANGED_MEANWHILE, why=typed)
        del self.looked[by]
        if isinstance(found, Merge):
            count = await asyncio.to_thread(
                apply_merge, self.content.library(), found, bool(request.form.get("despite"))
            )
            done, why = f"{count} file(s) written.", typed or "A spreadsheet taken over"
            drafts = [*found.new, *(draft for draft, _ in found.changed)]
            files = [place_of(self.content.data, draft.family, draft.name) for draft in drafts]
            problem = ""
        else:
            files, count, problem = await asyncio.to_thread(self._take_groups, found)
            done, why = f"{count} group(s) taken over.", typed or "A sheet of the inbox taken over"
        if files:
            await asyncio.to_thread(self.content.keep, why, by, *files)
        return self._page(request, status=400 if problem else 200, error=problem, done=done)

    def _found(self, what: str, kind: str, body: bytes) -> Merge | list[tuple[Group, str]]:
        """Return what a sheet would change.

        Raises:
            SheetError: It cannot be read, or a cell of a sheet of the inbox is wrong.
        """
        with tempfile.TemporaryDirectory() as folder:
            # By a name of ours, whatever the file was called.
            file = Path(folder) / f"{what}{kind}"
            file.write_bytes(body)
            library = self.content.library()
            if what == CONTENT:
                return merge_of(library, file)
            if what == INBOX:
                return read_sheet(self.groups(), file, library)
        raise ContentError("There is no such sheet.")

    def _take_groups(self, found: Sequence[tuple[Group, str]]) -> tuple[list[Path], int, str]:
        """Return what files changed, how many groups were taken over, and what stopped it, if anything."""
        root = self.content.root
        files: list[Path] = []
        for count, (one, answer) in enumerate(found):
            try:
                # Read again each time: what was taken before has changed it.
                take(one, answer, self.content.library(), root, self.state)
            except LanternError as error:
                return _there(files), count, f"{one.texts[0]!r} and what follows was not taken over: {error}"
            files += touched(answer, root)
        return _there(files), len(found), ""

    def _page(
        self,
        request: Request,
        what: str = "",
        looked: Looked | None = None,
        status: int = 200,
        error: str = "",
        done: str = "",
        why: str = "",
    ) -> HTTPResponse:
        shown: dict[str, Any] = {"what": what, "looked": looked, "error": error, "done": done, "merge": None}
        shown |= {"changed": [], "named": [], "groups": [], "may_write": request.ctx.person.may("write")}
        shown |= {"why": why, "keeps": self.content.keeps}
        if looked and isinstance(looked.found, Merge):
            rows = self._changed(looked.found)
            shown |= {"merge": looked.found, "changed": rows[:MOST_SHOWN], "named": rows[MOST_SHOWN:]}
        elif looked and isinstance(looked.found, list):
            shown["groups"] = [(one, answer, answer.startswith(NEW)) for one, answer in looked.found]
        return self.door.page(request, "sheets.html", status, **shown)

    def _changed(self, merge: Merge) -> list[tuple[Draft, list[Difference]]]:
        entries: Mapping[str, Any] = self.content.library().entries
        return [(draft, differences(draft, draft_of(entries[draft.intent]))) for draft, _ in merge.changed]


def _there(files: Sequence[Path]) -> list[Path]:
    return [file for file in dict.fromkeys(files) if file.exists()]
