"""The errors of Marsad: one root, few children, each message says what, where and what to do."""


class MarsadError(Exception):
    """Anything that Marsad refuses; the command line prints its message and exits with a non-zero code."""


class SourceError(MarsadError):
    """A document that can't be read: missing, empty, binary, too large, in an encoding or language not supported."""


class SpanError(MarsadError):
    """A span whose letters are not what was said to stand there."""


class ModelError(MarsadError):
    """JSON that is not what a model object is written as."""


class KnowledgeError(MarsadError):
    """A knowledge file that is wrong: the message names file, line and entry."""


class StoreError(MarsadError):
    """A record that can't be opened, read or written."""


class DatabaseError(StoreError):
    """What a database says when it fails: its message names the database, for whoever keeps it; `plain` may be shown to anybody."""

    def __init__(self, message: str, plain: str) -> None:
        super().__init__(message)
        self.plain = plain


class AwayError(DatabaseError):
    """A record that can't be worked with just now, because its database is away, busy or full: trying again later may do."""


class RefusedError(StoreError):
    """A change that the record does not allow: the attempt itself is logged, under `action` and `subject`."""

    def __init__(self, action: str, subject: str, message: str) -> None:
        super().__init__(message)
        self.action = action
        self.subject = subject


class OpinionError(MarsadError):
    """A second reader that can't be asked, or did not answer: what was read without it stands."""
