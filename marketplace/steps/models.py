"""The tables of steps planned and of steps taken."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, UTCDateTime
from marketplace.foundation.personal import DONE_BY, SAID


class StepPlan(Base):
    """Which member sees to it that a step is reached, and by when."""

    __tablename__ = "step_plan"
    __table_args__ = (UniqueConstraint("procurement_id", "step"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    step: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    due: Mapped[date | None] = mapped_column(Date, index=True)
    version: Mapped[int] = mapped_column(Integer)


class StepMove(Base):
    """One move from step to step; it is never changed.

    `evidence` says on what grounds: what was agreed, where it can be read, or why it went back.
    `number` counts from 1 in each procurement.
    """

    __tablename__ = "step_move"
    __table_args__ = (UniqueConstraint("procurement_id", "number"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(20))
    target: Mapped[str] = mapped_column(String(20), index=True)
    evidence: Mapped[str] = mapped_column(Text, info=SAID)
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    moved_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
