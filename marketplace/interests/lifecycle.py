"""The states of an expression of interest and the moves between them.

A city may change its mind until it has decided; a vendor may take its interest back until
then, and express it anew. It ends, too, when the city leaves.
"""

from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.saying import later
from marketplace.interests.content import Answer

EXPRESSED = "expressed"
SEEN = "seen"
INVITED, SHORTLISTED, DECLINED = (answer.value for answer in Answer)
WITHDRAWN = "withdrawn"
CLOSED = "closed"
ENDED = "ended"

WAITING = (EXPRESSED, SEEN)
"""The vendor has no answer yet."""

ALIVE = (*WAITING, INVITED, SHORTLISTED, DECLINED)
STATES = (*ALIVE, WITHDRAWN, CLOSED, ENDED)

INTEREST = Lifecycle(
    "interest",
    (
        Move("see", (EXPRESSED,), SEEN, "city"),
        Move("invite", ALIVE, INVITED, "city"),
        Move("shortlist", ALIVE, SHORTLISTED, "city"),
        Move("decline", ALIVE, DECLINED, "city"),
        Move("close", ALIVE, CLOSED, "city"),
        Move("withdraw", ALIVE, WITHDRAWN, "vendor"),
        Move("end", ALIVE, ENDED, "city"),
        Move("express", (WITHDRAWN, ENDED), EXPRESSED, "vendor"),
    ),
    {
        EXPRESSED: later(
            "This interest waits for the city's answer. Until then the vendor can withdraw it."
        ),
        SEEN: later(
            "This interest waits for the city's answer. Until then the vendor can withdraw it."
        ),
        INVITED: later(
            "The city has invited the vendor to talk. It can still change its answer, and the "
            "vendor can withdraw."
        ),
        SHORTLISTED: later(
            "The city has said that it is on the shortlist. It can still change its answer, and "
            "the vendor can withdraw."
        ),
        DECLINED: later(
            "The city has answered: not now. It can still change its answer, and the vendor can "
            "withdraw."
        ),
        WITHDRAWN: later(
            "This interest was withdrawn. The vendor can express it again as long as the "
            "challenge is open."
        ),
        CLOSED: later("This interest has ended; nothing can be changed about it any more."),
        ENDED: later("This interest has ended: the city has closed its organisation."),
    },
)

FOLLOWS = frozenset({"end"})
"""The moves that follow from something else, so that nobody is offered them."""

MOVE_OF = {Answer.INVITED: "invite", Answer.SHORTLISTED: "shortlist", Answer.DECLINED: "decline"}
"""The move by which a city gives each answer."""
