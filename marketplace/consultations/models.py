"""The tables of documents with their versions, of questions, and of the consultation."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from marketplace.consultations.content import ConsultationContent, ResponseContent
from marketplace.foundation.append_only import kept_as_written
from marketplace.foundation.database import Base, Document, UTCDateTime
from marketplace.foundation.personal import DONE_BY, SAID
from marketplace.organisations.enquiries import Enquiry


class GroupDocument(Base):
    """A document of the group; what it says is in its versions. `version` counts the changes."""

    __tablename__ = "group_document"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(200), info=SAID)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    version: Mapped[int] = mapped_column(Integer)
    versions: Mapped[list["GroupDocumentVersion"]] = relationship(
        lazy="selectin", order_by="GroupDocumentVersion.number"
    )


class GroupDocumentVersion(Base):
    """One version: a link, or a file with its name, kind, size in bytes and SHA-256."""

    __tablename__ = "group_document_version"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("group_document.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, info=SAID)
    link: Mapped[str | None] = mapped_column(String(1000), info=SAID)
    file_name: Mapped[str | None] = mapped_column(String(200), info=SAID)
    file_kind: Mapped[str | None] = mapped_column(String(5))
    size: Mapped[int | None] = mapped_column(Integer)
    sha256: Mapped[str | None] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    added_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)


class GroupDocumentPiece(Base):
    """A piece of a file: a backup reads many rows at once, so that none of them is large."""

    __tablename__ = "group_document_piece"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "number"],
            ["group_document_version.document_id", "group_document_version.number"],
        ),
    )

    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class GroupQuestion(Enquiry, Base):
    """What a member, or the programme, asked inside the group, and who answered."""

    __tablename__ = "group_question"

    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), index=True)
    about_id = synonym("procurement_id")
    answerer_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    answered_by: Mapped[str | None] = mapped_column(String(254), info=DONE_BY)


class Consultation(Base):
    """The open market consultation of a procurement; where it stands, `lifecycle` says.

    What it says is fixed when it is opened. `deadline` is the moment until which vendors can
    respond; it can only become later. `close_reason` is why it ended before.
    """

    __tablename__ = "consultation"

    procurement_id: Mapped[UUID] = mapped_column(ForeignKey("procurement.id"), primary_key=True)
    id = synonym("procurement_id")
    content: Mapped[ConsultationContent] = mapped_column(Document(ConsultationContent), info=SAID)
    deadline: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    written_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    opened_by: Mapped[str | None] = mapped_column(String(254), info=DONE_BY)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    close_reason: Mapped[str] = mapped_column(Text, default="", info=SAID)
    version: Mapped[int] = mapped_column(Integer)


class HandedOut(Base):
    """A version of a document that goes to the market; `given_at` is None until it does."""

    __tablename__ = "consultation_document"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "number"],
            ["group_document_version.document_id", "group_document_version.number"],
        ),
    )

    consultation_id: Mapped[UUID] = mapped_column(
        ForeignKey("consultation.procurement_id"), primary_key=True
    )
    document_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    given_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class MarketQuestion(Enquiry, Base):
    """What a vendor asked in a consultation; everybody reads it together with its answer."""

    __tablename__ = "market_question"

    consultation_id: Mapped[UUID] = mapped_column(
        ForeignKey("consultation.procurement_id"), index=True
    )
    about_id = synonym("consultation_id")
    answered_by: Mapped[str | None] = mapped_column(String(254), info=DONE_BY)


class MarketResponse(Base):
    """What a vendor answered the group, for its eyes alone."""

    __tablename__ = "market_response"
    __table_args__ = (UniqueConstraint("consultation_id", "vendor_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(
        ForeignKey("consultation.procurement_id"), index=True
    )
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    content: Mapped[ResponseContent] = mapped_column(Document(ResponseContent), info=SAID)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_by: Mapped[str] = mapped_column(String(254), info=DONE_BY)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer)


class ConsultationLog(Base):
    """Who was given what when; a row is never changed and never removed.

    `what` is a word of `content.Given`. Only what an organisation took names one; no person
    is named, and what visitors read leaves no trace.
    """

    __tablename__ = "consultation_log"
    __table_args__ = (
        UniqueConstraint("consultation_id", "what", "organisation_id", "document_id", "number"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True
    )
    consultation_id: Mapped[UUID] = mapped_column(
        ForeignKey("consultation.procurement_id"), index=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    what: Mapped[str] = mapped_column(String(12))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("group_document.id"))
    number: Mapped[int | None] = mapped_column(Integer)
    question_id: Mapped[UUID | None] = mapped_column(ForeignKey("market_question.id"))


kept_as_written(ConsultationLog.__tablename__)
