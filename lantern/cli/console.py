"""Where the command line writes to."""

from __future__ import annotations

from rich.console import Console

# Without emoji: "kadcyla.yml:100:" is a place in a file.
console = Console(highlight=False, soft_wrap=True, emoji=False)
errors = Console(stderr=True, soft_wrap=True, emoji=False)
