"""Pages about what goes live: impact and publishing, trying a question, the inbox, reviews, the report."""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path
from typing import Any

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern.editing.files import open_entry, place_of
from lantern.editing.inbox import NEW, NOISE, take, touched
from lantern.editing.liveness import waiting
from lantern.editing.publishing import published
from lantern.editing.reviews import fact_check, record_review, to_review
from lantern.editing.shelf import room, shelved, shelved_titles, state_of
from lantern.errors import ContentError
from lantern.insights.conversations import records_in
from lantern.insights.groups import Grouped
from lantern.insights.report import figures, month_after, month_before, month_span, page
from lantern.model_file import content_of
from lantern.paths import MODELS
from lantern.privacy.setup import masker_of
from lantern.studio.content import Content
from lantern.studio.door import HEADERS, Door
from lantern.studio.jobs import Jobs, about
from lantern.studio.serving import Serving

# The report is a page that stands alone, with its style inside.
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


def add(app: Sanic, door: Door, content: Content, jobs: Jobs, serving: Serving) -> None:
    """Add the pages to the server."""
    pages = _Pages(door, content, jobs, serving)
    publish = door.guarded("publish")
    app.add_route(door.guarded()(pages.live), "/live", name="live")
    app.add_route(door.guarded("write")(pages.compare), "/live/compare", methods=["POST"], name="compare")
    app.add_route(door.guarded("write")(pages.ask), "/live/try", methods=["POST"], name="ask")
    app.add_route(publish(pages.publish), "/live/publish", methods=["POST"], name="publish")
    app.add_route(publish(pages.roll_back), "/live/rollback", methods=["POST"], name="roll_back")
    app.add_route(door.guarded()(pages.inbox), "/inbox", name="inbox")
    app.add_route(door.guarded("write")(pages.take), "/inbox", methods=["POST"], name="take")
    app.add_route(door.guarded()(pages.reviews), "/review", name="reviews")
    app.add_route(door.guarded()(pages.check), "/review/<family>/<name>", name="check")
    app.add_route(
        door.guarded("review")(pages.reviewed), "/review/<family>/<name>", methods=["POST"], name="reviewed"
    )
    app.add_route(door.guarded()(pages.report), "/report", name="report")


