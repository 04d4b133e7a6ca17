"""The studio: the editors' work in a browser, over the plain functions of ``lantern/editing``."""
