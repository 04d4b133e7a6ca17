"""Channels: the ways in and out, one module a platform, and the entry that they all share."""
