"""Reads of consultations, each as the actor may see it.

A consultation is for everybody once it is opened; who asked, the responses and who fetched what
stay with the group and staff, and each vendor sees its own. Documents and questions of the group
are read in `documents` and `questions`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from marketplace.consultations.content import (
    ConsultationContent,
    DocumentKind,
    Given,
    ResponseContent,
)
from marketplace.consultations.lifecycle import Phase, phase_at
from marketplace.consultations.models import (
    Consultation,
    ConsultationLog,
    GroupDocument,
    GroupDocumentVersion,
    HandedOut,
    MarketQuestion,
    MarketResponse,
)
from marketplace.consultations.policy import (
    CAN_CONSULT,
    IS_OF_VENDOR,
    IS_OPENED,
)
from marketplace.foundation.errors import NotFound
from marketplace.foundation.lists import page_of
from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.enquiries import QuestionView, asked_about, view_of
from marketplace.organisations.models import Organisation
from marketplace.procurements.content import BUYING
from marketplace.procurements.lifecycle import ACCEPTED, OVER
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.policy import CAN_SEE_INSIDE
from marketplace.procurements.queries import inside


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOutView:
    """A document that the market is given; `given_at` is None until it is."""

    document_id: UUID
    number: int
    title: str
    kind: DocumentKind
    file_name: str | None
    size: int | None
    sha256: str | None
    link: str | None
    given_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """What was given when; only what was taken names an organisation."""

    at: datetime
    what: Given
    organisation: str | None
    document: str | None
    number: int | None
    question: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationView:
    """A consultation; `buyers` are the cities that ask, the lead buyer first.

    `questions` are all for the group, for others those with an answer and their own.
    """

    id: UUID
    version: int
    phase: Phase
    content: ConsultationContent
    deadline: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None
    close_reason: str
    buyers: tuple[Organisation, ...]
    documents: tuple[HandedOutView, ...]
    questions: tuple[QuestionView, ...]
    inside: bool
    may_consult: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationCard:
    """A consultation in a list."""

    id: UUID
    title: str
    phase: Phase
    opened_at: datetime
    deadline: datetime
    buyers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseView:
    """What one vendor responded."""

    vendor_id: UUID
    vendor_name: str
    country: str
    version: int
    content: ResponseContent
    sent_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationFigures:
    """The figures of the report: who took part, from where (codes of countries, each once)."""

    responses: int
    countries: tuple[str, ...]
    questions: int
    answered: int
    documents: int
    took_documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationReport:
    """What came of a consultation."""

    consultation: ConsultationView
    responses: tuple[ResponseView, ...]
    figures: ConsultationFigures


def consultation_of(uow: UnitOfWork, procurement_id: UUID) -> ConsultationView | None:
    """The consultation of a procurement for its inside; None as long as nothing is written.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `procurements.queries.inside`.
    """
    procurement = inside(uow, procurement_id)
    row = uow.session.get(Consultation, procurement_id)
    return None if row is None else _made(uow, row, procurement)


def get_consultation(uow: UnitOfWork, consultation_id: UUID) -> ConsultationView:
    """A consultation for everybody.

    Raises:
        NotFound: there is none, or it was not opened yet.
    """
    row = opened(uow, consultation_id)
    return _made(uow, row, uow.session.get_one(Procurement, consultation_id))


def opened(uow: UnitOfWork, consultation_id: UUID) -> Consultation:
    """The row of a consultation that everybody may read.

    Raises:
        NotFound: there is none, or it was not opened yet.
    """
    row = uow.session.get(Consultation, consultation_id)
    if row is None or not IS_OPENED.allows(uow.actor, row):
        raise NotFound(say(NOTHING))
    return row


def list_consultations(uow: UnitOfWork, page: PageRequest) -> Page[ConsultationCard]:
    """The consultations that were opened, the latest deadline first."""
    chosen = select(Consultation).where(IS_OPENED.where(uow.actor))
    ordered = chosen.order_by(Consultation.deadline.desc(), Consultation.procurement_id)
    return page_of(uow.session, ordered, page, lambda rows: _cards(uow, [row for (row,) in rows]))


def own_responses(uow: UnitOfWork, consultation_id: UUID) -> dict[UUID, ResponseView]:
    """What the vendors of the actor responded, by vendor."""
    own = IS_OF_VENDOR.where(uow.actor)
    found = _responses(uow, MarketResponse.consultation_id == consultation_id, own)
    return {one.vendor_id: one for one in found}


def log_of(uow: UnitOfWork, procurement_id: UUID) -> list[LogEntry]:
    """Who was given what when, the first first: all of it for the inside of the group.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `procurements.queries.inside`.
    """
    inside(uow, procurement_id)
    return _log(uow, procurement_id)


def public_log_of(uow: UnitOfWork, consultation_id: UUID) -> list[LogEntry]:
    """What everybody was given when; who fetched it stays with the group.

    Raises:
        NotFound: there is no consultation that was opened.
    """
    opened(uow, consultation_id)
    return _log(uow, consultation_id, ConsultationLog.what != Given.TAKEN.value)


def report_of(uow: UnitOfWork, procurement_id: UUID) -> ConsultationReport | None:
    """What came of it, for the inside; None where nothing was opened.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `procurements.queries.inside`.
    """
    view = consultation_of(uow, procurement_id)
    if view is None or view.opened_at is None:
        return None
    responses = _responses(uow, MarketResponse.consultation_id == procurement_id)
    took = select(ConsultationLog.organisation_id).where(
        ConsultationLog.consultation_id == procurement_id,
        ConsultationLog.what == Given.TAKEN.value,
    )
    figures = ConsultationFigures(
        responses=len(responses),
        countries=tuple(sorted({one.country for one in responses})),
        questions=len(view.questions),
        answered=sum(1 for one in view.questions if one.answer is not None),
        documents=len(view.documents),
        took_documents=len(set(uow.session.scalars(took))),
    )
    return ConsultationReport(consultation=view, responses=tuple(responses), figures=figures)


def figures_of(uow: UnitOfWork, procurement_id: UUID) -> ConsultationFigures | None:
    """The figures alone, for the inside; None where nothing was opened.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `procurements.queries.inside`.
    """
    report = report_of(uow, procurement_id)
    return None if report is None else report.figures


def _made(uow: UnitOfWork, row: Consultation, procurement: Procurement) -> ConsultationView:
    seen = CAN_SEE_INSIDE.allows(uow.actor, procurement)
    return ConsultationView(
        id=row.procurement_id,
        version=row.version,
        phase=_phase(uow, row),
        content=row.content,
        deadline=row.deadline,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        close_reason=row.close_reason,
        buyers=_buyers(uow, [procurement.id]).get(procurement.id, ()),
        documents=tuple(_handed_out(uow, row.procurement_id, all_of_them=seen)),
        questions=tuple(_questions(uow, row.procurement_id, all_of_them=seen)),
        inside=seen,
        may_consult=CAN_CONSULT.allows(uow.actor, procurement) and procurement.step not in OVER,
    )


def _phase(uow: UnitOfWork, row: Consultation) -> Phase:
    return phase_at(uow.now, opened=row.opened_at, deadline=row.deadline, closed=row.closed_at)


def _questions(
    uow: UnitOfWork, consultation_id: UUID, *, all_of_them: bool
) -> Iterable[QuestionView]:
    for question, name in asked_about(uow, MarketQuestion, consultation_id):
        own = uow.actor.is_member(question.asker_id)
        if all_of_them or own or question.answer is not None:
            yield view_of(question, name if all_of_them or own else None)


def _handed_out(
    uow: UnitOfWork, consultation_id: UUID, *, all_of_them: bool
) -> Iterable[HandedOutView]:
    chosen = (
        select(HandedOut, GroupDocument, GroupDocumentVersion)
        .join(GroupDocument, GroupDocument.id == HandedOut.document_id)
        .join(
            GroupDocumentVersion,
            (GroupDocumentVersion.document_id == HandedOut.document_id)
            & (GroupDocumentVersion.number == HandedOut.number),
        )
        .where(HandedOut.consultation_id == consultation_id)
        .order_by(GroupDocument.title, GroupDocument.id, HandedOut.number)
    )
    if not all_of_them:
        chosen = chosen.where(HandedOut.given_at.is_not(None))
    for given, document, version in uow.session.execute(chosen):
        yield HandedOutView(
            document_id=document.id,
            number=version.number,
            title=document.title,
            kind=DocumentKind(document.kind),
            file_name=version.file_name,
            size=version.size,
            sha256=version.sha256,
            link=version.link,
            given_at=given.given_at,
        )


def _buyers(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, tuple[Organisation, ...]]:
    """The cities that buy, by procurement, the lead buyer first."""
    rows = uow.session.execute(
        select(ProcurementMember, Organisation)
        .join(Organisation, Organisation.id == ProcurementMember.organisation_id)
        .where(
            ProcurementMember.procurement_id.in_(ids),
            ProcurementMember.state == ACCEPTED,
            ProcurementMember.role.in_([role.value for role in BUYING]),
        )
        .order_by(Organisation.sort_key, Organisation.id)
    ).all()
    found: dict[UUID, tuple[Organisation, ...]] = {}
    for role in BUYING:
        for member, city in rows:
            if member.role == role:
                found[member.procurement_id] = (*found.get(member.procurement_id, ()), city)
    return found


def _cards(uow: UnitOfWork, rows: Sequence[Consultation]) -> list[ConsultationCard]:
    buyers = _buyers(uow, [row.procurement_id for row in rows])
    return [
        ConsultationCard(
            id=row.procurement_id,
            title=row.content.title,
            phase=_phase(uow, row),
            opened_at=row.opened_at,
            deadline=row.deadline,
            buyers=tuple(city.name for city in buyers.get(row.procurement_id, ())),
        )
        for row in rows
        if row.opened_at is not None and row.deadline is not None
    ]


def _responses(uow: UnitOfWork, *conditions: object) -> list[ResponseView]:
    rows = uow.session.execute(
        select(MarketResponse, Organisation)
        .join(Organisation, Organisation.id == MarketResponse.vendor_id)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return [
        ResponseView(
            vendor_id=vendor.id,
            vendor_name=vendor.name,
            country=vendor.country,
            version=row.version,
            content=row.content,
            sent_at=row.sent_at,
            changed_at=row.changed_at,
        )
        for row, vendor in rows
    ]


def _log(uow: UnitOfWork, consultation_id: UUID, *conditions: object) -> list[LogEntry]:
    rows = uow.session.execute(
        select(ConsultationLog, Organisation.name, GroupDocument.title, MarketQuestion.text)
        .outerjoin(Organisation, Organisation.id == ConsultationLog.organisation_id)
        .outerjoin(GroupDocument, GroupDocument.id == ConsultationLog.document_id)
        .outerjoin(MarketQuestion, MarketQuestion.id == ConsultationLog.question_id)
        .where(ConsultationLog.consultation_id == consultation_id, *conditions)  # type: ignore[arg-type]
        .order_by(ConsultationLog.id)
    )
    return [
        LogEntry(
            at=row.at,
            what=Given(row.what),
            organisation=name,
            document=title,
            number=row.number,
            question=text,
        )
        for row, name, title, text in rows
    ]
