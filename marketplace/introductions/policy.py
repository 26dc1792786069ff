"""Who may introduce people, read an introduction, answer it, and remind."""

from typing import Any

from sqlalchemy import false, select

from marketplace.foundation.access import Role, Rule, either
from marketplace.foundation.saying import later
from marketplace.foundation.versions import DONE_BY_STAFF, SEEN_BY_STAFF
from marketplace.introductions.models import Introduction, IntroductionSide

ROLES = (Role.OWNER, Role.EDITOR)

IS_INTRODUCED: Rule[Introduction] = Rule(
    later("Only members of the organisations that were introduced can see this."),
    lambda actor, row: any(actor.is_member(side.organisation_id) for side in row.sides),
    lambda actor: Introduction.id.in_(
        select(IntroductionSide.introduction_id).where(
            IntroductionSide.organisation_id.in_(actor.organisations())
        )
    ),
)
CAN_SEE: Rule[Introduction] = either(
    later(
        "Only members of the organisations that were introduced, and programme staff, can see this."
    ),
    IS_INTRODUCED,
    SEEN_BY_STAFF,
)
CAN_INTRODUCE = DONE_BY_STAFF
CAN_REMIND = DONE_BY_STAFF
CAN_SEE_NOTE = SEEN_BY_STAFF
"""What staff note for themselves, and who of them made it."""

CAN_ANSWER: Rule[IntroductionSide] = Rule(
    later("Only owners and editors of the organisations that were introduced can do this."),
    lambda actor, side: actor.may_write and actor.is_member(side.organisation_id, *ROLES),
    lambda actor: (
        IntroductionSide.organisation_id.in_(actor.organisations(*ROLES))
        if actor.may_write
        else false()
    ),
)

RULES: dict[str, Rule[Any]] = {"side": CAN_ANSWER, "staff": CAN_INTRODUCE}
