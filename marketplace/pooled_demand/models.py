"""The tables of what a group counts in, of its members' demand, and of their commitments."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Integer, Numeric, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import DONE_BY
from marketplace.pooled_demand.content import DemandContent


class DemandTerms(Base):
    """What the group counts in, and by what it shares the cost (a word of `SharingKey`)."""

    __tablename__ = "demand_terms"

    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(80))
    sharing: Mapped[str | None] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(Integer)

    @property
    def id(self) -> UUID:
        """What the record calls these terms."""
        return self.procurement_id


class MemberDemand(Base):
    """What a member needs and can pay; for the inside of the group alone."""

    __tablename__ = "member_demand"
    __table_args__ = (UniqueConstraint("procurement_id", "organisation_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    content: Mapped[DemandContent] = mapped_column(Document(DemandContent))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    written_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    version: Mapped[int] = mapped_column(Integer)


class Commitment(Base):
    """What a member commits to the whole (`lot` is empty) or to one lot; one row for each.

    It counts while `released_at` is None and the member buys. What is taken back, or released as
    the member left, stays as a row, which a new commitment takes over.
    """

    __tablename__ = "commitment"
    __table_args__ = (UniqueConstraint("procurement_id", "organisation_id", "lot"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    lot: Mapped[str] = mapped_column(String(36))
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    currency: Mapped[str] = mapped_column(String(3))
    committed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    committed_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)
