"""From what an organisation or a claim is to what it may become."""

from marketplace.foundation.lifecycle import Lifecycle, Move

VERIFICATION = Lifecycle(
    "organisation",
    [
        Move("verify", ("unverified", "refused", "closed"), "verified", "staff", "Verify"),
        Move("refuse", ("unverified", "verified"), "refused", "staff", "Refuse"),
        Move("close", ("unverified", "verified", "refused"), "closed", "owner", "Close"),
    ],
)

CLAIM = Lifecycle(
    "claim",
    [
        Move("accept", ("pending",), "accepted", "staff", "Accept the claim"),
        Move("refuse", ("pending",), "refused", "staff", "Refuse the claim"),
    ],
)
