"""One module a platform: what it signs, what it sends, and how an answer looks there."""
