"""Documents of the group: added, made anew in versions, settled and read, all by its inside.

A version is a file that is kept here or a link elsewhere; nothing is signed here. What of it
the market is given is decided in `operations`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select

from marketplace.consultations.content import DocumentKind, FileKind, Source, StoredFile
from marketplace.consultations.files import safe_name
from marketplace.consultations.lifecycle import DOCUMENT, DRAFT, SETTLES, SUPERSEDED
from marketplace.consultations.models import (
    GroupDocument,
    GroupDocumentPiece,
    GroupDocumentVersion,
)
from marketplace.consultations.policy import CAN_ADD_DOCUMENTS, CAN_SETTLE_DOCUMENTS
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.procurements.lifecycle import OVER
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import inside, locked

LONGEST_TITLE, LONGEST_NOTE = 200, 1000
MOST_DOCUMENTS, MOST_VERSIONS = 100, 50
MOST_BYTES = 500 * 2**20
"""What the files of one procurement may come to, all versions together."""

PIECE = 64 * 2**10


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version of a document; `moves` are those that the actor can make now."""

    number: int
    state: str
    note: str
    link: str | None
    file_name: str | None
    file_kind: FileKind | None
    size: int | None
    sha256: str | None
    added_at: datetime
    added_by: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document with its versions, the newest first."""

    id: UUID
    procurement_id: UUID
    version: int
    kind: DocumentKind
    title: str
    versions: tuple[VersionView, ...]
    may_add: bool


def add_document(
    uow: UnitOfWork, procurement_id: UUID, kind: DocumentKind, title: str, source: Source
) -> GroupDocument:
    """Begin a document with its first version, a draft.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor takes no part in the procurement.
        Invalid: title or note cannot be taken, or there is neither a file nor a link, or both.
        Conflict: the procurement is over, or there are too many documents.
    """
    procurement = locked(uow, procurement_id)
    require(CAN_ADD_DOCUMENTS, uow.actor, procurement)
    counted = select(func.count()).where(GroupDocument.procurement_id == procurement_id)
    if (uow.session.scalar(counted) or 0) >= MOST_DOCUMENTS:
        raise Conflict(
            say("There are %(most)s documents already. Add a version to one.", most=MOST_DOCUMENTS)
        )
    row = GroupDocument(
        id=uuid4(),
        procurement_id=procurement_id,
        kind=kind.value,
        title=require_text("title", title, LONGEST_TITLE),
        created_at=uow.now,
        created_by=uow.actor.label,
        version=1,
        versions=[],
    )
    uow.session.add(row)
    _put(uow, row, source)
    uow.record("document.add", row, after={"number": 1, "state": DRAFT})
    return row


def add_version(
    uow: UnitOfWork, document_id: UUID, source: Source, *, expected_version: int
) -> GroupDocument:
    """Add the next version as a draft; an older draft is superseded by it.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor takes no part in the procurement.
        Invalid: the note cannot be taken, or there is neither a file nor a link, or both.
        Stale: somebody else was faster.
        Conflict: the procurement is over, or there are too many versions.
    """
    row = _locked(uow, document_id, expected_version)
    if len(row.versions) >= MOST_VERSIONS:
        raise Conflict(
            say("There are %(most)s versions already. Begin a new document.", most=MOST_VERSIONS)
        )
    for older in row.versions:
        if older.state == DRAFT:
            older.state = SUPERSEDED
    made = _put(uow, row, source)
    row.version += 1
    uow.record("document.add_version", row, after={"number": made.number, "state": DRAFT})
    return row


def settle(
    uow: UnitOfWork, document_id: UUID, number: int, move: str, *, expected_version: int
) -> GroupDocument:
    """Note that a version is agreed, signed elsewhere or superseded.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Stale: somebody else was faster.
        Conflict: the version is in another state, or the procurement is over.
    """
    row = _locked(uow, document_id, expected_version, settles=True)
    version = next((one for one in row.versions if one.number == number), None)
    if version is None:
        raise NotFound(say(NOTHING))
    before = version.state
    version.state = DOCUMENT.check(move, before).target
    if version.state in SETTLES:
        for other in row.versions:
            if other is not version:
                other.state = SUPERSEDED
    row.version += 1
    after = {"number": number, "state": version.state}
    uow.record(f"document.{move}", row, before={"state": before}, after=after)
    return row


def documents_of(uow: UnitOfWork, procurement_id: UUID) -> list[DocumentView]:
    """The documents of the group, by title, for its inside.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `procurements.queries.inside`.
    """
    procurement = inside(uow, procurement_id)
    rows = uow.session.scalars(
        select(GroupDocument)
        .where(GroupDocument.procurement_id == procurement_id)
        .order_by(GroupDocument.title, GroupDocument.id)
    )
    return [_view(uow, procurement, row) for row in rows]


def get_document(uow: UnitOfWork, document_id: UUID) -> DocumentView:
    """One document, for the inside of its group.

    Raises:
        NotFound, Unauthenticated, Forbidden: there is none, or not for the actor.
    """
    row = uow.session.get(GroupDocument, document_id)
    if row is None:
        raise NotFound(say(NOTHING))
    return _view(uow, inside(uow, row.procurement_id), row)


def file_of(uow: UnitOfWork, document_id: UUID, number: int) -> StoredFile | str:
    """The file of a version, or the address where it is, for the inside of the group.

    Raises:
        NotFound, Unauthenticated, Forbidden: there is none, or not for the actor.
    """
    document = uow.session.get(GroupDocument, document_id)
    if document is None:
        raise NotFound(say(NOTHING))
    inside(uow, document.procurement_id)
    return content_of(uow, document_id, number)


def content_of(uow: UnitOfWork, document_id: UUID, number: int) -> StoredFile | str:
    """The same for whoever was let through already.

    Raises:
        NotFound: there is no such version.
    """
    version = uow.session.get(GroupDocumentVersion, (document_id, number))
    if version is None:
        raise NotFound(say(NOTHING))
    if version.file_name is None or version.file_kind is None:
        return version.link or ""
    pieces = uow.session.scalars(
        select(GroupDocumentPiece.data)
        .where(GroupDocumentPiece.document_id == document_id, GroupDocumentPiece.number == number)
        .order_by(GroupDocumentPiece.place)
    )
    kind = FileKind(version.file_kind)
    # A safe name stays as it is; no other ever goes into a header.
    name = safe_name(version.file_name, kind)
    return StoredFile(name=name, kind=kind, data=b"".join(pieces))


def _locked(
    uow: UnitOfWork, document_id: UUID, expected_version: int, *, settles: bool = False
) -> GroupDocument:
    """The document, as it is once its procurement is locked."""
    found = uow.session.get(GroupDocument, document_id)
    if found is None:
        raise NotFound(say(NOTHING))
    procurement = locked(uow, found.procurement_id)
    rule = CAN_SETTLE_DOCUMENTS if settles else CAN_ADD_DOCUMENTS
    require(rule, uow.actor, procurement)
    row = uow.session.get_one(GroupDocument, document_id, populate_existing=True)
    if row.version != expected_version:
        raise Stale(say("This document has changed meanwhile. Look at it, then repeat it."))
    return row


def _put(uow: UnitOfWork, row: GroupDocument, source: Source) -> GroupDocumentVersion:
    if (source.file is None) == (source.link is None):
        raise Invalid.of("file", say("Choose a file, or give the address of one: one of both."))
    made = GroupDocumentVersion(
        document_id=row.id,
        number=len(row.versions) + 1,
        state=DRAFT,
        note=require_text("note", source.note, LONGEST_NOTE, least=0),
        link=source.link,
        added_at=uow.now,
        added_by=uow.actor.label,
    )
    row.versions.append(made)
    if source.file is not None:
        _require_room(uow, row.procurement_id, source.file)
        made.file_name, made.file_kind = source.file.name, source.file.kind.value
        made.size, made.sha256 = len(source.file.data), source.file.sha256
        uow.session.flush()
        uow.session.add_all(_pieces(made, source.file.data))
    uow.session.flush()
    return made


def _require_room(uow: UnitOfWork, procurement_id: UUID, file: StoredFile) -> None:
    stored = (
        select(func.sum(GroupDocumentVersion.size))
        .join(GroupDocument, GroupDocument.id == GroupDocumentVersion.document_id)
        .where(GroupDocument.procurement_id == procurement_id)
    )
    if int(uow.session.scalar(stored) or 0) + len(file.data) > MOST_BYTES:
        raise Conflict(
            say(
                "The files of this joint procurement come to %(most)s MB already. Link to it.",
                most=MOST_BYTES // 2**20,
            )
        )


def _pieces(version: GroupDocumentVersion, data: bytes) -> Iterator[GroupDocumentPiece]:
    for place, start in enumerate(range(0, len(data), PIECE)):
        yield GroupDocumentPiece(
            document_id=version.document_id,
            number=version.number,
            place=place,
            data=data[start : start + PIECE],
        )


def _view(uow: UnitOfWork, procurement: Procurement, row: GroupDocument) -> DocumentView:
    under_way = procurement.step not in OVER
    settles = under_way and CAN_SETTLE_DOCUMENTS.allows(uow.actor, procurement)
    return DocumentView(
        id=row.id,
        procurement_id=row.procurement_id,
        version=row.version,
        kind=DocumentKind(row.kind),
        title=row.title,
        versions=tuple(_version(one, settles=settles) for one in reversed(row.versions)),
        may_add=under_way and CAN_ADD_DOCUMENTS.allows(uow.actor, procurement),
    )


def _version(row: GroupDocumentVersion, *, settles: bool) -> VersionView:
    return VersionView(
        number=row.number,
        state=row.state,
        note=row.note,
        link=row.link,
        file_name=row.file_name,
        file_kind=FileKind(row.file_kind) if row.file_kind else None,
        size=row.size,
        sha256=row.sha256,
        added_at=row.added_at,
        added_by=row.added_by,
        moves=tuple(move.name for move in DOCUMENT.available(row.state)) if settles else (),
    )
