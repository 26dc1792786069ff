"""Who may see a consultation, ask and respond in it; the group's own rules are `procurements`'."""

from marketplace.consultations.models import Consultation, MarketResponse
from marketplace.foundation.access import Role, Rule
from marketplace.foundation.saying import later
from marketplace.procurements.policy import CAN_LEAD, CAN_SEE_INSIDE, CAN_TAKE_PART

__all__ = [
    "CAN_ADD_DOCUMENTS",
    "CAN_CONSULT",
    "CAN_READ_DOCUMENTS",
    "CAN_SETTLE_DOCUMENTS",
    "IS_OF_VENDOR",
    "IS_OPENED",
    "WRITERS",
]

WRITERS = (Role.OWNER, Role.EDITOR)

CAN_READ_DOCUMENTS = CAN_SEE_INSIDE
CAN_ADD_DOCUMENTS = CAN_TAKE_PART
CAN_SETTLE_DOCUMENTS = CAN_LEAD
"""Who says that a version is agreed, or signed elsewhere, or no longer the one that counts."""

CAN_CONSULT = CAN_LEAD
"""Who prepares a consultation, opens it, hands out documents and answers in it."""

IS_OPENED: Rule[Consultation] = Rule(
    later("Nobody else can see this until the consultation is opened."),
    lambda _, row: row.opened_at is not None,
    lambda _: Consultation.opened_at.is_not(None),
)
IS_OF_VENDOR: Rule[MarketResponse] = Rule(
    later("Only members of the vendor can see this."),
    lambda actor, row: actor.is_member(row.vendor_id),
    lambda actor: MarketResponse.vendor_id.in_(actor.organisations()),
)
