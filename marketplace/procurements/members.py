"""Verbs of the members: accept, decline, withdraw, role, letter of intent, mandate, lead buyer.

One at a time: the procurement is locked first. A lead buyer is a member like the others, of whom
there is at most one; when it withdraws there is none until another is chosen.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from marketplace.challenges.content import JointRole
from marketplace.foundation.access import require
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import Conflict, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.procurements.content import BUYING, Letter, Mandate, OnRecord
from marketplace.procurements.events import (
    InvitationAnswered,
    LeadBuyerChosen,
    MemberWithdrew,
    RoleChanged,
)
from marketplace.procurements.lifecycle import ACCEPTED, INVITED, MEMBER, OVER
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.operations import managed, put_on_record, require_offered, touch
from marketplace.procurements.policy import CAN_ANSWER, CAN_LEAD, CAN_SEE_INSIDE, IS_OF_MEMBER
from marketplace.procurements.queries import locked

LONGEST_REASON, LONGEST_NOTE = 2000, 500


def accept(
    uow: UnitOfWork,
    procurement_id: UUID,
    organisation_id: UUID,
    role: JointRole,
    *,
    expected_version: int,
) -> ProcurementMember:
    """Take part, in a role.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not speak for the city.
        Invalid: the role is not one that can be accepted.
        Stale: somebody answered meanwhile.
        Conflict: the city is not invited, the call is published, or all is over.
    """
    row, member = _answering(uow, procurement_id, organisation_id, "accept", expected_version)
    require_offered(role)
    if row.published_at is not None:
        raise Conflict(say("The call is published, so the group cannot grow any more."))
    member.role, member.reason = role.value, ""
    _answered(uow, row, member, "accept")
    uow.tell(InvitationAnswered(row.id, organisation_id))
    return member


def decline(
    uow: UnitOfWork,
    procurement_id: UUID,
    organisation_id: UUID,
    reason: str,
    *,
    expected_version: int,
) -> ProcurementMember:
    """Say no, and why; the group reads the reason.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not speak for the city.
        Invalid: the reason cannot be taken.
        Stale: somebody answered meanwhile.
        Conflict: the city is not invited, or all is over.
    """
    row, member = _answering(uow, procurement_id, organisation_id, "decline", expected_version)
    member.reason = require_text("reason", reason, LONGEST_REASON)
    _answered(uow, row, member, "decline")
    uow.tell(InvitationAnswered(row.id, organisation_id))
    return member


def withdraw(
    uow: UnitOfWork,
    procurement_id: UUID,
    organisation_id: UUID,
    reason: str,
    *,
    expected_version: int,
) -> ProcurementMember:
    """Take part no longer, and say why; what the city committed counts no more.

    A lead buyer that withdraws leaves the group without one: it is a buyer from then on, should
    it come back.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not speak for the city.
        Invalid: the reason cannot be taken.
        Stale: somebody changed its part meanwhile.
        Conflict: the city takes no part, or all is over.
    """
    row, member = _answering(uow, procurement_id, organisation_id, "withdraw", expected_version)
    _leave(uow, row, member, require_text("reason", reason, LONGEST_REASON))
    return member


def choose_lead(
    uow: UnitOfWork,
    procurement_id: UUID,
    organisation_id: UUID,
    decision: OnRecord,
    *,
    expected_version: int,
) -> ProcurementMember:
    """Make a member the lead buyer; the one before is a buyer from then on. It goes on record.

    `expected_version` is the procurement's.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement, or the
            city is not in it.
        Invalid: the text cannot be taken, or nobody or a stranger took part in the decision.
        Stale: somebody changed something meanwhile.
        Conflict: the city does not buy, or leads already, or all is over.
    """
    row = managed(uow, procurement_id, expected_version)
    member = _of(row, organisation_id)
    if member.state != ACCEPTED or member.role not in BUYING:
        raise Conflict(say("Only a city that takes part as a buyer can be the lead buyer."))
    if member.role == JointRole.LEAD_BUYER:
        raise Conflict(say("This city is the lead buyer already."))
    for one in row.members:
        if one.role == JointRole.LEAD_BUYER:
            one.role, one.version = JointRole.BUYER.value, one.version + 1
    member.role, member.version = JointRole.LEAD_BUYER.value, member.version + 1
    put_on_record(uow, row, "lead_buyer", decision, chosen=str(organisation_id))
    uow.tell(LeadBuyerChosen(row.id, organisation_id))
    return member


def give_role(
    uow: UnitOfWork,
    procurement_id: UUID,
    organisation_id: UUID,
    role: JointRole,
    *,
    expected_version: int,
) -> ProcurementMember:
    """Let a member take part in another role.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement, or the
            city is not in it.
        Invalid: the role cannot be given so; the lead buyer is chosen.
        Stale: somebody changed its part meanwhile.
        Conflict: the city takes no part, or all is over.
    """
    row = locked(uow, procurement_id)
    require(CAN_LEAD, uow.actor, row)
    member = _current(_of(row, organisation_id), expected_version)
    require_offered(role)
    _require_accepted(member)
    before = member.role
    member.role = role.value
    _changed(uow, row, member)
    uow.record("procurement.give_role", member, before={"role": before}, after={"role": role.value})
    uow.tell(RoleChanged(row.id, organisation_id))
    return member


def state_letter(
    uow: UnitOfWork,
    procurement_id: UUID,
    organisation_id: UUID,
    letter: Letter,
    signed_on: date | None,
    *,
    expected_version: int,
) -> ProcurementMember:
    """Say how far the city's letter of intent has come; a signed one has a day.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not speak for the city.
        Invalid: it is signed without a day, or on one to come.
        Stale: somebody changed its part meanwhile.
        Conflict: the city takes no part, or all is over.
    """
    row, member = _speaking(uow, procurement_id, organisation_id, expected_version)
    _require_accepted(member)
    signed = letter is Letter.SIGNED
    if signed and (signed_on is None or signed_on > brussels_today(uow.now)):
        raise Invalid.of("signed_on", say("Write the day on which it was signed."), signed_on)
    before = member.letter
    member.letter, member.letter_on = letter.value, signed_on if signed else None
    _changed(uow, row, member)
    uow.record("procurement.letter", member, before={"letter": before}, after={"letter": letter})
    return member


def state_mandate(
    uow: UnitOfWork,
    procurement_id: UUID,
    organisation_id: UUID,
    mandate: Mandate,
    note: str,
    *,
    expected_version: int,
) -> ProcurementMember:
    """Say whether the city's council has empowered it, with a note such as the decision's number.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not speak for the city.
        Invalid: the note cannot be taken.
        Stale: somebody changed its part meanwhile.
        Conflict: the city takes no part, or all is over.
    """
    row, member = _speaking(uow, procurement_id, organisation_id, expected_version)
    _require_accepted(member)
    before = member.mandate
    member.mandate_note = require_text("note", note, LONGEST_NOTE, least=0)
    member.mandate = mandate.value
    _changed(uow, row, member)
    uow.record(
        "procurement.mandate", member, before={"mandate": before}, after={"mandate": mandate}
    )
    return member


def end_all_of(uow: UnitOfWork, organisation_id: UUID) -> None:
    """Let an organisation that leaves decline and withdraw everywhere; the groups are told.

    Raises:
        Forbidden: the actor does not speak for the organisation.
    """
    its = ProcurementMember.organisation_id == organisation_id
    rows = uow.session.scalars(
        select(Procurement)
        .where(
            Procurement.members.any(its & ProcurementMember.state.in_((INVITED, ACCEPTED))),
            Procurement.step.not_in([step.value for step in OVER]),
        )
        .order_by(Procurement.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        member = _of(row, organisation_id)
        require(CAN_ANSWER, uow.actor, member)
        if member.state == ACCEPTED:
            _leave(uow, row, member, "")
        elif member.state == INVITED:
            # Else a colleague was faster, while this waited for the lock.
            _answered(uow, row, member, "decline")
            uow.tell(InvitationAnswered(row.id, organisation_id))


def _leave(uow: UnitOfWork, row: Procurement, member: ProcurementMember, reason: str) -> None:
    member.reason, role = reason, member.role
    if role == JointRole.LEAD_BUYER:
        member.role = JointRole.BUYER.value
    _answered(uow, row, member, "withdraw")
    uow.tell(MemberWithdrew(row.id, member.organisation_id, role))


def _answering(
    uow: UnitOfWork, procurement_id: UUID, organisation_id: UUID, move: str, expected_version: int
) -> tuple[Procurement, ProcurementMember]:
    row, member = _speaking(uow, procurement_id, organisation_id, expected_version)
    MEMBER.check(move, member.state)
    return row, member


def _speaking(
    uow: UnitOfWork, procurement_id: UUID, organisation_id: UUID, expected_version: int
) -> tuple[Procurement, ProcurementMember]:
    row = locked(uow, procurement_id)
    member = _of(row, organisation_id)
    if not CAN_SEE_INSIDE.allows(uow.actor, row) and member.state != ACCEPTED:
        # That somebody else is asked, or said no, is not for outsiders.
        require(CAN_ANSWER, uow.actor, member, see=IS_OF_MEMBER)
    require(CAN_ANSWER, uow.actor, member)
    return row, _current(member, expected_version)


def _of(row: Procurement, organisation_id: UUID) -> ProcurementMember:
    for member in row.members:
        if member.organisation_id == organisation_id:
            return member
    raise NotFound(say(NOTHING))


def _current(member: ProcurementMember, expected_version: int) -> ProcurementMember:
    if member.version != expected_version:
        raise Stale(say("The part of this city has changed meanwhile. Look at it again."))
    return member


def _require_accepted(member: ProcurementMember) -> None:
    if member.state != ACCEPTED:
        raise Conflict(say(MEMBER.standing[member.state]))


def _answered(uow: UnitOfWork, row: Procurement, member: ProcurementMember, move: str) -> None:
    before = member.state
    member.state = MEMBER.named(move).target
    member.answered_at, member.answered_by = uow.now, uow.actor.label
    _changed(uow, row, member)
    uow.record(
        f"procurement.{move}",
        member,
        before={"state": before},
        after={"state": member.state, "role": member.role},
    )


def _changed(uow: UnitOfWork, row: Procurement, member: ProcurementMember) -> None:
    member.note_buying(uow.now)
    member.version += 1
    touch(uow, row)
