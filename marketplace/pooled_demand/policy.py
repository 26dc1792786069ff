"""Who may write a member's demand and commit for it, and who agrees on what holds for all."""

from marketplace.procurements.policy import CAN_COMMIT, CAN_LEAD, CAN_SEE_INSIDE

__all__ = ["CAN_AGREE", "CAN_COMMIT", "CAN_READ"]

CAN_READ = CAN_SEE_INSIDE
CAN_AGREE = CAN_LEAD
"""On unit, sharing key, currency and cap."""
