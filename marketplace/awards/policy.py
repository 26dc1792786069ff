"""Who may judge offers, see what was judged, record the outcome, and say what was saved."""

from sqlalchemy import and_, false

from marketplace.awards.models import Evaluator, Tenderer
from marketplace.foundation.access import Rule
from marketplace.foundation.saying import later
from marketplace.procurements.lifecycle import ACCEPTED
from marketplace.procurements.models import ProcurementMember
from marketplace.procurements.policy import CAN_COMMIT, CAN_LEAD, CAN_SEE_INSIDE, CAN_SPEAK_FOR

__all__ = [
    "CAN_CONFIRM",
    "CAN_MANAGE",
    "CAN_NAME",
    "CAN_READ",
    "CAN_SCORE",
    "IS_OF_VENDOR",
]

CAN_READ = CAN_SEE_INSIDE
CAN_MANAGE = CAN_LEAD
CAN_CONFIRM = CAN_COMMIT
"""That money was saved is confirmed by the city itself."""

CAN_NAME: Rule[ProcurementMember] = Rule(
    later("Only owners and editors of a city that takes part can name its evaluators."),
    lambda actor, member: member.state == ACCEPTED and CAN_SPEAK_FOR.allows(actor, member),
    lambda actor: and_(ProcurementMember.state == ACCEPTED, CAN_SPEAK_FOR.where(actor)),
)
CAN_SCORE: Rule[Evaluator] = Rule(
    later("Only the evaluators whom the cities named can do this."),
    lambda actor, row: (
        actor.may_write
        and actor.user_id is not None
        and row.user_id == actor.user_id
        and actor.is_member(row.organisation_id)
    ),
    lambda actor: (
        and_(
            Evaluator.user_id == actor.user_id,
            Evaluator.organisation_id.in_(actor.organisations()),
        )
        if actor.may_write and actor.user_id is not None
        else false()
    ),
)
IS_OF_VENDOR: Rule[Tenderer] = Rule(
    later("Only members of this supplier can see this."),
    lambda actor, row: row.vendor_id is not None and actor.is_member(row.vendor_id),
    lambda actor: Tenderer.vendor_id.in_(actor.organisations()),
)
