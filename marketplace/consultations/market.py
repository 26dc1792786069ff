"""What vendors do in an open market consultation, and the answers that they get.

Who asked and what a vendor responded is for the group and the vendor itself; questions are read
by everybody together with their answers.
"""

from contextlib import suppress
from uuid import UUID, uuid4

from sqlalchemy import select

from marketplace.consultations.content import Given, ResponseContent, StoredFile
from marketplace.consultations.documents import content_of
from marketplace.consultations.events import (
    MarketQuestionAnswered,
    MarketQuestionAsked,
    ResponseSent,
)
from marketplace.consultations.lifecycle import Phase
from marketplace.consultations.models import (
    Consultation,
    ConsultationLog,
    HandedOut,
    MarketQuestion,
    MarketResponse,
)
from marketplace.consultations.operations import log, phase_of
from marketplace.consultations.policy import CAN_CONSULT, WRITERS
from marketplace.consultations.queries import opened
from marketplace.foundation.access import require
from marketplace.foundation.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
    Unauthenticated,
)
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations import enquiries
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.models import Organisation, Verification
from marketplace.procurements.lifecycle import OVER
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import locked


def ask_in_market(
    uow: UnitOfWork, consultation_id: UUID, asker_id: UUID, text: str
) -> MarketQuestion:
    """Ask the group, in the name of a verified vendor.

    Raises:
        NotFound: there is no consultation that is open to everybody.
        Unauthenticated, Forbidden: the actor may not speak for the vendor.
        Invalid: the text cannot be taken.
        Conflict: the consultation has ended, the vendor is not verified, or too many of its
            questions wait for an answer.
    """
    _open(uow, consultation_id)
    _require_vendor(uow, asker_id)
    question = MarketQuestion(consultation_id=consultation_id, asker_id=asker_id)
    enquiries.ask(uow, question, text)
    uow.tell(MarketQuestionAsked(question.id, consultation_id))
    return question


def answer_in_market(
    uow: UnitOfWork, question_id: UUID, text: str, *, expected_version: int
) -> MarketQuestion:
    """Answer to everybody at once; answering again replaces the answer.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: the text cannot be taken.
        Stale: a colleague answered meanwhile.
        Conflict: the procurement is over.
    """
    found = uow.session.get(MarketQuestion, question_id)
    if found is None:
        raise NotFound(say(NOTHING))
    require(CAN_CONSULT, uow.actor, locked(uow, found.consultation_id))
    row = uow.session.get_one(Consultation, found.consultation_id)
    question = enquiries.locked(uow, MarketQuestion, question_id)
    question.answered_by = uow.actor.label
    enquiries.give_answer(uow, question, text, expected_version=expected_version)
    log(uow, row, Given.ANSWERED, question_id=question.id)
    uow.tell(MarketQuestionAnswered(question.id, row.procurement_id))
    return question


def respond(
    uow: UnitOfWork,
    consultation_id: UUID,
    vendor_id: UUID,
    content: ResponseContent,
    *,
    expected_version: int,
) -> MarketResponse:
    """Tell the group what it asked; until the deadline a vendor may say otherwise.

    `expected_version` is 0 as long as the vendor has not responded.

    Raises:
        NotFound: there is no consultation that is open to everybody.
        Unauthenticated, Forbidden: the actor may not speak for the vendor.
        Invalid: there are not as many answers as questions.
        Stale: a colleague has responded meanwhile.
        Conflict: the consultation has ended, or the vendor is not verified.
    """
    row = _open(uow, consultation_id)
    _require_vendor(uow, vendor_id)
    if len(content.answers) != len(row.content.questions):
        remedy = say("Give one answer for each question; an answer may be empty.")
        raise Invalid.of("answers", remedy, len(content.answers))
    response = _response(uow, consultation_id, vendor_id)
    if (response.version if response else 0) != expected_version:
        raise Stale(say("A colleague has responded meanwhile. Read that, then repeat it."))
    if response is None:
        response = MarketResponse(
            id=uuid4(), consultation_id=consultation_id, vendor_id=vendor_id, version=0
        )
        response.sent_at = uow.now
        uow.session.add(response)
    response.content, response.changed_at = content, uow.now
    response.sent_by = uow.actor.label
    response.version += 1
    uow.record("response.send", response, after={"version": response.version})
    uow.tell(ResponseSent(consultation_id, vendor_id))
    return response


