"""What is remembered between two messages: the slots of domain.yml that understanding and actions share."""

from __future__ import annotations

# The names that are being spoken of, by entity; what a pronoun most likely stands for comes first.
NAME_SLOTS = ("drug", "gene", "therapy", "site", "subtype")
# In the slot "offered": the choice "none of these".
NONE_OF_THESE = ""
