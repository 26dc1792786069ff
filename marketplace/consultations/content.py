"""What documents, consultations and responses say, and the words for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class DocumentKind(StrEnum):
    """What a document of the group is."""

    LETTER_OF_INTENT = "letter_of_intent"
    MEMORANDUM = "memorandum"
    AGREEMENT = "agreement"
    SPECIFICATION = "specification"
    STATEMENT_OF_DEMAND = "statement_of_demand"
    CONSULTATION_REPORT = "consultation_report"
    OTHER = "other"


class FileKind(StrEnum):
    """The kinds of files that are taken, each by the ending of its name."""

    PDF = "pdf"
    ODT = "odt"
    DOCX = "docx"
    ODS = "ods"
    XLSX = "xlsx"
    CSV = "csv"
    TXT = "txt"
    PNG = "png"
    JPEG = "jpg"


OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
OFFICE_OPEN = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.ODT: f"{OPEN_DOCUMENT}.text",
    FileKind.DOCX: f"{OFFICE_OPEN}.wordprocessingml.document",
    FileKind.ODS: f"{OPEN_DOCUMENT}.spreadsheet",
    FileKind.XLSX: f"{OFFICE_OPEN}.spreadsheetml.sheet",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.TXT: "text/plain; charset=utf-8",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that was recognised; `name` is safe to save it under and ends as its kind does."""

    name: str
    kind: FileKind
    data: bytes

    @property
    def sha256(self) -> str:
        """The fingerprint of its bytes, in hexadecimal digits."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a version of a document is: a file that is kept here, or an address elsewhere.

    `note` says what is new in it.
    """

    file: StoredFile | None = None
    link: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationContent:
    """What the group tells the market, and what it asks."""

    title: str
    text: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseContent:
    """What a vendor tells the group; `answers` stand in the order of the questions.

    An answer that the vendor does not give is empty.
    """

    text: str
    answers: tuple[str, ...] = ()


class Given(StrEnum):
    """What the log of a consultation notes.

    Everything but `TAKEN` was given to everybody at that moment; `TAKEN` is an organisation
    that fetched a document.
    """

    OPENED = "opened"
    HANDED_OUT = "handed_out"
    ANSWERED = "answered"
    EXTENDED = "extended"
    CLOSED = "closed"
    TAKEN = "taken"
