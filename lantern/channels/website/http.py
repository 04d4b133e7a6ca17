"""Requests and responses of the website channel as HTTP: sizes, headers, the widget's file."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from lantern.channels.website.origin import Caller
from lantern.channels.website.refusal import Refusal

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# The files that "make widget" makes, which are not in git, and their types.
WIDGET = "widget.js"
FILES = {WIDGET: "text/javascript; charset=utf-8", "strings.es.json": "application/json"}
FILES_FOLDER = Path(__file__).resolve().parent.parent / "website_files"
# A body that is too big is still read up to here, so that the sentence about it arrives.
MOST_READ = 1_000_000
# The widget sends a request in one go; whoever dribbles it would hold a connection for an hour.
BODY_SECONDS = 10.0
# A page may ask for settings each time it is opened; they change with the content only.
SETTINGS_SECONDS = 300
YEAR = 365 * 24 * 3600
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Vary": "Origin, Accept-Encoding",
}
CORS_METHODS = "GET, POST, DELETE"
CORS_HEADERS = "authorization, content-type"
CORS_SECONDS = "600"


def caller_of(request: Request) -> Caller:
    """Return what a request says of where it comes from."""
    headers = request.headers
    return Caller(
        address=request.ip,
        host=headers.get("host", ""),
        scheme=request.scheme,
        origin=headers.get("origin"),
        forwarded=",".join(headers.getall("x-forwarded-for", [])),
    )


async def read_body(request: Request, most: int) -> bytes:
    """Return the body of a request.

    Raises:
        Refusal: It has more than ``most`` bytes, or comes too slowly.
    """
    try:
        return await asyncio.wait_for(_body(request, most), BODY_SECONDS)
    except asyncio.TimeoutError:
        _leave_rest(request)
        raise Refusal("too_slow") from None
    except Refusal:
        _leave_rest(request)
        raise


def _leave_rest(request: Request) -> None:
    """Read no more of a body; else its rest would be awaited all the same, to use the connection again."""
    if request.stream.request_body:
        request.stream.request_body, request.stream.keep_alive = None, False


async def _body(request: Request, most: int) -> bytes:
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > MOST_READ:
        raise Refusal("too_big")
    body, size = bytearray(), 0
    while request.stream.request_body:
        chunk = await request.stream.read()
        if not chunk:
            break
        size += len(chunk)
        if size > MOST_READ:
            raise Refusal("too_big")
        if size <= most:
            body += chunk
    if size > most:
        raise Refusal("too_big")
    return bytes(body)


def send_json(
    value: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> HTTPResponse:
    """Return an object as the response."""
    return response.json(value, status=status, headers=dict(headers or {}), ensure_ascii=False)


def send_empty() -> HTTPResponse:
    """Return the response that has nothing to say."""
    return response.empty(204)


def set_headers(request: Request, reply: HTTPResponse, origin: str | None) -> None:
    """Set the headers that all responses have, and let the page read this one if it may.

    Args:
        request: What is replied to.
        reply: The response.
        origin: The page's origin if it is on the list.
    """
    # "rasa run --cors" would let in every page there is.
    for name in [name for name in reply.headers if name.lower().startswith("access-control-")]:
        del reply.headers[name]
    for name, value in SECURITY.items():
        reply.headers[name] = value
    reply.headers.setdefault("Cache-Control", "no-store")
    widget = request.path.endswith(f"/{WIDGET}")
    # A script is there for all pages to load; everything else is read by those on the list only.
    reply.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if widget or origin else "same-origin"
    settings = request.path.endswith("/settings")
    if settings and reply.status == 200:
        reply.headers["Cache-Control"] = f"public, max-age={SETTINGS_SECONDS}"
    if settings and reply.status == 403:
        # So that a page that is not on the list can say so, instead of "cannot be reached".
        reply.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        reply.status = 204
    if origin is None:
        return
    reply.headers["Access-Control-Allow-Origin"] = origin
    reply.headers["Access-Control-Expose-Headers"] = "Retry-After"
    if request.method == "OPTIONS":
        reply.headers["Access-Control-Allow-Methods"] = CORS_METHODS
        reply.headers["Access-Control-Allow-Headers"] = CORS_HEADERS
        reply.headers["Access-Control-Max-Age"] = CORS_SECONDS


def send_file(request: Request, name: str) -> HTTPResponse:
    """Return a file of the widget; under an address with its version it never changes.

    Raises:
        Refusal: It has not been built.
    """
    file = FILES_FOLDER / name
    if not file.is_file():
        raise Refusal("no_widget")
    content, small, tag = _content(file, file.stat().st_mtime_ns)
    headers = {
        "ETag": tag,
        "Cache-Control": f"public, max-age={YEAR}, immutable" if "v" in request.args else "no-cache",
    }
    if request.headers.get("if-none-match") == tag:
        return response.empty(304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        content, headers["Content-Encoding"] = small, "gzip"
    return response.raw(content, headers=headers, content_type=FILES[name])


@lru_cache(maxsize=len(FILES))
def _content(file: Path, _: int) -> tuple[bytes, bytes, str]:
    """Return a file as it is and made small, and a tag that changes with it."""
    content = file.read_bytes()
    return content, gzip.compress(content, 9), f'"{hashlib.sha256(content).hexdigest()[:16]}"'
