"""Verbs about what came of a joint procurement: the outcome, feedback to suppliers, savings."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select

from marketplace.awards.content import Award, Claim, OutcomeContent, Result
from marketplace.awards.events import OutcomeRecorded, SavingClaimed, SavingConfirmed, SupplierTold
from marketplace.awards.figures import money_fault
from marketplace.awards.models import Outcome, Saving, Tenderer
from marketplace.awards.operations import LONGEST_NAME, managed, tenderer_of
from marketplace.awards.policy import CAN_CONFIRM, CAN_MANAGE, CAN_READ
from marketplace.foundation.access import require
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import Conflict, Fault, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.queries import locked

LONGEST_REASON, LONGEST_FEEDBACK, LONGEST_BASIS = 2000, 2000, 1000
MOST_OFFERS = 1000


def record_outcome(
    uow: UnitOfWork, procurement_id: UUID, content: OutcomeContent, *, expected_version: int
) -> Outcome:
    """Put on record what came of it; recording again corrects it, and the former stays on record.

    `expected_version` is the number of the last one, 0 if there is none.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: a day, figure, text or supplier cannot be taken, or the currency is another one.
        Stale: a colleague has recorded something meanwhile.
        Conflict: all is over.
    """
    row = managed(uow, procurement_id)
    counted = select(func.count()).where(Outcome.procurement_id == procurement_id)
    number = uow.session.scalar(counted) or 0
    if number != expected_version:
        raise Stale(say("A colleague has recorded an outcome meanwhile. Look at it first."))
    rows = uow.session.scalars(select(Tenderer).filter_by(procurement_id=procurement_id))
    known = {one.id: one for one in rows}
    if faults := list(_faults(row, content, known, brussels_today(uow.now))):
        raise Invalid(faults)
    content = replace(
        content,
        reason=require_text("reason", content.reason, LONGEST_REASON, least=_least(content)),
        awards=tuple(_named(award, known[award.tenderer_id]) for award in content.awards),
    )
    kept = Outcome(
        id=uuid4(),
        procurement_id=procurement_id,
        number=number + 1,
        content=content,
        recorded_at=uow.now,
        recorded_by=uow.actor.label,
    )
    uow.session.add(kept)
    uow.record("outcome.record", kept, after={"number": kept.number, "result": content.result})
    uow.tell(OutcomeRecorded(procurement_id, kept.id, kept.number))
    return kept


def tell_supplier(
    uow: UnitOfWork, procurement_id: UUID, tenderer_id: UUID, text: str, *, expected_version: int
) -> Tenderer:
    """Tell somebody who made an offer why it was decided so; writing again replaces it.

    Where it is a vendor here, its people are told at once.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement, or nobody
            of this id made an offer.
        Invalid: the text cannot be taken.
        Stale: a colleague wrote meanwhile.
        Conflict: no outcome is on record yet, or all is over.
    """
    managed(uow, procurement_id)
    tenderer = tenderer_of(uow, procurement_id, tenderer_id)
    if tenderer.version != expected_version:
        raise Stale(say("A colleague has written here meanwhile. Read that first, then write."))
    if (
        uow.session.scalar(select(Outcome.id).filter_by(procurement_id=procurement_id).limit(1))
        is None
    ):
        raise Conflict(say("Record the outcome first; then tell everybody who took part."))
    tenderer.feedback = require_text("feedback", text, LONGEST_FEEDBACK)
    tenderer.told_at, tenderer.told_by = uow.now, uow.actor.label
    tenderer.version += 1
    uow.record("outcome.tell_supplier", tenderer, after={"version": tenderer.version})
    uow.tell(SupplierTold(procurement_id, tenderer_id))
    return tenderer


def claim_saving(
    uow: UnitOfWork,
    procurement_id: UUID,
    organisation_id: UUID,
    claim: Claim,
    *,
    expected_version: int,
) -> Saving:
    """Say what a member saved, in the currency of the procurement, and compared with what.

    Whoever manages the procurement can claim it, and the member itself; a new claim has to be
    confirmed anew. 0 is the version of what nobody has claimed.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not, or the city is not in it.
        Invalid: the amount or the text cannot be taken.
        Stale: somebody changed it meanwhile.
        Conflict: the city does not buy here, no outcome is on record yet, or all is over.
    """
    row, member = _member(uow, procurement_id, organisation_id)
    if not (CAN_MANAGE.allows(uow.actor, row) or CAN_CONFIRM.allows(uow.actor, member)):
        raise Forbidden(say(CAN_CONFIRM.reason))
    if not member.buys:
        raise Conflict(say("A saving can be claimed only for a city that buys here."))
    saving = _saving(uow, procurement_id, organisation_id, expected_version)
    if fault := money_fault("amount", claim.amount, zero=True):
        raise Invalid([fault])
    basis = require_text("basis", claim.basis, LONGEST_BASIS)
    if saving is None:
        saving = Saving(
            id=uuid4(), procurement_id=procurement_id, organisation_id=organisation_id, version=0
        )
        uow.session.add(saving)
    saving.amount, saving.basis = claim.amount, basis
    saving.claimed_by, saving.claimed_at = uow.actor.label, uow.now
    saving.version, saving.confirmed_by, saving.confirmed_at = saving.version + 1, None, None
    uow.record("outcome.claim_saving", saving, after={"version": saving.version})
    if not CAN_CONFIRM.allows(uow.actor, member):
        uow.tell(SavingClaimed(procurement_id, organisation_id))
    return saving


def confirm_saving(
    uow: UnitOfWork, procurement_id: UUID, organisation_id: UUID, *, expected_version: int
) -> Saving:
    """Confirm for a member that it saved what is claimed.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not speak for that city.
        Stale: the claim has changed meanwhile.
        Conflict: nothing is claimed, or it is confirmed already, or all is over.
    """
    _, member = _member(uow, procurement_id, organisation_id)
    require(CAN_CONFIRM, uow.actor, member)
    saving = _saving(uow, procurement_id, organisation_id, expected_version)
    if saving is None:
        raise Conflict(say("Nothing is claimed yet that could be confirmed."))
    if saving.confirmed_at is not None:
        raise Conflict(say("This is confirmed already."))
    saving.confirmed_by, saving.confirmed_at = uow.actor.label, uow.now
    saving.version += 1
    uow.record("outcome.confirm_saving", saving, after={"version": saving.version})
    uow.tell(SavingConfirmed(procurement_id, organisation_id))
    return saving


def _least(content: OutcomeContent) -> int:
    """What ends without a contract needs a reason."""
    return 0 if content.result is Result.AWARDED else 1


def _named(award: Award, tenderer: Tenderer) -> Award:
    return replace(award, name=tenderer.name, lot=tenderer.lot, lot_id=tenderer.lot_id)


def _faults(
    row: Procurement, content: OutcomeContent, known: Mapping[UUID, Tenderer], today: date
) -> Iterator[Fault]:
    if content.decided_on > today:
        remedy = say("Write the day on which it was decided; it cannot be one to come.")
        yield Fault("decided_on", remedy, content.decided_on.isoformat())
    if not 0 <= content.offers <= MOST_OFFERS:
        remedy = say("Write how many offers there were, from 0 to %(most)s.", most=MOST_OFFERS)
        yield Fault("offers", remedy, str(content.offers))
    if content.currency != row.currency:
        remedy = say(
            "This joint procurement counts in %(currency)s. Convert the values, and say in the "
            "reason at which rate.",
            currency=row.currency,
        )
        yield Fault("currency", remedy, content.currency[:LONGEST_NAME])
    awarded = content.result is Result.AWARDED
    if awarded is not bool(content.awards):
        remedy = (
            say("Say to whom it was awarded.") if awarded else say("Nobody can be awarded then.")
        )
        yield Fault("awards", remedy)
    if awarded and content.offers < len({award.tenderer_id for award in content.awards}):
        yield Fault("offers", say("There were at least as many offers as there are contracts."))
    if len({award.tenderer_id for award in content.awards}) < len(content.awards):
        yield Fault("awards", say("Name each supplier and lot once."))
    for number, award in enumerate(content.awards):
        yield from _award_faults(f"awards.{number}", award, known)


def _award_faults(field: str, award: Award, known: Mapping[UUID, Tenderer]) -> Iterator[Fault]:
    if award.tenderer_id not in known:
        remedy = say("Choose one of those who made an offer.")
        yield Fault(f"{field}.tenderer_id", remedy, str(award.tenderer_id))
    if fault := money_fault(f"{field}.value", award.value):
        yield fault
    if award.begins and award.ends and award.ends < award.begins:
        remedy = say("The contract ends before it begins. Look at both days.")
        yield Fault(f"{field}.ends", remedy, award.ends.isoformat())


def _member(
    uow: UnitOfWork, procurement_id: UUID, organisation_id: UUID
) -> tuple[Procurement, ProcurementMember]:
    row = locked(uow, procurement_id)
    require(CAN_READ, uow.actor, row)
    for member in row.members:
        if member.organisation_id == organisation_id:
            return row, member
    raise NotFound(say(NOTHING))


def _saving(
    uow: UnitOfWork, procurement_id: UUID, organisation_id: UUID, expected_version: int
) -> Saving | None:
    if (
        uow.session.scalar(select(Outcome.id).filter_by(procurement_id=procurement_id).limit(1))
        is None
    ):
        raise Conflict(say("Record the outcome first; then say what was saved."))
    its = select(Saving).filter_by(procurement_id=procurement_id, organisation_id=organisation_id)
    saving = uow.session.scalar(its.execution_options(populate_existing=True))
    if (saving.version if saving is not None else 0) != expected_version:
        raise Stale(say("This has changed meanwhile. Look at it again."))
    return saving
