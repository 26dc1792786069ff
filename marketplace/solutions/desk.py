"""The desk of solutions: its tables, moves, rules and facts in one place."""

from marketplace.foundation.desk import Desk
from marketplace.solutions.events import (
    SolutionArchived,
    SolutionConfirmed,
    SolutionHeld,
    SolutionPublished,
    SolutionReturned,
    SolutionSubmitted,
    SolutionWithdrawn,
)
from marketplace.solutions.lifecycle import LIVE_MOVES, SOLUTION
from marketplace.solutions.models import Solution, SolutionFacet, SolutionVersion
from marketplace.solutions.policy import CAN_SEE, RULES

DESK = Desk(
    rows=Solution,
    versions=SolutionVersion,
    facets=SolutionFacet,
    lifecycle=SOLUTION,
    rules=RULES,
    see=CAN_SEE,
    live=LIVE_MOVES,
    facts={
        "submit": lambda row: SolutionSubmitted(row.id),
        "return": lambda row: SolutionReturned(row.id),
        "hold": lambda row: SolutionHeld(row.id, row.working_version),
        "release": lambda row: SolutionPublished(row.id, row.published_version or 0),
        "publish": lambda row: SolutionPublished(row.id, row.published_version or 0),
        "confirm": lambda row: SolutionConfirmed(row.id),
        "withdraw": lambda row: SolutionWithdrawn(row.id),
        "archive": lambda row: SolutionArchived(row.id),
    },
)
