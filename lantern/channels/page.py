"""A plain page to chat on, served by the bot itself at /chat/ (the website widget comes later)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern.channels.entry import is_local
from lantern.content.library import load_library, load_wording
from lantern.content.review import fill_ins
from lantern.paths import DATA

FILES = Path(__file__).parent / "page_files"
STATIC = {"chat.css": "text/css; charset=utf-8", "chat.js": "text/javascript; charset=utf-8"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def render_page() -> str:
    """Return the page as HTML, with its words from ``wording.yml`` and ``organisation.yml``.

    Raises:
        ContentError: They cannot be read.
    """
    library = load_library(DATA)
    filled = fill_ins(library)
    words = {
        key: value.format(**filled) if isinstance(value, str) else value
        for key, value in library.wording.page.dict().items()
    }
    labels = library.wording.labels.dict()
    templates = Environment(loader=FileSystemLoader(FILES), autoescape=True, undefined=StrictUndefined)
    page = templates.get_template("page.html")
    return page.render(language=library.wording.language, words=words, labels=labels)


class ChatPage(InputChannel):
    """Serves the page; what is typed on it goes through the rest channel."""

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "page"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> ChatPage:
        """Create the channel; it has no settings."""
        return cls()

    def url_prefix(self) -> str:
        """Where the page stands: outside /webhooks."""
        return "/chat"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes of the page and its two files."""
        routes = Blueprint("lantern_page")
        html, refusal = render_page(), load_wording(DATA).notices.local_only

        @routes.route("/", methods=["GET"])
        async def page(request: Request) -> HTTPResponse:
            if not is_local(request.ip, request.headers.get("host", "")):
                return response.text(refusal, status=403)
            return response.html(html, headers=HEADERS)

        for name, kind in STATIC.items():
            _serve(routes, name, kind)
        return routes


def _serve(routes: Blueprint, name: str, kind: str) -> None:
    """Add the route of one of the page's own files; no other file can be asked for."""

    @routes.route(f"/{name}", methods=["GET"], name=name.replace(".", "_"))
    async def file(_: Request) -> HTTPResponse:
        return await response.file(FILES / name, mime_type=kind, headers=HEADERS)
