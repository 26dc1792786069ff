"""The states of an expression of interest and the moves between them.

A city may change its mind until it has decided; a vendor may take its interest back until
then, and express it anew.
"""

from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.interests.content import Answer

EXPRESSED = "expressed"
SEEN = "seen"
INVITED, SHORTLISTED, DECLINED = (answer.value for answer in Answer)
WITHDRAWN = "withdrawn"
CLOSED = "closed"

WAITING = (EXPRESSED, SEEN)
"""The vendor has no answer yet."""

ALIVE = (*WAITING, INVITED, SHORTLISTED, DECLINED)
STATES = (*ALIVE, WITHDRAWN, CLOSED)

INTEREST = Lifecycle(
    "interest",
    (
        Move("see", (EXPRESSED,), SEEN, "city", "Mark as seen"),
        Move("invite", ALIVE, INVITED, "city", "Invite to talk"),
        Move("shortlist", ALIVE, SHORTLISTED, "city", "Say that it is on the shortlist"),
        Move("decline", ALIVE, DECLINED, "city", "Say not now"),
        Move("close", ALIVE, CLOSED, "city", "Close with the decision"),
        Move("withdraw", ALIVE, WITHDRAWN, "vendor", "Withdraw"),
        Move("express", (WITHDRAWN,), EXPRESSED, "vendor", "Express interest again"),
    ),
)

MOVE_OF = {Answer.INVITED: "invite", Answer.SHORTLISTED: "shortlist", Answer.DECLINED: "decline"}
"""The move by which a city gives each answer."""
