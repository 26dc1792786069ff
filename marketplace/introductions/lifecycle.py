"""The states of an introduction and the moves between them."""

from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.saying import later

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
        Move("answer", UNDER_WAY, ANSWERED, "side"),
        Move("follow_up", UNDER_WAY, FOLLOWED_UP, "staff"),
        Move("end", UNDER_WAY, ENDED, "staff"),
        Move("leave", UNDER_WAY, ENDED, "side"),
    ),
    {
        SENT: later("This introduction waits for both sides to answer."),
        ANSWERED: later("Both sides have answered. Staff note what they hear and what came of it."),
        FOLLOWED_UP: later(
            "Staff have followed this introduction up. They note what they hear and what came of "
            "it."
        ),
        ENDED: later("This introduction has ended; nothing can be changed about it any more."),
    },
)
