"""Verbs of the group about its open market consultation: prepare, open, hand out, extend, close.

Whatever is given is given to everybody at one moment, and stands in the log. What vendors do,
and the answers that they get, is in `market`.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from marketplace.consultations.content import ConsultationContent, Given
from marketplace.consultations.events import (
    ConsultationChanged,
    ConsultationClosed,
    ConsultationOpened,
)
from marketplace.consultations.lifecycle import Phase, phase_at
from marketplace.consultations.models import (
    Consultation,
    ConsultationLog,
    GroupDocument,
    GroupDocumentVersion,
    HandedOut,
)
from marketplace.consultations.policy import CAN_CONSULT
from marketplace.foundation.access import require
from marketplace.foundation.clock import brussels_deadline
from marketplace.foundation.errors import Conflict, Invalid, NotFound, Stale, shown
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import locked

LONGEST_REASON = 2000


def prepare(
    uow: UnitOfWork,
    procurement_id: UUID,
    content: ConsultationContent,
    deadline: date | None,
    *,
    expected_version: int,
) -> Consultation:
    """Write what the market is to be told and asked; version 0 where nothing is written yet.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: the deadline has passed.
        Stale: a colleague was faster.
        Conflict: it is open already, or the procurement is over.
    """
    row = _managed(uow, procurement_id, expected_version)
    until = _moment(uow, deadline) if deadline else None
    if row is None:
        row = Consultation(procurement_id=procurement_id, version=0)
        uow.session.add(row)
    elif row.opened_at is not None:
        raise Conflict(
            say(
                "The consultation is open, so what it says stays as it is. Hand out a document "
                "or answer a question to tell everybody more."
            )
        )
    row.content, row.deadline, row.written_by = content, until, uow.actor.label
    _changed(uow, row, "prepare")
    return row


def hand_out(uow: UnitOfWork, procurement_id: UUID, document_id: UUID, number: int) -> Consultation:
    """Give a version of a document to the market: when the consultation opens, or at once.

    Doing so again changes nothing.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement, or it
            has no such document.
        Conflict: the consultation is not written yet, or has ended.
    """
    row = _there(_managed(uow, procurement_id, None))
    _require_not_ended(uow, row)
    document = uow.session.get(GroupDocument, document_id)
    version = uow.session.get(GroupDocumentVersion, (document_id, number))
    if document is None or version is None or document.procurement_id != procurement_id:
        raise NotFound(say(NOTHING))
    if uow.session.get(HandedOut, (procurement_id, document_id, number)) is not None:
        return row
    given = HandedOut(consultation_id=procurement_id, document_id=document_id, number=number)
    uow.session.add(given)
    if row.opened_at is not None:
        given.given_at = uow.now
        log(uow, row, Given.HANDED_OUT, document_id=document_id, number=number)
        uow.tell(ConsultationChanged(procurement_id))
    _changed(uow, row, "hand_out", number=number)
    return row


def keep_back(
    uow: UnitOfWork, procurement_id: UUID, document_id: UUID, number: int
) -> Consultation:
    """Take a document back before anybody was given it.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement, or it
            was not to be handed out.
        Conflict: everybody has it already.
    """
    row = _there(_managed(uow, procurement_id, None))
    given = uow.session.get(HandedOut, (procurement_id, document_id, number))
    if given is None:
        raise NotFound(say(NOTHING))
    if given.given_at is not None:
        raise Conflict(say("Everybody has been given this already; it cannot be taken back."))
    uow.session.delete(given)
    _changed(uow, row, "keep_back", number=number)
    return row


def open_to_market(uow: UnitOfWork, procurement_id: UUID, *, expected_version: int) -> Consultation:
    """Let everybody read the consultation with its documents, and vendors respond.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: there is no deadline, or it has passed.
        Stale: a colleague was faster.
        Conflict: nothing is written yet, it is open already, or the call is published.
    """
    row = _there(_managed(uow, procurement_id, expected_version))
    if row.opened_at is not None:
        raise Conflict(say("This consultation is open already."))
    if uow.session.get_one(Procurement, procurement_id).published_at is not None:
        raise Conflict(say("The call is published. A market consultation takes place before that."))
    if row.deadline is None or row.deadline < uow.now:
        raise Invalid.of(
            "deadline", say("Say until when vendors can respond; choose a day to come.")
        )
    row.opened_at, row.opened_by = uow.now, uow.actor.label
    log(uow, row, Given.OPENED)
    prepared = select(HandedOut).where(HandedOut.consultation_id == procurement_id)
    ordered = prepared.order_by(HandedOut.document_id, HandedOut.number)
    for given in uow.session.scalars(ordered).all():
        given.given_at = uow.now
        log(uow, row, Given.HANDED_OUT, document_id=given.document_id, number=given.number)
    _changed(uow, row, "open")
    uow.tell(ConsultationOpened(procurement_id))
    return row


def extend(
    uow: UnitOfWork, procurement_id: UUID, deadline: date, *, expected_version: int
) -> Consultation:
    """Give vendors longer; a deadline never becomes earlier.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: the day is not later than the present deadline.
        Stale: a colleague was faster.
        Conflict: it is not open.
    """
    row = _running(uow, procurement_id, expected_version)
    until = _moment(uow, deadline)
    if row.deadline is not None and until <= row.deadline:
        raise Invalid.of(
            "deadline",
            say("Choose a day after the present one: nobody is given less time than was said."),
            deadline,
        )
    row.deadline = until
    log(uow, row, Given.EXTENDED)
    _changed(uow, row, "extend")
    uow.tell(ConsultationChanged(procurement_id))
    return row


def close_early(
    uow: UnitOfWork, procurement_id: UUID, reason: str, *, expected_version: int
) -> Consultation:
    """End the consultation before its deadline; everybody reads why.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: without a reason, or too long a one.
        Stale: a colleague was faster.
        Conflict: it is not open.
    """
    row = _running(uow, procurement_id, expected_version)
    remedy = say(
        "Say why, in at most %(most)s characters: everybody reads it.", most=LONGEST_REASON
    )
    row.close_reason = require_text("reason", reason, LONGEST_REASON, remedy=remedy)
    row.closed_at = uow.now
    log(uow, row, Given.CLOSED)
    _changed(uow, row, "close")
    uow.tell(ConsultationClosed(procurement_id))
    return row


def phase_of(uow: UnitOfWork, row: Consultation) -> Phase:
    """Where the consultation stands now."""
    return phase_at(uow.now, opened=row.opened_at, deadline=row.deadline, closed=row.closed_at)


def log(
    uow: UnitOfWork,
    row: Consultation,
    what: Given,
    *,
    document_id: UUID | None = None,
    number: int | None = None,
    question_id: UUID | None = None,
) -> ConsultationLog:
    """Note what was given at this moment: to everybody, unless the caller adds to whom."""
    noted = ConsultationLog(
        consultation_id=row.procurement_id,
        at=uow.now,
        what=what.value,
        document_id=document_id,
        number=number,
        question_id=question_id,
    )
    uow.session.add(noted)
    return noted


def _managed(
    uow: UnitOfWork, procurement_id: UUID, expected_version: int | None
) -> Consultation | None:
    """The consultation, locked for somebody who manages it and has seen it as it is."""
    require(CAN_CONSULT, uow.actor, locked(uow, procurement_id))
    row = uow.session.get(
        Consultation, procurement_id, with_for_update=True, populate_existing=True
    )
    if expected_version is not None and (row.version if row else 0) != expected_version:
        raise Stale(say("The consultation has changed meanwhile. Look at it, then repeat it."))
    return row


def _there(row: Consultation | None) -> Consultation:
    if row is None:
        raise Conflict(say("Write first what the market is to be told and asked."))
    return row


def _running(uow: UnitOfWork, procurement_id: UUID, expected_version: int) -> Consultation:
    row = _there(_managed(uow, procurement_id, expected_version))
    _require_not_ended(uow, row)
    if row.opened_at is None:
        raise Conflict(say("This consultation is not open yet."))
    return row


def _require_not_ended(uow: UnitOfWork, row: Consultation) -> None:
    if phase_of(uow, row) is Phase.ENDED:
        raise Conflict(
            say("This consultation has ended; nothing can be changed about it any more.")
        )


def _moment(uow: UnitOfWork, deadline: date) -> datetime:
    """The end of that day in Brussels.

    Raises:
        Invalid: it has passed.
    """
    moment = brussels_deadline(deadline)
    if moment < uow.now:
        raise Invalid.of(
            "deadline", say("This day has passed. Choose a later one."), shown(deadline)
        )
    return moment


def _changed(uow: UnitOfWork, row: Consultation, verb: str, **after: object) -> None:
    row.version += 1
    uow.record(f"consultation.{verb}", row, after={"version": row.version, **after})
