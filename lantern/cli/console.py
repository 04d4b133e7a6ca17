"""Where the command line writes to."""

from __future__ import annotations

from rich.console import Console

# No emoji: "faq/x.yml:100:" is a line of a file.
console = Console(highlight=False, soft_wrap=True, emoji=False)
errors = Console(stderr=True, soft_wrap=True, emoji=False)
