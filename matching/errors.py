"""What can go wrong in matching. Nothing here decides what to do about it."""


class MatchingError(Exception):
    """The family of all errors that matching raises on purpose."""


class InvalidProfile(MatchingError, ValueError):
    """A need or an offering contradicts itself, or its vectors do not belong to it."""


class EncoderUnavailable(MatchingError):
    """The model that was asked for is not on this machine or cannot be loaded."""


class IndexDamaged(MatchingError):
    """A saved library is incomplete, altered, or made by another model or version."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The saved index cannot be used: {reason}.")
        self.reason = reason
