"""Serves the static page of all questions and answers at /faq/, as long as the bot itself is up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern import paths
from lantern.channels.static_page import PAGE, static_page
from lantern.channels.web_files import file_headers, type_of
from lantern.content.library import load_library

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class StaticPage(InputChannel):
    """The page and its two files; nothing can be typed here, so everybody may read it."""

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "faq"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> StaticPage:
        """Create the channel; it has no settings.

        Raises:
            ContentError: The content cannot be used.
        """
        return cls()

    def __init__(self) -> None:
        """Make the page."""
        self._files = static_page(load_library(paths.DATA))

    def url_prefix(self) -> str:
        """Where the page stands: outside /webhooks."""
        return "/faq"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes of the page and its files; no other file can be asked for."""
        routes = Blueprint("lantern_faq")
        for name, text in self._files.items():
            _serve(routes, "/" if name == PAGE else f"/{name}", name, text)
        return routes


def _serve(routes: Blueprint, path: str, name: str, text: str) -> None:
    @routes.route(path, methods=["GET"], name=name.replace(".", "_"))
    async def file(_: Request) -> HTTPResponse:
        return response.text(text, headers=file_headers(POLICY), content_type=type_of(name))
