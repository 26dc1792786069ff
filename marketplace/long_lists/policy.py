"""Who may see the suppliers for a group, and freeze them as a long list."""

from marketplace.procurements.policy import CAN_LEAD, CAN_SEE_INSIDE

__all__ = ["CAN_FREEZE", "CAN_READ"]

CAN_READ = CAN_SEE_INSIDE
CAN_FREEZE = CAN_LEAD
