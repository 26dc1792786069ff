"""Who may read and change a shortlist: its city alone, as what it says of its matches."""

from marketplace.feedback.policy import CAN_KNOW_OF, CAN_READ, CAN_SAY

__all__ = ["CAN_CHANGE", "CAN_KNOW_OF", "CAN_READ"]

CAN_CHANGE = CAN_SAY
