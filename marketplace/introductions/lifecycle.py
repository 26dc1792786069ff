"""The states of an introduction and the moves between them."""

from marketplace.foundation.lifecycle import Lifecycle, Move

SENT = "sent"
ANSWERED = "answered"
FOLLOWED_UP = "followed_up"
ENDED = "ended"

UNDER_WAY = (SENT, ANSWERED, FOLLOWED_UP)
STATES = (*UNDER_WAY, ENDED)

INTRODUCTION = Lifecycle(
    "introduction",
    (
        # The state is reached when both sides have answered.
        Move("answer", UNDER_WAY, ANSWERED, "side", "Answer"),
        Move("follow_up", UNDER_WAY, FOLLOWED_UP, "staff", "Note what you heard"),
        Move("end", UNDER_WAY, ENDED, "staff", "Record what came of it"),
    ),
)
