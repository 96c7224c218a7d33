"""The tree of errors that people may see. Each one's `str()` is one plain sentence: what happened, what was kept,
what to do.

    PlainError
    ├── settings.SettingError   a key or value no setting takes
    ├── ModelError              a word model that cannot be used
    ├── FileError               something on disk that cannot be read or written
    ├── VoiceError              nothing could be heard
    └── UsageError              a command called in a way it does not understand
"""


class PlainError(Exception):
    """Something went wrong that can be said in one sentence, without a traceback."""


class ModelError(PlainError):
    """A word model file that is damaged, too new, or no model at all."""


class FileError(PlainError):
    """A file or folder that cannot be read or written."""


class VoiceError(PlainError):
    """No voice or no sound device could be used."""


class UsageError(PlainError):
    """A command was called with words it does not understand."""
