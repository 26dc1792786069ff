"""Who may read the record."""

from sqlalchemy import false, true

from marketplace.foundation.access import Rule
from marketplace.foundation.record import ActivityEvent

CAN_READ: Rule[ActivityEvent | None] = Rule(
    "programme staff",
    lambda actor, _: actor.acts_as_staff,
    lambda actor: true() if actor.acts_as_staff else false(),
)
