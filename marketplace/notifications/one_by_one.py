"""Doing the same for many people, so that whoever it fails for keeps nobody else waiting."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from marketplace.foundation.errors import Unavailable

log = structlog.get_logger(__name__)


class OneByOne:
    """Keeps the errors of single people until everybody has had their turn.

    `what` is the word for it in the log, which names people by their numbers alone.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.failed: dict[int, Exception] = {}

    @contextmanager
    def __call__(self, user_id: int) -> Iterator[None]:
        """The turn of one person; its transaction is opened and ended inside."""
        try:
            yield
        except Unavailable:
            # It fails for everybody alike: all of it is done again later.
            raise
        except Exception as error:
            log.exception("person_failed", what=self.what, user_id=user_id)
            self.failed[user_id] = error

    def report(self) -> None:
        """Let the job fail if anything failed.

        Raises:
            ExceptionGroup: it failed for these people.
        """
        if self.failed:
            number = len(self.failed)
            raise ExceptionGroup(f"{self.what} failed for {number}", list(self.failed.values()))
