"""Where the publishing channel stands, and where its key is: for those who call it and need no Rasa."""

from __future__ import annotations

PREFIX = "/publishing"
# In the state folder: whoever can read it may replace the model.
KEY_FILE = "publishing.key"
BEARER = "Bearer "
