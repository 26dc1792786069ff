"""The five families of errors that people and programs can be told about.

Each says what is wrong in a sentence for the person who has to mend it. The surfaces turn
them into pages, problem+json and one-line messages; nothing here knows how.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.foundation.saying import later

SHOWN_VALUE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that cannot be taken: which, what is wrong and how to mend it, what was sent.

    `field` is a path such as `requirements.2.text`; `value` is shortened for showing.
    """

    field: str
    message: str
    value: str | None = None


def shown(value: object) -> str | None:
    """The value as it may be repeated to its sender: short, and without control characters."""
    if value is None:
        return None
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value))
    return text if len(text) <= SHOWN_VALUE_LENGTH else text[: SHOWN_VALUE_LENGTH - 1] + "…"


class ProductError(Exception):
    """Something that a person can be told; `detail` is the sentence."""

    title = later("Something went wrong")

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotFound(ProductError):
    """It does not exist, or this actor may not know that it does."""

    title = later("Not found")


class Forbidden(ProductError):
    """The actor may see it, but may not do this; the detail says why."""

    title = later("Not allowed")


class Unauthenticated(Forbidden):
    """Nobody is signed in, or the token is not valid."""

    title = later("Sign in first")


class Invalid(ProductError):
    """What was sent cannot be taken; each fault names field, value and remedy."""

    title = later("Some of it cannot be taken")

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{f.field}: {f.message}" for f in self.faults))

    @classmethod
    def of(cls, field: str, message: str, value: object = None) -> "Invalid":
        """An error about a single field."""
        return cls([Fault(field, message, shown(value))])


class Conflict(ProductError):
    """It cannot be done in the present state; the detail says what can.

    `possible` names the moves that can be made now, where the error is about a move.
    """

    title = later("Not possible now")

    def __init__(self, detail: str, *, possible: tuple[str, ...] = ()) -> None:
        super().__init__(detail)
        self.possible = possible


class Stale(Conflict):
    """Somebody else changed it first."""

    title = later("Somebody changed this before you")


class Unavailable(ProductError):
    """A part of the service does not answer now; trying again later may help."""

    title = later("Not available at the moment")
