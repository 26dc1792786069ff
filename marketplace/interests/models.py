"""The table of expressions of interest."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import DONE_BY, SAID
from marketplace.interests.content import InterestContent, Read


class Interest(Base):
    """One solution offered for one challenge, and how far it has come.

    `vendor_id` and `city_id` are the two sides. The versions are those that were published
    when interest was expressed; `read` is what the engine found in them. `expressed_at`,
    `seen_at`, `answered_at` and `ended_at` (withdrawn or closed) are of the present round: to
    express interest again begins a new one. `reason` is what the city wrote with its answer.
    """

    __tablename__ = "interest"
    __table_args__ = (UniqueConstraint("solution_id", "challenge_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    solution_id: Mapped[UUID] = mapped_column(ForeignKey("solution.id"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    city_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    solution_version: Mapped[int] = mapped_column(Integer)
    challenge_version: Mapped[int] = mapped_column(Integer)
    content: Mapped[InterestContent] = mapped_column(Document(InterestContent), info=SAID)
    read: Mapped[Read] = mapped_column(Document(Read))
    state: Mapped[str] = mapped_column(String(20), index=True)
    reason: Mapped[str] = mapped_column(Text)
    expressed_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    expressed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)
