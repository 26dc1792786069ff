"""The tables of organisations, of who acts for them or asks to, and of what they have done."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Float, ForeignKey, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import LINKED, OWN, SECRET
from marketplace.organisations.content import OrganisationContent, StoryContent


class Verification(StrEnum):
    """Whether programme staff have made sure who is behind an organisation, or it has closed."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    REFUSED = "refused"
    CLOSED = "closed"


class ClaimState(StrEnum):
    """How far somebody's claim of a catalogue entry has come."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Organisation(Base):
    """A city, a vendor or the programme.

    `content` is the truth; the columns below it repeat parts of it for lists. `catalogue`
    is true while this is an entry from public sources that nobody has claimed yet;
    `external_key` is the key of the file row that it came from.
    """

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    external_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    version: Mapped[int] = mapped_column(Integer)
    verification: Mapped[str] = mapped_column(String(12), index=True)
    verification_note: Mapped[str] = mapped_column(Text, default="")
    catalogue: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    content: Mapped[OrganisationContent] = mapped_column(Document(OrganisationContent))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12), index=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    nuts: Mapped[str | None] = mapped_column(String(5), index=True)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    population: Mapped[int | None] = mapped_column(Integer)
    programme_role: Mapped[str] = mapped_column(String(12))
    mission_city: Mapped[bool] = mapped_column(Boolean)
    sort_key: Mapped[str] = mapped_column(String(400), index=True)
    search_text: Mapped[str] = mapped_column(Text)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by SQLAlchemy.


class OrganisationTheme(Base):
    """A theme that a city is interested in, for the filter of the list of cities."""

    __tablename__ = "organisation_theme"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)


class Membership(Base):
    """A person acts for an organisation, in a role."""

    __tablename__ = "membership"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True, info=OWN
    )
    role: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(Integer)
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    user: Mapped[User] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by SQLAlchemy.

    @property
    def id(self) -> str:
        """What the record calls this membership."""
        return f"{self.organisation_id}/{self.user_id}"


class Invitation(Base):
    """Somebody was asked to act for an organisation.

    The secret of the mailed link is made when the mail is written and only its hash is
    kept, so nobody who reads the database can accept. An invitation is open until
    `closed_at`: accepted, withdrawn or replaced by a newer one.
    """

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), info=OWN)
    role: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True, info=SECRET)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), info=LINKED)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Claim(Base):
    """Somebody says that a catalogue entry is the organisation they work for."""

    __tablename__ = "organisation_claim"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True, info=OWN)
    message: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), index=True)
    version: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    note: Mapped[str] = mapped_column(Text, default="")
    user: Mapped[User] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by SQLAlchemy.


class Story(Base):
    """Something that cities did, described by staff from a public source."""

    __tablename__ = "story"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    external_key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    content: Mapped[StoryContent] = mapped_column(Document(StoryContent))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by SQLAlchemy.


class StoryCity(Base):
    """A city took part in what a story tells; `lead` if it led."""

    __tablename__ = "story_city"

    story_id: Mapped[UUID] = mapped_column(ForeignKey("story.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, index=True
    )
    lead: Mapped[bool] = mapped_column(Boolean)
