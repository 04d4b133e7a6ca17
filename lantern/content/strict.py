"""The base of all content models."""

from __future__ import annotations

from pydantic import BaseModel


class Strict(BaseModel):
    """A model that refuses keys it does not know."""

    class Config:
        """Pydantic's settings."""

        extra = "forbid"
        allow_mutation = False