def withdraw_response(
    uow: UnitOfWork, consultation_id: UUID, vendor_id: UUID, *, expected_version: int
) -> None:
    """Take a response back before the deadline; nothing of it is kept.

    Raises:
        NotFound: there is no consultation that is open to everybody, or no response.
        Unauthenticated, Forbidden: the actor may not speak for the vendor.
        Stale: a colleague has changed it meanwhile.
        Conflict: the consultation has ended.
    """
    _open(uow, consultation_id)
    _require_vendor(uow, vendor_id)
    response = _response(uow, consultation_id, vendor_id)
    if response is None:
        raise NotFound(say(NOTHING))
    if response.version != expected_version:
        raise Stale(say("A colleague has responded meanwhile. Read that, then repeat it."))
    _take_away(uow, response)


def take_document(
    uow: UnitOfWork, consultation_id: UUID, document_id: UUID, number: int
) -> StoredFile | str:
    """The file that the market was given, or its address; which organisation took it is noted.

    Raises:
        NotFound: there is no such consultation, or it was not given this document.
    """
    row = opened(uow, consultation_id)
    given = uow.session.get(HandedOut, (consultation_id, document_id, number))
    if given is None or given.given_at is None:
        raise NotFound(say(NOTHING))
    taken = select(ConsultationLog.organisation_id).where(
        ConsultationLog.consultation_id == consultation_id,
        ConsultationLog.what == Given.TAKEN.value,
        ConsultationLog.document_id == document_id,
        ConsultationLog.number == number,
    )
    known = set(uow.session.scalars(taken))
    for organisation_id in sorted(set(uow.actor.organisations()) - known):
        # Two colleagues may fetch it at the same moment; it is noted once.
        with suppress(Conflict), uow.attempt():
            noted = log(uow, row, Given.TAKEN, document_id=document_id, number=number)
            noted.organisation_id = organisation_id
    return content_of(uow, document_id, number)


def withdraw_all_of(uow: UnitOfWork, organisation_id: UUID) -> None:
    """Take back what an organisation that leaves has responded where that is still possible."""
    rows = uow.session.scalars(
        select(MarketResponse)
        .where(MarketResponse.vendor_id == organisation_id)
        .order_by(MarketResponse.id)
        .with_for_update()
    ).all()
    for response in rows:
        row = uow.session.get_one(Consultation, response.consultation_id)
        if phase_of(uow, row) is Phase.OPEN:
            _take_away(uow, response)


def _take_away(uow: UnitOfWork, response: MarketResponse) -> None:
    uow.record("response.withdraw", response, before={"version": response.version})
    uow.session.delete(response)


def _open(uow: UnitOfWork, consultation_id: UUID) -> Consultation:
    """The consultation that takes questions and responses now, and does so until the commit.

    Shared, so that vendors do not wait for each other, but an early end waits for them.
    """
    shared = {"read": True}
    row = uow.session.get(
        Consultation, consultation_id, with_for_update=shared, populate_existing=True
    )
    if row is None or row.opened_at is None:
        raise NotFound(say(NOTHING))
    if not uow.actor.is_known:
        raise Unauthenticated(say("Sign in to do this."))
    procurement = uow.session.get_one(Procurement, consultation_id)
    if phase_of(uow, row) is Phase.ENDED or procurement.step in OVER:
        raise Conflict(say("This consultation has ended, so nothing more is taken."))
    return row


def _require_vendor(uow: UnitOfWork, vendor_id: UUID) -> None:
    """Let the actor speak for a verified vendor, which is locked.

    So it does not leave meanwhile, and its questions are counted one after the other.
    """
    if not (uow.actor.may_write and uow.actor.is_member(vendor_id, *WRITERS)):
        raise Forbidden(say("Only owners and editors of the vendor can do this."))
    # Without the key, so that nobody waits who only refers to the vendor.
    alone = {"key_share": True}
    vendor = uow.session.get_one(
        Organisation, vendor_id, with_for_update=alone, populate_existing=True
    )
    if vendor.kind != OrganisationKind.VENDOR:
        raise Conflict(say("Only vendors respond here: the market is asked."))
    if vendor.verification != Verification.VERIFIED:
        raise Conflict(say("Your organisation is not verified yet; staff have to do that first."))


def _response(uow: UnitOfWork, consultation_id: UUID, vendor_id: UUID) -> MarketResponse | None:
    chosen = select(MarketResponse).where(
        MarketResponse.consultation_id == consultation_id, MarketResponse.vendor_id == vendor_id
    )
    return uow.session.scalar(chosen.with_for_update())
