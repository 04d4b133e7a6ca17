"""What every request to the studio goes through: address, session, form token, role, headers."""

from __future__ import annotations

import functools
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern.channels.entry import is_local
from lantern.errors import LanternError
from lantern.studio.access import COOKIE, SESSION_SECONDS, Access, Person

logger = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parent / "templates"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Copied for redirects: the server writes into what it is given.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# What servers that pass requests on write into them.
PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
Handler = Callable[..., Awaitable[HTTPResponse]]


ONLY_HERE = (
    "This studio is for the computer that it runs on. If a server of yours stands before it, "
    "start it so that people sign in: lantern studio --proxies 1"
)
LOOPBACK = ("127.0.0.1", "::1")


def is_passed_on(request: Request) -> bool:
    """Say whether another server has passed a request on."""
    return any(name in request.headers for name in PASSED_ON)


class Door:
    """Lets in whom it should, and shows pages."""

    def __init__(self, access: Access, exposed: bool, proxies: int = 0) -> None:
        """Take who may do what, whether others than this computer may come in, and by how many servers."""
        self.access, self.exposed, self._proxies = access, exposed, proxies
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTTPResponse:
        """Return a page, with what all pages need."""
        cookie = request.cookies.get(COOKIE, "")
        shown = {
            "person": getattr(request.ctx, "person", None),
            "token": self.access.form_token(cookie) if cookie else "",
            "exposed": self.exposed,
            "here": request.path,
            **values,
        }
        html = self._templates.get_template(template).render(**shown)
        return response.html(html, status=status, headers=HEADERS)

    def sentence(self, request: Request, text: str, status: int) -> HTTPResponse:
        """Return a page that says one thing."""
        return self.page(request, "sentence.html", status, text=text)

    def enter(self, request: Request, name: str, to: str = "/") -> HTTPResponse:
        """Return the way in with a new session."""
        reply = response.redirect(to, headers=dict(HEADERS))
        reply.cookies[COOKIE] = self.access.begin(name)
        reply.cookies[COOKIE]["httponly"] = True
        reply.cookies[COOKIE]["samesite"] = "Strict"
        reply.cookies[COOKIE]["path"] = "/"
        reply.cookies[COOKIE]["max-age"] = SESSION_SECONDS
        if self.exposed:
            reply.cookies[COOKIE]["secure"] = True
        return reply

    def origin(self, request: Request) -> tuple[str, bool]:
        """Return the address that a request comes from, and whether that stands for many people."""
        if self._proxies:
            lines = request.headers.getall("x-forwarded-for", [])
            named = [part.strip() for line in lines for part in line.split(",")]
            # Each of our servers has written one at the end; what stands before, anybody may have written.
            if len(named) >= self._proxies:
                return named[-self._proxies], False
        return request.ip, is_passed_on(request) or request.ip in LOOPBACK

    def is_own_page(self, request: Request) -> bool:
        """Say whether a form was sent by a page of this server; browsers tell, and no page can forge it."""
        site = request.headers.get("sec-fetch-site")
        if site:
            return bool(site == "same-origin")
        # An older browser. A server before this one may have put another name in the place of ours.
        hosts = request.headers.getall("x-forwarded-host", []) if self._proxies else []
        host = hosts[-1] if hosts else request.headers.get("host", "")
        return bool(request.headers.get("origin", "").split("//")[-1] == host)

    def guarded(self, role: str | None = None) -> Callable[[Handler], Handler]:
        """Wrap a handler: only people who are signed in, with the role, and only forms of our own pages."""

        def wrap(handler: Handler) -> Handler:
            @functools.wraps(handler)
            async def checked(request: Request, **values: str) -> HTTPResponse:
                refused = self._refuse(request, role)
                if refused is not None:
                    return refused
                try:
                    return await handler(request, **values)
                except LanternError as error:
                    return self.sentence(request, str(error), 400)

            return checked

        return wrap

    def _refuse(self, request: Request, role: str | None) -> HTTPResponse | None:
        # A server on this computer that passes on requests of others has this computer's address.
        local = is_local(request.ip, request.headers.get("host", "")) and not is_passed_on(request)
        if not self.exposed and not local:
            return response.text(ONLY_HERE, status=403)
        cookie = request.cookies.get(COOKIE, "")
        person: Person | None = self.access.person(cookie)
        if person is None:
            if request.method != "GET":
                return self.sentence(
                    request, "You are not signed in any more. Go back, copy what you typed, sign in.", 401
                )
            return (
                response.redirect("/sign-in")
                if self.exposed
                else self.enter(request, self.access.local_name, request.path)
            )
        request.ctx.person = person
        if request.method == "POST" and not self.access.is_form_of(
            cookie, (request.form or {}).get("token", "")
        ):
            return self.sentence(
                request, "This form is not from a page of this session. Go back, load it anew.", 403
            )
        if role and not person.may(role):
            return self.sentence(request, f"Your account may not do that; it needs the role “{role}”.", 403)
        return None
