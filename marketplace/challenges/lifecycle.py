"""The states of a challenge and the moves between them.

While a newer version of an open challenge is drafted or reviewed, `state` says so and the
published version stays open; `public_state` is what everybody is told.
"""

from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.versions import DRAFT, IN_REVIEW, RETURNED

OPEN = "open"
CLOSED = "closed"
AWARDED = "awarded"
CANCELLED = "cancelled"
WITHDRAWN = "withdrawn"

ENDED = (CLOSED, AWARDED, CANCELLED)
IN_USE = (DRAFT, IN_REVIEW, RETURNED, OPEN)
STATES = (*IN_USE, *ENDED, WITHDRAWN)

CHALLENGE = Lifecycle(
    "challenge",
    (
        Move("change", (*IN_USE, WITHDRAWN), DRAFT, "editor", "Change"),
        Move("submit", (DRAFT, RETURNED, WITHDRAWN), IN_REVIEW, "editor", "Submit for review"),
        Move("publish", (IN_REVIEW,), OPEN, "staff", "Publish"),
        Move("return", (IN_REVIEW,), RETURNED, "staff", "Return with remarks"),
        Move("close", IN_USE, CLOSED, "editor", "Close"),
        Move("reopen", (CLOSED, CANCELLED), OPEN, "editor", "Open again"),
        Move("award", (*IN_USE, CLOSED), AWARDED, "editor", "Record that you have chosen"),
        Move("cancel", (*IN_USE, CLOSED), CANCELLED, "editor", "Cancel"),
        Move("withdraw", (*IN_USE, *ENDED), WITHDRAWN, "editor_or_staff", "Withdraw"),
    ),
)

LIVE_MOVES = frozenset({"close", "reopen", "award", "cancel"})
"""The moves that need a published version."""


def public_state(state: str, published_version: int | None) -> str | None:
    """What everybody is told: open, one of the ways to have ended, or nothing at all."""
    if published_version is None:
        return None
    return state if state in ENDED else OPEN
