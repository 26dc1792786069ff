"""The desk of challenges: its tables, moves, rules and facts in one place."""

from marketplace.challenges.events import (
    ChallengeAwarded,
    ChallengeCancelled,
    ChallengeClosed,
    ChallengeOpened,
    ChallengeReturned,
    ChallengeSubmitted,
    ChallengeWithdrawn,
)
from marketplace.challenges.lifecycle import CHALLENGE, LIVE_MOVES
from marketplace.challenges.models import Challenge, ChallengeFacet, ChallengeVersion
from marketplace.challenges.policy import CAN_SEE, RULES
from marketplace.foundation.desk import Desk

# What publishing tells depends on whether an older version was shown: `operations` tells it.
DESK = Desk(
    rows=Challenge,
    versions=ChallengeVersion,
    facets=ChallengeFacet,
    lifecycle=CHALLENGE,
    rules=RULES,
    see=CAN_SEE,
    live=LIVE_MOVES,
    facts={
        "submit": lambda row: ChallengeSubmitted(row.id),
        "return": lambda row: ChallengeReturned(row.id),
        "close": lambda row: ChallengeClosed(row.id),
        "reopen": lambda row: ChallengeOpened(row.id, row.published_version or 0),
        "award": lambda row: ChallengeAwarded(row.id),
        "cancel": lambda row: ChallengeCancelled(row.id),
        "withdraw": lambda row: ChallengeWithdrawn(row.id),
    },
)
