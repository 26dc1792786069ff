"""The table of rule sets: every version stands, and none is ever changed."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import DONE_BY, SAID
from marketplace.funding.content import RuleSetContent


class RuleSet(Base):
    """One version of a rule set; the days of its validity repeat those of its content.

    Of the versions that are valid on a day, the one with the highest number counts.
    """

    __tablename__ = "funding_rule_set"
    __table_args__ = (UniqueConstraint("key", "number"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    key: Mapped[str] = mapped_column(String(60))
    number: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    content: Mapped[RuleSetContent] = mapped_column(Document(RuleSetContent), info=SAID)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    written_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)

    def is_valid(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
