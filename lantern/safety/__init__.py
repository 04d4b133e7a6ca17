"""Dangers: what a person types is looked at before anything else. No Rasa, no network, no store."""
