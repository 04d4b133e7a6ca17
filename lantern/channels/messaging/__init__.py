"""Lantern on messaging platforms: one answer object, one renderer a platform, nothing lost."""
