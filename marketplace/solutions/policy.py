"""Who may see and change solutions, their drafts and their references."""

from typing import Any

from sqlalchemy import false, true

from marketplace.foundation.access import ActorKind, Role, Rule, either
from marketplace.foundation.saying import later
from marketplace.foundation.versions import (
    DONE_BY_STAFF,
    SEEN_BY_STAFF,
    anybody_once_published,
    editors,
    members,
)
from marketplace.solutions.models import Reference, Solution

IS_PUBLIC = anybody_once_published(Solution)
CAN_SEE_WORKING = either(
    later("Only members of the vendor and programme staff can see this."),
    members(Solution, later("Only members of the vendor can see this.")),
    SEEN_BY_STAFF,
)
CAN_SEE = either(CAN_SEE_WORKING.reason, IS_PUBLIC, CAN_SEE_WORKING)
CAN_EDIT = editors(Solution, later("Only owners and editors of the vendor can do this."))
CAN_REVIEW = DONE_BY_STAFF
CAN_ASK_WHAT_IF = CAN_SEE_WORKING
"""What keeps a solution out of a challenge: the vendor's own matter, and dear to find out."""

IS_SYSTEM: Rule[Any] = Rule(
    later("Nobody can do this: it happens by itself."),
    lambda actor, _: actor.kind is ActorKind.SYSTEM,
    lambda actor: true() if actor.kind is ActorKind.SYSTEM else false(),
)

RULES: dict[str, Rule[Any]] = {
    "editor": CAN_EDIT,
    "staff": CAN_REVIEW,
    "editor_or_staff": either(
        later("Only owners and editors of the vendor, and programme staff, can do this."),
        CAN_EDIT,
        CAN_REVIEW,
    ),
    "system": IS_SYSTEM,
}

CAN_ANSWER_REFERENCE: Rule[Reference] = Rule(
    later("Only owners and editors of the city that is named can do this."),
    lambda actor, row: (
        actor.may_write
        and row.buyer_id is not None
        and actor.is_member(row.buyer_id, Role.OWNER, Role.EDITOR)
    ),
    lambda actor: (
        Reference.buyer_id.in_(actor.organisations(Role.OWNER, Role.EDITOR))
        if actor.may_write
        else false()
    ),
)
