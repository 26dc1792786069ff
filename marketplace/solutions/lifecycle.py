"""The states of a solution's working version and of a reference, and the moves between them."""

from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.saying import later
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
        Move("change", (*IN_USE, WITHDRAWN), DRAFT, "editor"),
        Move("submit", (DRAFT, RETURNED, WITHDRAWN), IN_REVIEW, "editor"),
        Move("publish", (IN_REVIEW,), PUBLISHED, "staff"),
        Move("hold", (IN_REVIEW,), HELD, "system"),
        Move("release", (HELD,), PUBLISHED, "staff"),
        Move("return", (IN_REVIEW, HELD), RETURNED, "staff"),
        Move("confirm", IN_USE, SAME, "editor"),
        Move("withdraw", IN_USE, WITHDRAWN, "editor_or_staff"),
        Move("archive", (*IN_USE, WITHDRAWN), ARCHIVED, "editor_or_staff"),
    ),
    {
        DRAFT: later(
            "This solution is a draft. It can be changed, submitted for review or archived."
        ),
        IN_REVIEW: later(
            "This solution is in review. Staff publish it or return it with remarks; until then "
            "it can be changed or archived."
        ),
        HELD: later(
            "This solution is held for a closer look. Staff publish it or return it with "
            "remarks; until then it can be changed or archived."
        ),
        RETURNED: later(
            "This solution was returned with remarks. It can be changed, submitted again or "
            "archived."
        ),
        PUBLISHED: later(
            "This solution is published. It can be changed, confirmed, withdrawn or archived."
        ),
        WITHDRAWN: later(
            "This solution is withdrawn. It can be changed, submitted for review or archived."
        ),
        ARCHIVED: later("This solution is archived; nothing can be changed about it any more."),
    },
)

LIVE_MOVES = frozenset({"confirm", "withdraw"})
"""The moves that need a published version."""

REFERENCE = Lifecycle(
    "reference",
    (
        Move("invite", (Ref.CLAIMED, Ref.EXPIRED), Ref.INVITED, "editor"),
        Move("remind", (Ref.INVITED,), Ref.INVITED, "editor"),
        Move("confirm", (Ref.INVITED, Ref.DISPUTED), Ref.CONFIRMED, "buyer"),
        Move("dispute", (Ref.INVITED, Ref.CONFIRMED), Ref.DISPUTED, "buyer"),
        Move("expire", (Ref.INVITED, Ref.CONFIRMED), Ref.EXPIRED, "system"),
    ),
    {
        Ref.CLAIMED: later(
            "Nobody was asked about this reference yet. The vendor can ask the city to confirm it."
        ),
        Ref.INVITED: later(
            "The city was asked about this reference. It can confirm or dispute it, and the "
            "vendor can ask again."
        ),
        Ref.CONFIRMED: later("This reference is confirmed. The city can still dispute it."),
        Ref.DISPUTED: later("This reference is disputed. The city can still confirm it."),
        Ref.EXPIRED: later(
            "Too much time has passed for this reference. The vendor can ask the city to confirm "
            "it again."
        ),
    },
)
