"""The tables of joint procurements, of their members and of what they decided."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import DONE_BY, SAID
from marketplace.procurements.content import BUYING, ProcurementContent
from marketplace.procurements.lifecycle import ACCEPTED


class Procurement(Base):
    """What some cities buy together, or mean to.

    `step` is a word of `lifecycle.Step`; `published_at` is the moment from which everybody may
    know of it. `rule_sets` names the versions of rule sets that the group relies on, each as
    `{"key": …, "number": …}`. Nobody commits more than `cap`, in `currency`, in all. `version`
    counts the changes of the row.
    """

    __tablename__ = "procurement"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    content: Mapped[ProcurementContent] = mapped_column(Document(ProcurementContent))
    title: Mapped[str] = mapped_column(String(200))
    step: Mapped[str] = mapped_column(String(20), index=True)
    rule_sets: Mapped[list[dict[str, str | int]]] = mapped_column(JSON)
    currency: Mapped[str] = mapped_column(String(3))
    cap: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    created_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)
    members: Mapped[list["ProcurementMember"]] = relationship(
        lazy="selectin", order_by="ProcurementMember.invited_at, ProcurementMember.organisation_id"
    )


class ProcurementMember(Base):
    """A city that was asked to take part, with the challenge that it brings.

    `role` is a word of `challenges.content.JointRole`, `state` one of `lifecycle.MEMBER`.
    `buys_since` is the moment from which on it has bought without a break, None where it does not.
    `reason` is why it declined or withdrew. `answered_by` is the person who answered: of the
    city itself, or of the programme where the city has told it.
    """

    __tablename__ = "procurement_member"
    __table_args__ = (UniqueConstraint("procurement_id", "organisation_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    challenge_version: Mapped[int] = mapped_column(Integer)
    role: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), index=True)
    reason: Mapped[str] = mapped_column(Text, default="", info=SAID)
    letter: Mapped[str] = mapped_column(String(12))
    letter_on: Mapped[date | None] = mapped_column(Date)
    mandate: Mapped[str] = mapped_column(String(12))
    mandate_note: Mapped[str] = mapped_column(Text, default="", info=SAID)
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(254), info=DONE_BY)
    buys_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)

    @property
    def buys(self) -> bool:
        """Whether it takes part as one that buys."""
        return self.state == ACCEPTED and self.role in BUYING

    def note_buying(self, now: datetime) -> None:
        """Note whether it buys, behind a change of its state or role at `now`."""
        self.buys_since = (self.buys_since or now) if self.buys else None


class GroupDecision(Base):
    """A decision of the group, with who took part; it is never changed.

    `about` is a word for what was decided, such as `lead_buyer`; `took_part` holds the ids of
    the members that did. `number` counts from 1 in each procurement.
    """

    __tablename__ = "group_decision"
    __table_args__ = (UniqueConstraint("procurement_id", "number"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    about: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text, info=SAID)
    took_part: Mapped[list[str]] = mapped_column(JSON)
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
