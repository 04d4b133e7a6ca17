"""Every error that Lantern raises on purpose; the command line shows their text, never a stack trace.

LanternError
├── ContentError        the content in data/ cannot be used (broken file, unknown reference)
├── SettingError        a setting in config.yml, credentials.yml or organisation.yml is wrong
├── EncoderMissing      the sentence encoder has not been built, or is not the one expected
├── ModelMissing        there is no trained model for the present content
├── StartFailure        a server could not be started (port taken, child process ended)
├── EditConflict        somebody else has changed the file meanwhile; holds both versions
├── SheetError          a spreadsheet cannot be taken over; names sheets and cells
└── NotPublished        a model was not put into the running bot; the old one serves on
"""


class LanternError(Exception):
    """Base of all errors whose message is written for the person at the keyboard."""


class ContentError(LanternError):
    """The content in ``data/`` cannot be used."""


class SettingError(LanternError):
    """A setting is missing, misspelt or out of range."""


class EncoderMissing(LanternError):
    """The sentence encoder is not there, or not the expected one."""


class ModelMissing(LanternError):
    """There is no trained model for the present content and configuration."""


class StartFailure(LanternError):
    """A server could not be started."""


class EditConflict(LanternError):
    """Two editors changed one file; ``yours`` and ``theirs`` are both texts, and neither is lost."""

    def __init__(self, message: str, yours: str, theirs: str) -> None:
        super().__init__(message)
        self.yours, self.theirs = yours, theirs


class SheetError(LanternError):
    """A spreadsheet cannot be taken over; the message names each cell."""


class NotPublished(LanternError):
    """A model was not put into the running bot; what served before serves on."""
