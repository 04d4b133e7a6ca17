"""Rasa graph components of our own, one a file, and the pure functions they call."""
