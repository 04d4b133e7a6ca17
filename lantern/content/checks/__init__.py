"""The rules of the content, one module a rule; each takes a Library and yields Problems."""
