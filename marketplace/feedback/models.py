"""The table of what cities said of the answers they got."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    Boolean,
    Float,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, UTCDateTime
from marketplace.foundation.personal import DONE_BY, SAID


class Opinion(Base):
    """One thing that a city said of one answer, and what it had before its eyes when it did.

    Exactly one of `solution_id` and `partner_id` (a challenge) is set. `model`,
    `engine_version` and `weights` are what the answer was made with.
    """

    __tablename__ = "opinion"
    __table_args__ = (
        UniqueConstraint("solution_id", "challenge_id", "aspect"),
        UniqueConstraint("partner_id", "challenge_id", "aspect"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    solution_id: Mapped[UUID | None] = mapped_column(ForeignKey("solution.id"))
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("challenge.id"))
    aspect: Mapped[str] = mapped_column(String(10), info=SAID)
    useful: Mapped[bool] = mapped_column(Boolean, info=SAID)
    reasons: Mapped[list[str]] = mapped_column(JSON, info=SAID)
    note: Mapped[str] = mapped_column(Text, info=SAID)
    challenge_version: Mapped[int] = mapped_column(Integer)
    answer_version: Mapped[int] = mapped_column(Integer)
    model: Mapped[str] = mapped_column(String(120))
    engine_version: Mapped[str] = mapped_column(String(20))
    weights: Mapped[str] = mapped_column(String(60))
    score: Mapped[float] = mapped_column(Float)
    rank: Mapped[int | None] = mapped_column(Integer)
    said_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    said_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
