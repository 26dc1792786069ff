"""The tables of challenges: the row that lists show, its versions, facets and questions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from marketplace.challenges.content import ChallengeContent
from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.versions import Facet, Version, Versioned
from marketplace.organisations.enquiries import Enquiry


class Challenge(Versioned, Base):
    """A challenge as lists know it.

    The columns from `title` on repeat the published version (a draft's own until there is
    one), never anything of the budget. `deadline` is the moment until which vendors can
    express interest. `internal_note` is for the city alone: it cannot be read through the
    row, only by the query that checks who asks.
    """

    __tablename__ = "challenge"

    city_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    owner_id = synonym("city_id")
    internal_note: Mapped[str] = mapped_column(
        Text, default="", deferred=True, deferred_raiseload=True
    )
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text, default="", deferred=True)
    nature: Mapped[str] = mapped_column(String(10), index=True)
    joint_procurement: Mapped[bool] = mapped_column(Boolean)
    published_year: Mapped[int | None] = mapped_column(Integer)
    deadline: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    programme: Mapped[str] = mapped_column(String(200))


class ChallengeVersion(Version, Base):
    """What the challenge says or said in one version."""

    __tablename__ = "challenge_version"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    of_id = synonym("challenge_id")
    of: Mapped[Challenge] = relationship(lazy="raise")
    content: Mapped[ChallengeContent] = mapped_column(Document(ChallengeContent))


class ChallengeFacet(Facet, Base):
    """One code of the published version, for filters."""

    __tablename__ = "challenge_facet"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    of_id = synonym("challenge_id")
    of: Mapped[Challenge] = relationship(lazy="raise")


class Question(Enquiry, Base):
    """What a vendor asked about a challenge, and what the city answered to everybody."""

    __tablename__ = "question"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    about_id = synonym("challenge_id")
