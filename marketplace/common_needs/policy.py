"""Who may read the common need and the lots, who decides on its items, and who cuts the lots."""

from marketplace.procurements.policy import CAN_LEAD, CAN_SEE_INSIDE, CAN_TAKE_PART

__all__ = ["CAN_CUT_LOTS", "CAN_DECIDE", "CAN_READ"]

CAN_READ = CAN_SEE_INSIDE
CAN_DECIDE = CAN_TAKE_PART
"""Also draws it up, for the first time or anew."""

CAN_CUT_LOTS = CAN_LEAD