class _Pages:
    def __init__(self, door: Door, content: Content, jobs: Jobs, serving: Serving) -> None:
        self.door, self.content, self.jobs, self.serving = door, content, jobs, serving
        self.state = serving.state
        # What each person is told on the next page, by name.
        self._told: dict[str, str] = {}

    async def live(self, request: Request) -> HTTPResponse:
        job, seconds = self.jobs.last, self.jobs.at_work()
        shown: dict[str, Any] = {"model": await asyncio.to_thread(self.serving.model), "broken": ""}
        served = await asyncio.to_thread(self.serving.content)
        shown |= {"known": served is not None, "waiting": None, "record": published(self.state)}
        try:
            if served is not None:
                shown["waiting"] = await asyncio.to_thread(waiting, self.content.library(), served)
        except ContentError as error:
            shown["broken"] = str(error)
        if job is not None and seconds is not None:
            since = datetime.datetime.fromtimestamp(job.started, datetime.timezone.utc).strftime("%H:%M:%S")
            shown |= {"since": since, "for_": about(seconds)}
            shown["last_took"] = "" if job.last_took is None else about(job.last_took)
        if job is not None:
            shown["changed_since"] = await asyncio.to_thread(self.jobs.content) != job.content
        return self.door.page(request, "live.html", job=job, running=seconds is not None, **shown)

    async def compare(self, request: Request) -> HTTPResponse:
        return self._start(request, "Impact", ["compare", "--state", str(self.state)])

    async def ask(self, request: Request) -> HTTPResponse:
        question = request.form.get("question", "").strip()
        if not question:
            raise ContentError("Type a question to try.")
        return self._start(request, f"Try: {question}", ["try", "--", question])

    async def publish(self, request: Request) -> HTTPResponse:
        return self._start(request, "Publish", ["publish", *self._where(request)])

    async def roll_back(self, request: Request) -> HTTPResponse:
        return self._start(request, "Roll back", ["rollback", *self._where(request)])

    def _where(self, request: Request) -> list[str]:
        return [
            "--port",
            str(self.serving.port),
            "--state",
            str(self.state),
            f"--by={request.ctx.person.name}",
        ]

    def _start(self, request: Request, title: str, arguments: list[str]) -> HTTPResponse:
        if not self.jobs.start(title, request.ctx.person.name, arguments):
            return self.door.sentence(request, "Something is at work already. Wait until it has ended.", 409)
        return response.redirect("/live")

    async def inbox(self, request: Request) -> HTTPResponse:
        grouped = await asyncio.to_thread(self._grouped)
        entries = self.content.library().entries
        # By title, for nobody knows all names by heart; sorted by what is written down.
        known = {i: entries[i].metadata.title for i in sorted(entries) if i.startswith(("faq/", "area/"))}
        told = self._told.pop(request.ctx.person.name, "")
        return self.door.page(request, "inbox.html", grouped=grouped, known=known, told=told)

    async def take(self, request: Request) -> HTTPResponse:
        wanted, answer = request.form.get("group", ""), request.form.get("answer", "").strip()
        grouped = await asyncio.to_thread(self._grouped)
        found = [one for one in grouped.groups if one.id == wanted]
        if not found or not answer:
            raise ContentError("Choose a group of the inbox, and name what answers it.")
        root = self.content.root
        taken = await asyncio.to_thread(take, found[0], answer, self.content.library(), root, self.state)
        await self._keep(request, f"{answer}: taken from the inbox", *touched(answer, root))
        if answer.startswith(NEW):
            return response.redirect(f"/entry/faq/{answer.removeprefix(NEW)}")
        self._told[request.ctx.person.name] = (
            "The group was put away as noise."
            if answer == NOISE
            else f"{answer} has {len(taken.utterances)} more way(s) of asking; "
            f"{len(taken.questions)} wording(s) were kept apart to measure it."
        )
        return response.redirect("/inbox")

    def _grouped(self) -> Grouped:
        return self.content.groups(self.state)

    async def reviews(self, request: Request) -> HTTPResponse:
        record = published(self.state)
        with content_of(MODELS / (record.model if record else "none")) as before:
            in_review = [one for one in shelved(self.content.root) if one.state == "in_review"]
            found = to_review(self.content.library(), datetime.date.today(), before)
        return self.door.page(request, "reviews.html", items=found, waiting=in_review)

    async def check(self, request: Request, family: str, name: str) -> HTTPResponse:
        opened = open_entry(self._room(family, name), family, name)
        found = fact_check(self.content.library(), opened.draft)
        return self.door.page(request, "check.html", found=found, opened=opened)

    async def reviewed(self, request: Request, family: str, name: str) -> HTTPResponse:
        # The name is that of the account: nobody reviews for somebody else.
        by = request.form.get("by", "").strip() if not self.door.exposed else request.ctx.person.name
        seen = request.form.get("mark", "")
        data = self._room(family, name)
        record_review(data, family, name, by, datetime.date.today(), seen)
        await self._keep(request, f"{family}/{name} reviewed by {by}", place_of(data, family, name))
        return response.redirect("/review")

    def _room(self, family: str, name: str) -> Path:
        # What is not in data/ yet is reviewed where it waits.
        return room(self.content.root, state_of(self.content.root, family, name))

    async def _keep(self, request: Request, why: str, *files: Path) -> None:
        await asyncio.to_thread(self.content.keep, why, request.ctx.person.name, *files)

    async def report(self, request: Request) -> HTTPResponse:
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m")
        month = request.args.get("month", now)
        library = self.content.library()
        masker = masker_of(library)
        earlier = month_before(month)
        before = await asyncio.to_thread(records_in, self.state, masker, *month_span(earlier))
        records = await asyncio.to_thread(records_in, self.state, masker, *month_span(month))
        found = figures(records, month, figures(before, earlier) if before else None)
        headers = {**HEADERS, "Content-Security-Policy": REPORT_POLICY}
        ways = [("/", "Back to the studio"), (f"/report?month={earlier}", f"The month before, {earlier}")]
        later = month_after(month)
        # Of months that have not begun there is nothing to see.
        ways += [(f"/report?month={later}", f"The month after, {later}")] if later <= now else []
        shelf = await asyncio.to_thread(shelved_titles, self.content.root)
        return response.html(page(found, library, ways, shelf), headers=headers)
