"""The tables of introductions, of what each side said, and of reminders."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.foundation.database import Base, UTCDateTime
from marketplace.foundation.personal import DONE_BY, SAID, SECRET


class Introduction(Base):
    """Staff brought a city together with a vendor, or with another city.

    Exactly one of `solution_id` and `partner_id` (a challenge) is set; the versions are those
    that staff had before their eyes. `text` goes to both sides, `note` is for staff alone.
    `open_as` keeps a pair from being introduced twice at once; it is None when all is over.
    """

    __tablename__ = "introduction"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    solution_id: Mapped[UUID | None] = mapped_column(ForeignKey("solution.id"), index=True)
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("challenge.id"), index=True)
    challenge_version: Mapped[int] = mapped_column(Integer)
    answer_version: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text, info=SAID)
    state: Mapped[str] = mapped_column(String(12), index=True)
    outcome: Mapped[str | None] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(Text, default="", info=SECRET)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    made_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    open_as: Mapped[str | None] = mapped_column(String(80), unique=True)
    version: Mapped[int] = mapped_column(Integer)
    sides: Mapped[list["IntroductionSide"]] = relationship(lazy="selectin")


class IntroductionSide(Base):
    """One of the two that were introduced, and its answer, which the other one reads."""

    __tablename__ = "introduction_side"

    introduction_id: Mapped[UUID] = mapped_column(ForeignKey("introduction.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, index=True
    )
    wants: Mapped[bool | None]
    words: Mapped[str] = mapped_column(Text, default="", info=SAID)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(254), info=DONE_BY)


class Reminder(Base):
    """An organisation was reminded of something for which somebody waits, and when last."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("subject_id", "organisation_id", "kind"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    last_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    times: Mapped[int] = mapped_column(Integer)
