"""The states of a version of a document, and where a consultation stands at a moment."""

from datetime import datetime
from enum import StrEnum

from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.saying import later

DRAFT = "draft"
AGREED = "agreed"
SIGNED = "signed_elsewhere"
SUPERSEDED = "superseded"

STATES = (DRAFT, AGREED, SIGNED, SUPERSEDED)

DOCUMENT = Lifecycle(
    "document",
    (
        Move("agree", (DRAFT,), AGREED, "managers"),
        Move("sign", (DRAFT, AGREED), SIGNED, "managers"),
        Move("supersede", (DRAFT, AGREED, SIGNED), SUPERSEDED, "managers"),
    ),
    {
        DRAFT: later("This version is a draft. It can be agreed, or noted as signed elsewhere."),
        AGREED: later("This version is agreed. It can be noted as signed elsewhere."),
        SIGNED: later("This version is signed already. A newer one can be added."),
        SUPERSEDED: later("A newer version has taken the place of this one."),
    },
)

SETTLES = (AGREED, SIGNED)
"""A version that comes to one of these states takes the place of all others."""


class Phase(StrEnum):
    """Where a consultation stands: nobody outside knows of it, it runs, or it has ended."""

    PREPARED = "prepared"
    OPEN = "open"
    ENDED = "ended"


def phase_at(
    now: datetime, *, opened: datetime | None, deadline: datetime | None, closed: datetime | None
) -> Phase:
    """Where it stands at `now`: it ends with its deadline, by itself, or was closed before."""
    if opened is None:
        return Phase.PREPARED
    ended = closed is not None or (deadline is not None and deadline < now)
    return Phase.ENDED if ended else Phase.OPEN
