"""Who may see who waits for whom; the figures are for everybody."""

from marketplace.foundation.versions import SEEN_BY_STAFF

CAN_SEE_WAITS = SEEN_BY_STAFF
