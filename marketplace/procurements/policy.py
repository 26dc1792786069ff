"""Who may know of a joint procurement, see its inside, manage it, and speak for a member."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, false, select

from marketplace.challenges.content import JointRole
from marketplace.foundation.access import Actor, Role, Rule, either
from marketplace.foundation.saying import later
from marketplace.foundation.versions import DONE_BY_STAFF, SEEN_BY_STAFF
from marketplace.procurements.content import BUYING
from marketplace.procurements.lifecycle import ACCEPTED, INVITED
from marketplace.procurements.models import Procurement, ProcurementMember

WRITERS = (Role.OWNER, Role.EDITOR)
ROLES = tuple(JointRole)


def _of_members(
    reason: str, states: Collection[str], roles: Collection[JointRole], *people: Role
) -> Rule[Procurement]:
    """Those who act for a member in these states and roles; writers if `people` are named."""

    def allows(actor: Actor, row: Procurement) -> bool:
        return (actor.may_write or not people) and any(
            member.state in states
            and member.role in roles
            and actor.is_member(member.organisation_id, *people)
            for member in row.members
        )

    def where(actor: Actor) -> ColumnElement[bool]:
        if people and not actor.may_write:
            return false()
        chosen = select(ProcurementMember.procurement_id).where(
            ProcurementMember.organisation_id.in_(actor.organisations(*people)),
            ProcurementMember.state.in_(states),
            ProcurementMember.role.in_([role.value for role in roles]),
        )
        return Procurement.id.in_(chosen)

    return Rule(reason, allows, where)


IS_PUBLIC: Rule[Procurement] = Rule(
    later("Nobody else can see this until the call is published."),
    lambda _, row: row.published_at is not None,
    lambda _: Procurement.published_at.is_not(None),
)
_TO_THE_INSIDE = later(
    "Only members of the cities that take part, and programme staff, can see this."
)
_BY_THE_LEAD = later("Only owners and editors of the lead buyer, and programme staff, can do this.")
_BY_BUYERS = later(
    "Only owners and editors of the cities that buy, and programme staff, can do this."
)
IS_INVITED = _of_members(_TO_THE_INSIDE, (INVITED,), ROLES)
IS_INSIDE = _of_members(_TO_THE_INSIDE, (ACCEPTED,), ROLES)
CAN_SEE_INSIDE: Rule[Procurement] = either(_TO_THE_INSIDE, IS_INSIDE, SEEN_BY_STAFF)
CAN_SEE: Rule[Procurement] = either(_TO_THE_INSIDE, IS_PUBLIC, IS_INVITED, IS_INSIDE, SEEN_BY_STAFF)
CAN_PROPOSE = DONE_BY_STAFF
"""Staff propose whatever they find; cities propose with a challenge of their own."""

CAN_LEAD: Rule[Procurement] = either(
    _BY_THE_LEAD,
    _of_members(_BY_THE_LEAD, (ACCEPTED,), (JointRole.LEAD_BUYER,), *WRITERS),
    DONE_BY_STAFF,
)
CAN_TAKE_PART: Rule[Procurement] = either(
    _BY_BUYERS, _of_members(_BY_BUYERS, (ACCEPTED,), BUYING, *WRITERS), DONE_BY_STAFF
)
IS_OF_MEMBER: Rule[ProcurementMember] = Rule(
    later("Only members of this city can see this."),
    lambda actor, member: actor.is_member(member.organisation_id),
    lambda actor: ProcurementMember.organisation_id.in_(actor.organisations()),
)
CAN_SPEAK_FOR: Rule[ProcurementMember] = Rule(
    later("Only owners and editors of this city can do this."),
    lambda actor, member: actor.may_write and actor.is_member(member.organisation_id, *WRITERS),
    lambda actor: (
        ProcurementMember.organisation_id.in_(actor.organisations(*WRITERS))
        if actor.may_write
        else false()
    ),
)
CAN_ANSWER: Rule[ProcurementMember] = either(
    later("Only owners and editors of this city, and programme staff, can do this."),
    CAN_SPEAK_FOR,
    DONE_BY_STAFF,
)
"""Staff note the answer that a city gave them, for instance while nobody acts for it here."""

CAN_COMMIT: Rule[ProcurementMember] = Rule(
    later("Only owners and editors of a city that buys can do this."),
    lambda actor, member: (
        member.state == ACCEPTED and member.role in BUYING and CAN_SPEAK_FOR.allows(actor, member)
    ),
    lambda actor: and_(
        ProcurementMember.state == ACCEPTED,
        ProcurementMember.role.in_([role.value for role in BUYING]),
        CAN_SPEAK_FOR.where(actor),
    ),
)

RULES: dict[str, Rule[Any]] = {"side": CAN_ANSWER, "managers": CAN_LEAD}
