"""Who moves a joint procurement on, and who sees the board of all of them."""

from marketplace.foundation.versions import SEEN_BY_STAFF
from marketplace.procurements.policy import CAN_LEAD

CAN_MOVE = CAN_LEAD
CAN_SEE_BOARD = SEEN_BY_STAFF
