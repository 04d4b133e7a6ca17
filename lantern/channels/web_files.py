"""What the pages that the bot serves have in common: types and security headers."""

from __future__ import annotations

from pathlib import PurePath

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


def type_of(name: str) -> str:
    """Return the content type of a file by its name."""
    return TYPES[PurePath(name).suffix]


def file_headers(policy: str) -> dict[str, str]:
    """Return the headers of a page or one of its files, with its Content-Security-Policy."""
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }
