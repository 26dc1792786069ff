"""The states of a solution's working version and of a reference, and the moves between them."""

from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.versions import DRAFT, IN_REVIEW, RETURNED, SAME
from marketplace.solutions.content import ReferenceState as Ref

HELD = "held"
PUBLISHED = "published"
WITHDRAWN = "withdrawn"
ARCHIVED = "archived"

STATES = (DRAFT, IN_REVIEW, HELD, RETURNED, PUBLISHED, WITHDRAWN, ARCHIVED)
IN_USE = (DRAFT, IN_REVIEW, HELD, RETURNED, PUBLISHED)

SOLUTION = Lifecycle(
    "solution",
    (
        Move("change", (*IN_USE, WITHDRAWN), DRAFT, "editor", "Change"),
        Move("submit", (DRAFT, RETURNED, WITHDRAWN), IN_REVIEW, "editor", "Submit for review"),
        Move("publish", (IN_REVIEW,), PUBLISHED, "staff", "Publish"),
        Move("hold", (IN_REVIEW,), HELD, "system", "Hold for a closer look"),
        Move("release", (HELD,), PUBLISHED, "staff", "Publish all the same"),
        Move("return", (IN_REVIEW, HELD), RETURNED, "staff", "Return with remarks"),
        Move("confirm", IN_USE, SAME, "editor", "Confirm that it is still true"),
        Move("withdraw", IN_USE, WITHDRAWN, "editor_or_staff", "Withdraw"),
        Move("archive", (*IN_USE, WITHDRAWN), ARCHIVED, "editor_or_staff", "Archive"),
    ),
)

LIVE_MOVES = frozenset({"confirm", "withdraw"})
"""The moves that need a published version."""

REFERENCE = Lifecycle(
    "reference",
    (
        Move("invite", (Ref.CLAIMED, Ref.EXPIRED), Ref.INVITED, "editor", "Ask for confirmation"),
        Move("remind", (Ref.INVITED,), Ref.INVITED, "editor", "Ask again"),
        Move("confirm", (Ref.INVITED, Ref.DISPUTED), Ref.CONFIRMED, "buyer", "Confirm"),
        Move("dispute", (Ref.INVITED, Ref.CONFIRMED), Ref.DISPUTED, "buyer", "Dispute"),
        Move("expire", (Ref.INVITED, Ref.CONFIRMED), Ref.EXPIRED, "system", "Expire"),
    ),
)
