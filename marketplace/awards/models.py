"""The tables of evaluations, of outcomes, of what suppliers are told and of savings."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.awards.content import Criteria, Marks, OutcomeContent
from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import DONE_BY, LINKED, SAID


class Evaluation(Base):
    """By what the offers of one joint procurement are judged.

    `link` leads to where offers are made. From `opened_at` on the evaluators read each other.
    """

    __tablename__ = "evaluation"

    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), primary_key=True)
    criteria: Mapped[Criteria] = mapped_column(Document(Criteria))
    link: Mapped[str | None] = mapped_column(String(1000), info=SAID)
    written_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)

    @property
    def id(self) -> UUID:
        """What the record calls it."""
        return self.procurement_id


class Tenderer(Base):
    """Somebody who made an offer, typed by hand or taken from a long list.

    `lot` is the title of the lot when it was noted; it stays readable when the lot is removed,
    which is why no key of the database binds `lot_id`. `vendor_id` is set where it is a vendor
    here. `feedback` is what it reads of the outcome, from `told_at` on; `told_by` is who wrote it.
    """

    __tablename__ = "tenderer"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), info=SAID)
    lot: Mapped[str] = mapped_column(String(200), info=SAID)
    lot_id: Mapped[UUID | None] = mapped_column(Uuid)
    link: Mapped[str | None] = mapped_column(String(1000), info=SAID)
    solution_id: Mapped[UUID | None] = mapped_column(ForeignKey("solution.id"), index=True)
    vendor_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    added_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    feedback: Mapped[str] = mapped_column(Text, default="", info=SAID)
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    told_by: Mapped[str | None] = mapped_column(String(254), info=DONE_BY)
    version: Mapped[int] = mapped_column(Integer)


class Evaluator(Base):
    """A person whom a city of the group named; `user_id` is emptied when the account ends."""

    __tablename__ = "evaluator"
    __table_args__ = (UniqueConstraint("procurement_id", "user_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_account.id"), index=True, info=LINKED
    )
    named_at: Mapped[datetime] = mapped_column(UTCDateTime)
    named_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)


class ScoreSheet(Base):
    """What one evaluator declares and thinks of one offer; nobody else reads it before consensus.

    With a conflict of interest there are no marks. `given_at` is None before there are any.
    """

    __tablename__ = "score_sheet"
    __table_args__ = (UniqueConstraint("evaluator_id", "tenderer_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    evaluator_id: Mapped[UUID] = mapped_column(ForeignKey("evaluator.id"))
    tenderer_id: Mapped[UUID] = mapped_column(ForeignKey("tenderer.id"), index=True)
    has_conflict: Mapped[bool] = mapped_column(Boolean, info=SAID)
    declaration: Mapped[str] = mapped_column(Text, info=SAID)
    marks: Mapped[Marks] = mapped_column(Document(Marks), info=SAID)
    done_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime)
    given_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)


class Consensus(Base):
    """The points of one offer on which the evaluators agreed, each with the reason."""

    __tablename__ = "consensus"

    tenderer_id: Mapped[UUID] = mapped_column(ForeignKey("tenderer.id"), primary_key=True)
    marks: Mapped[Marks] = mapped_column(Document(Marks), info=SAID)
    agreed_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    agreed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)

    @property
    def id(self) -> UUID:
        """What the record calls it."""
        return self.tenderer_id


class Outcome(Base):
    """What came of a joint procurement; the last number counts, and none is ever changed."""

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("procurement_id", "number"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    content: Mapped[OutcomeContent] = mapped_column(Document(OutcomeContent), info=SAID)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)


class Saving(Base):
    """What one member saved by buying together, in the currency of the procurement.

    `basis` says what it is compared with. Confirmed is what the member itself said is true.
    """

    __tablename__ = "saving"
    __table_args__ = (UniqueConstraint("procurement_id", "organisation_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    basis: Mapped[str] = mapped_column(Text, info=SAID)
    claimed_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    claimed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(String(254), info=DONE_BY)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)
