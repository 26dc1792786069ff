"""Who may read the record."""

from marketplace.foundation.access import Rule
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.versions import SEEN_BY_STAFF

CAN_READ: Rule[ActivityEvent | None] = SEEN_BY_STAFF
