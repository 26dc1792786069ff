"""Who may see, express, answer and withdraw interest: the two sides; staff may only see."""

from sqlalchemy import false
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.foundation.access import Role, Rule
from marketplace.foundation.versions import SEEN_BY_STAFF
from marketplace.interests.models import Interest
from marketplace.solutions.policy import CAN_EDIT as CAN_EDIT_SOLUTION

CAN_EXPRESS = CAN_EDIT_SOLUTION
"""About a solution: whoever changes it also offers it."""


def _members(side: InstrumentedAttribute[object], who: str) -> Rule[Interest]:
    return Rule(
        who,
        lambda actor, row: actor.is_member(getattr(row, side.key)),
        lambda actor: side.in_(actor.organisations()),
    )


def _editors(side: InstrumentedAttribute[object], who: str) -> Rule[Interest]:
    roles = (Role.OWNER, Role.EDITOR)
    return Rule(
        who,
        lambda actor, row: actor.may_write and actor.is_member(getattr(row, side.key), *roles),
        lambda actor: side.in_(actor.organisations(*roles)) if actor.may_write else false(),
    )


IS_OF_THE_VENDOR = _members(Interest.vendor_id, "members of the vendor")
IS_OF_THE_CITY = _members(Interest.city_id, "members of the city")
CAN_SEE = IS_OF_THE_VENDOR | IS_OF_THE_CITY | SEEN_BY_STAFF
CAN_WITHDRAW = _editors(Interest.vendor_id, "owners and editors of the vendor")
CAN_ANSWER = _editors(Interest.city_id, "owners and editors of the city")

RULES: dict[str, Rule[Interest]] = {"vendor": CAN_WITHDRAW, "city": CAN_ANSWER}
