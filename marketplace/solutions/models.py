"""The tables of solutions: the row that lists show, versions, facets, references, questions."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import DONE_BY, LINKED
from marketplace.foundation.versions import Facet, Version, Versioned
from marketplace.organisations.enquiries import Enquiry
from marketplace.solutions.content import Findings, SolutionContent


class Solution(Versioned, Base):
    """A solution as lists know it.

    The columns from `name` on repeat the published version (a draft's own until there is
    one). `price_from` is the lowest stated price in cents of `price_currency`, for a year
    or once.
    """

    __tablename__ = "solution"

    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    owner_id = synonym("vendor_id")
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text, default="", deferred=True)
    first_published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    trl: Mapped[int | None] = mapped_column(Integer)
    price_from: Mapped[int | None] = mapped_column(BigInteger)
    price_currency: Mapped[str | None] = mapped_column(String(3))


class SolutionVersion(Version, Base):
    """What the solution says or said in one version, and what its last examination found."""

    __tablename__ = "solution_version"

    solution_id: Mapped[UUID] = mapped_column(ForeignKey("solution.id"), primary_key=True)
    of_id = synonym("solution_id")
    of: Mapped[Solution] = relationship(lazy="raise")
    content: Mapped[SolutionContent] = mapped_column(Document(SolutionContent))
    examined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    findings: Mapped[Findings | None] = mapped_column(Document(Findings))


class SolutionFacet(Facet, Base):
    """One code of the published version, for filters."""

    __tablename__ = "solution_facet"
    __table_args__ = (Index("ix_solution_facet_kind_code", "kind", "code"),)

    solution_id: Mapped[UUID] = mapped_column(ForeignKey("solution.id"), primary_key=True)
    of_id = synonym("solution_id")
    of: Mapped[Solution] = relationship(lazy="raise")


class Reference(Base):
    """How far a claimed deployment is borne out by the city it names.

    `key` tells the deployments of a solution apart by place, country and period; `claim` is
    a fingerprint of what was said, so that a changed claim has to be confirmed again.
    `buyer_email` is an address at the city to which the question is mailed while nobody of the
    city has signed up; it is forgotten with the answer.
    """

    __tablename__ = "solution_reference"
    __table_args__ = (UniqueConstraint("solution_id", "key"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    solution_id: Mapped[UUID] = mapped_column(ForeignKey("solution.id"))
    solution: Mapped[Solution] = relationship(lazy="raise")
    key: Mapped[str] = mapped_column(String(64))
    claim: Mapped[str] = mapped_column(String(64))
    buyer_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    buyer_email: Mapped[str | None] = mapped_column(String(254), info=LINKED)
    state: Mapped[str] = mapped_column(String(20), index=True)
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    moved_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    version: Mapped[int] = mapped_column(Integer)


class SolutionQuestion(Enquiry, Base):
    """What a city asked about a solution, and what the vendor answered to everybody.

    `named`: the city agreed that everybody reads who asked.
    """

    __tablename__ = "solution_question"

    solution_id: Mapped[UUID] = mapped_column(ForeignKey("solution.id"), index=True)
    about_id = synonym("solution_id")
    named: Mapped[bool] = mapped_column(Boolean)
