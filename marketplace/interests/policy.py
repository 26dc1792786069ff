"""Who may see, express, answer and withdraw interest: the two sides; staff may only see."""

from sqlalchemy import false
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.foundation.access import Role, Rule, either
from marketplace.foundation.saying import later
from marketplace.foundation.versions import SEEN_BY_STAFF
from marketplace.interests.models import Interest
from marketplace.solutions.policy import CAN_EDIT as CAN_EDIT_SOLUTION

CAN_EXPRESS = CAN_EDIT_SOLUTION
"""About a solution: whoever changes it also offers it."""


def _members(side: InstrumentedAttribute[object], reason: str) -> Rule[Interest]:
    return Rule(
        reason,
        lambda actor, row: actor.is_member(getattr(row, side.key)),
        lambda actor: side.in_(actor.organisations()),
    )


def _editors(side: InstrumentedAttribute[object], reason: str) -> Rule[Interest]:
    roles = (Role.OWNER, Role.EDITOR)
    return Rule(
        reason,
        lambda actor, row: actor.may_write and actor.is_member(getattr(row, side.key), *roles),
        lambda actor: side.in_(actor.organisations(*roles)) if actor.may_write else false(),
    )


IS_OF_THE_VENDOR = _members(Interest.vendor_id, later("Only members of the vendor can see this."))
IS_OF_THE_CITY = _members(Interest.city_id, later("Only members of the city can see this."))
CAN_SEE = either(
    later("Only members of the city and of the vendor, and programme staff, can see this."),
    IS_OF_THE_VENDOR,
    IS_OF_THE_CITY,
    SEEN_BY_STAFF,
)
CAN_WITHDRAW = _editors(
    Interest.vendor_id, later("Only owners and editors of the vendor can do this.")
)
CAN_ANSWER = _editors(Interest.city_id, later("Only owners and editors of the city can do this."))

RULES: dict[str, Rule[Interest]] = {"vendor": CAN_WITHDRAW, "city": CAN_ANSWER}
