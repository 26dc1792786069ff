"""Who sees what could be proposed: programme staff, before any city is asked."""

from marketplace.foundation.versions import SEEN_BY_STAFF

CAN_SEE = SEEN_BY_STAFF
