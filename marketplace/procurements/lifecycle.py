"""The steps of a joint procurement in their order, and the states of its members.

How a procurement moves from step to step, and on what conditions, is decided in `steps`.
"""

from enum import StrEnum

from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.saying import later


class Step(StrEnum):
    """Where a joint procurement stands, from the first idea to its outcome."""

    PROPOSED = "proposed"
    NEEDS_ALIGNED = "needs_aligned"
    FINANCING = "financing"
    MARKET_RESEARCH = "market_research"
    MEMORANDUM = "memorandum"
    AGREEMENT = "agreement"
    SPECIFICATION = "specification"
    CONSULTATION = "consultation"
    PUBLISHED = "published"
    EVALUATION = "evaluation"
    AWARDED = "awarded"
    PERFORMANCE = "performance"
    CLOSED = "closed"
    DISSOLVED = "dissolved"


WAY = tuple(step for step in Step if step is not Step.DISSOLVED)
"""The steps in their order; a procurement can be dissolved from each but the last."""

OVER = (Step.CLOSED, Step.DISSOLVED)
"""Nothing can be changed any more."""

OPEN_TO_MEMBERS = WAY[: WAY.index(Step.PUBLISHED)]
"""Until the call is published others can join."""

INVITED = "invited"
ACCEPTED = "accepted"
DECLINED = "declined"
WITHDRAWN = "withdrawn"

MEMBER = Lifecycle(
    "member",
    (
        Move("accept", (INVITED,), ACCEPTED, "side"),
        Move("decline", (INVITED,), DECLINED, "side"),
        Move("withdraw", (ACCEPTED,), WITHDRAWN, "side"),
        Move("invite", (DECLINED, WITHDRAWN), INVITED, "managers"),
    ),
    {
        INVITED: later("This city has been invited. It accepts or declines."),
        ACCEPTED: later("This city takes part already. It can withdraw."),
        DECLINED: later("This city has declined. It can be invited again."),
        WITHDRAWN: later("This city has withdrawn. It can be invited again."),
    },
)
