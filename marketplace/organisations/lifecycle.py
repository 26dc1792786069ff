"""From what an organisation or a claim is to what it may become."""

from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.saying import later

VERIFICATION = Lifecycle(
    "organisation",
    [
        Move("verify", ("unverified", "refused", "closed"), "verified", "staff"),
        Move("refuse", ("unverified", "verified"), "refused", "staff"),
        Move("close", ("unverified", "verified", "refused"), "closed", "owner"),
    ],
    {
        "unverified": later(
            "This organisation is not verified yet. Staff verify or refuse it, and its owners "
            "can close it."
        ),
        "verified": later(
            "This organisation is verified. Staff can refuse it, and its owners can close it."
        ),
        "refused": later(
            "This organisation was refused. Staff can verify it, and its owners can close it."
        ),
        "closed": later(
            "This organisation is closed. Only staff can open it again, by verifying it."
        ),
    },
)

CLAIM = Lifecycle(
    "claim",
    [
        Move("accept", ("pending",), "accepted", "staff"),
        Move("refuse", ("pending",), "refused", "staff"),
    ],
    {
        "pending": later("This claim waits for staff to accept or refuse it."),
        "accepted": later("This claim was accepted; nothing can be changed about it any more."),
        "refused": later("This claim was refused. The person can make a new one."),
    },
)
