"""Pages that embed the widget, as sites would write them."""

from __future__ import annotations

import html
from dataclasses import dataclass, field

SCRIPT = "/webhooks/website/widget.js"
# As strict as a policy can be that lets the widget work from the site's own address.
STRICT_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'


@dataclass(frozen=True)
class HostPage:
    """A page of a site with the widget's script in it.

    ``attributes`` are those of the script element without ``data-``; ``head`` and ``body`` are HTML.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    head: str = ""
    body: str = "<main><h1>Living with breast cancer</h1><p><a href='#more'>Read more</a></p></main>"
    language: str = "en"
    direction: str = "ltr"
    policy: str = STRICT_POLICY
    server: str = ""

    def html(self) -> str:
        """Return the page."""
        given = " ".join(f'data-{name}="{html.escape(value)}"' for name, value in self.attributes.items())
        return (
            f'<!doctype html><html lang="{self.language}" dir="{self.direction}"><head><meta charset="utf-8">'
            f'{VIEWPORT}<title>A site</title><link rel="icon" href="data:,">{self.head}</head>'
            f'<body>{self.body}<script src="{self.server}{SCRIPT}" {given} defer></script></body></html>'
        )

    def headers(self) -> dict[str, str]:
        """Return the page's response headers."""
        return {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": self.policy}
