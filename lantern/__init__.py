"""Lantern: a conversational FAQ assistant for people living with metastatic breast cancer."""

__version__ = "0.1.0"
