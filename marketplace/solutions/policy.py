"""Who may see and change solutions, their drafts and their references."""

from typing import Any

from sqlalchemy import false, true

from marketplace.foundation.access import ActorKind, Role, Rule
from marketplace.foundation.versions import (
    DONE_BY_STAFF,
    SEEN_BY_STAFF,
    anybody_once_published,
    editors,
    members,
)
from marketplace.solutions.models import Reference, Solution

IS_PUBLIC = anybody_once_published(Solution)
CAN_SEE_WORKING = members(Solution, "members of the vendor") | SEEN_BY_STAFF
CAN_SEE = IS_PUBLIC | CAN_SEE_WORKING
CAN_EDIT = editors(Solution, "owners and editors of the vendor")
CAN_REVIEW = DONE_BY_STAFF
CAN_ASK_WHAT_IF = CAN_SEE_WORKING
"""What keeps a solution out of a challenge: the vendor's own matter, and dear to find out."""

IS_SYSTEM: Rule[Any] = Rule(
    "the system itself",
    lambda actor, _: actor.kind is ActorKind.SYSTEM,
    lambda actor: true() if actor.kind is ActorKind.SYSTEM else false(),
)

RULES: dict[str, Rule[Any]] = {
    "editor": CAN_EDIT,
    "staff": CAN_REVIEW,
    "editor_or_staff": CAN_EDIT | CAN_REVIEW,
    "system": IS_SYSTEM,
}

CAN_ANSWER_REFERENCE: Rule[Reference] = Rule(
    "owners and editors of the city named",
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
