"""From what an organisation or a claim is to what it may become."""

from marketplace.foundation.lifecycle import Lifecycle, Move

VERIFICATION = Lifecycle(
    "organisation",
    [
        Move("verify", ("unverified", "refused"), "verified", "staff", "Verify"),
        Move("refuse", ("unverified", "verified"), "refused", "staff", "Refuse"),
    ],
)

CLAIM = Lifecycle(
    "claim",
    [
        Move("accept", ("pending",), "accepted", "staff", "Accept the claim"),
        Move("refuse", ("pending",), "refused", "staff", "Refuse the claim"),
    ],
)
