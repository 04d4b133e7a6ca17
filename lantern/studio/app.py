"""Put the studio together: the server, its files and its pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern import paths
from lantern.channels.web_files import type_of
from lantern.privacy.identity import key_from
from lantern.studio import editing_pages, link_pages, live_pages, sheet_pages
from lantern.studio.access import COOKIE, KEY_FILE, USERS_FILE, Access
from lantern.studio.content import Content
from lantern.studio.door import HEADERS, Door
from lantern.studio.jobs import Jobs
from lantern.studio.serving import Serving

FILES = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Settings:
    """How the studio runs.

    ``exposed``: others than this computer may come in, and sign in. ``keep``: each save is a git commit.
    ``proxies``: so many servers of one's own stand before it and pass requests on.
    """

    root: Path
    state: Path
    bot_port: int = 5005
    exposed: bool = False
    keep: bool = False
    name: str = "editor"
    proxies: int = 0


def create_app(settings: Settings, jobs: Jobs | None = None) -> Sanic:
    """Return the studio's server."""
    app = Sanic("lantern_studio", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = 2_000_000
    app.config.FALLBACK_ERROR_FORMAT = "text"
    users = settings.state / USERS_FILE if settings.exposed else None
    access = Access(key_from(settings.state / KEY_FILE), users, settings.name)
    door = Door(access, settings.exposed, settings.proxies)
    content = Content(settings.root, paths.ENCODER, settings.keep)
    serving = Serving(settings.state, settings.bot_port)
    _entrance(app, door)
    editing_pages.add(app, door, content, serving)
    live_pages.add(app, door, content, jobs or Jobs(settings.root, state=settings.state), serving)
    link_pages.add(app, door, content)
    sheet_pages.add(app, door, content, settings.state, lambda: content.groups(settings.state))
    for file in sorted(FILES.iterdir()):
        _serve(app, file)
    return app


def _entrance(app: Sanic, door: Door) -> None:
    @app.get("/sign-in")
    async def ask(request: Request) -> HTTPResponse:
        return door.page(request, "sign_in.html", wrong=False)

    @app.post("/sign-in", name="sign_in_sent")
    async def enter(request: Request) -> HTTPResponse:
        form = request.form or {}
        # Nobody is signed in yet, so there is no token: the browser says which page a form came from.
        person = None
        if door.is_own_page(request):
            typed = form.get("name", ""), form.get("password", "")
            person = door.access.sign_in(*typed, *door.origin(request))
        if person is None:
            return door.page(request, "sign_in.html", 401, wrong=True)
        return door.enter(request, person.name)

    @app.post("/sign-out")
    @door.guarded()
    async def leave(request: Request) -> HTTPResponse:
        door.access.end(request.cookies.get(COOKIE, ""))
        reply = response.redirect("/sign-in", headers=dict(HEADERS))
        del reply.cookies[COOKIE]
        return reply


def _serve(app: Sanic, file: Path) -> None:
    @app.get(f"/files/{file.name}", name=f"file_{file.stem}_{file.suffix[1:]}")
    async def send(_: Request) -> HTTPResponse:
        return await response.file(file, mime_type=type_of(file.name), headers=HEADERS)
