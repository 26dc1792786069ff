"""The tables of shortlists and of what was decided."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.feedback.models import Opinion
from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import DONE_BY, SAID
from marketplace.shortlists.content import Kept


class ShortlistItem(Base):
    """One solution on the shortlist for a challenge.

    Its row is the same as that of the opinion by which the city put it there, so that neither is
    without the other: learning reads that one. `place` counts from 1 and is the city's own
    order; `note` is for its members alone.
    """

    __tablename__ = "shortlist_item"

    id: Mapped[UUID] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
    opinion: Mapped[Opinion] = relationship(lazy="raise")
    place: Mapped[int] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Text)
    kept: Mapped[Kept] = mapped_column(Document(Kept))
    version: Mapped[int] = mapped_column(Integer)


class Decision(Base):
    """What a city decided about one challenge; nobody else knows of it until it is sent.

    A challenge that is opened again can be decided again: the last one counts.
    """

    __tablename__ = "decision"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(10))
    message: Mapped[str] = mapped_column(Text, info=SAID)
    written_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)


class DecisionReason(Base):
    """What the vendor of one solution is told of the decision."""

    __tablename__ = "decision_reason"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    solution_id: Mapped[UUID] = mapped_column(
        ForeignKey("solution.id"), primary_key=True, index=True
    )
    chosen: Mapped[bool] = mapped_column(Boolean)
    text: Mapped[str] = mapped_column(Text)
