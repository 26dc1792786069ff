"""The states of a challenge and the moves between them.

While a newer version of an open challenge is drafted or reviewed, `state` says so and the
published version stays open; `public_state` is what everybody is told.
"""

from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.saying import later
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
        Move("change", (*IN_USE, WITHDRAWN), DRAFT, "editor"),
        Move("submit", (DRAFT, RETURNED, WITHDRAWN), IN_REVIEW, "editor"),
        Move("publish", (IN_REVIEW,), OPEN, "staff"),
        Move("return", (IN_REVIEW,), RETURNED, "staff"),
        Move("close", IN_USE, CLOSED, "editor"),
        Move("reopen", (CLOSED, CANCELLED), OPEN, "editor"),
        Move("award", (*IN_USE, CLOSED), AWARDED, "editor"),
        Move("cancel", (*IN_USE, CLOSED), CANCELLED, "editor"),
        Move("withdraw", (*IN_USE, *ENDED), WITHDRAWN, "editor_or_staff"),
    ),
    {
        DRAFT: later(
            "This challenge is a draft. It can be changed, submitted for review or withdrawn."
        ),
        IN_REVIEW: later(
            "This challenge is in review. Staff publish it or return it with remarks; until then "
            "it can be changed or withdrawn."
        ),
        RETURNED: later(
            "This challenge was returned with remarks. It can be changed, submitted again or "
            "withdrawn."
        ),
        OPEN: later(
            "This challenge is open. It can be changed, closed, cancelled or withdrawn, and the "
            "city can record whom it has chosen."
        ),
        CLOSED: later(
            "This challenge is closed. It can be opened again, cancelled or withdrawn, and the "
            "city can record whom it has chosen."
        ),
        AWARDED: later("The city has chosen. This challenge can only be withdrawn now."),
        CANCELLED: later("This challenge is cancelled. It can be opened again or withdrawn."),
        WITHDRAWN: later(
            "This challenge is withdrawn. It can be changed, or submitted for review again."
        ),
    },
)

LIVE_MOVES = frozenset({"close", "reopen", "award", "cancel"})
"""The moves that need a published version."""


def public_state(state: str, published_version: int | None) -> str | None:
    """What everybody is told: open, one of the ways to have ended, or nothing at all."""
    if published_version is None:
        return None
    return state if state in ENDED else OPEN
