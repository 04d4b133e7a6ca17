"""A demo site: a charity that does not exist, with the chat window on its pages, for this computer.

It stands at /demo/, and the bot's root address leads there. Its pages are in ``demo_files``; each has its own
suggestions for the chat, and all of them live under a strict Content-Security-Policy.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern import paths
from lantern.channels.entry import is_local
from lantern.channels.web_files import file_headers, type_of
from lantern.content.library import load_wording

FILES = Path(__file__).parent / "demo_files"
PREFIX = "/demo"
HOME = "index.html"
FRAME = "frame.html"
# As strict as a policy gets; docs/webteams/content-security-policy.md explains each part.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def demo_files() -> dict[str, str]:
    """Return the files of the site by their names."""
    templates = Environment(
        loader=FileSystemLoader(FILES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages = {
        file.name: templates.get_template(file.name).render(here=file.name)
        for file in sorted(FILES.glob("*.html"))
        if file.name != FRAME
    }
    others = [file for file in sorted(FILES.iterdir()) if file.suffix in (".css", ".svg")]
    return {**pages, **{file.name: file.read_text(encoding="utf-8") for file in others}}


class DemoSite(InputChannel):
    """Serves the site to this computer only."""

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "demo"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> DemoSite:
        """Create the channel; it has no settings."""
        return cls()

    def url_prefix(self) -> str:
        """Where the site stands: outside /webhooks."""
        return PREFIX

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes of the site."""
        routes = Blueprint("lantern_demo")
        refusal = load_wording(paths.DATA).notices.local_only
        for name, text in demo_files().items():
            _serve(routes, "/" if name == HOME else f"/{name}", name, text, refusal)

        @routes.listener("before_server_start")
        async def lead_here(app: Sanic, _: Any) -> None:
            # "/" is a route of Rasa's own, which cannot be replaced.
            app.register_middleware(_from_root, "request")

        return routes


def _from_root(request: Request) -> HTTPResponse | None:
    return response.redirect(f"{PREFIX}/") if request.path == "/" else None


def _serve(routes: Blueprint, path: str, name: str, text: str, refusal: str) -> None:
    @routes.route(path, methods=["GET"], name=name.replace(".", "_"))
    async def file(request: Request) -> HTTPResponse:
        if not is_local(request.ip, request.headers.get("host", "")):
            return response.text(refusal, status=403)
        return response.text(text, headers=file_headers(POLICY), content_type=type_of(name))
