"""Reads of outcomes, of what suppliers are told, and of savings. Evaluations are in `judging`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from marketplace.awards.content import OutcomeContent
from marketplace.awards.models import Outcome, Saving, Tenderer
from marketplace.awards.policy import CAN_CONFIRM, CAN_MANAGE, CAN_READ, IS_OF_VENDOR
from marketplace.foundation.errors import NotFound, Unauthenticated
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.queries import organisations_by_id
from marketplace.procurements.lifecycle import OVER
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.queries import inside


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """An outcome on record; the one with the highest number counts."""

    id: UUID
    number: int
    content: OutcomeContent
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingView:
    """What one member saved; `version` is 0 as long as nothing is claimed."""

    organisation_id: UUID
    name: str
    amount: Decimal | None
    basis: str
    confirmed_at: datetime | None
    version: int
    may_claim: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a supplier reads of the outcome of a joint procurement in which it took part."""

    procurement_id: UUID
    title: str
    name: str
    lot: str
    text: str
    told_at: datetime
    outcome: OutcomeContent
    is_awarded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What the members of some joint procurements say that they saved, in one currency."""

    currency: str
    claimed: Decimal
    confirmed: Decimal


def outcomes_of(uow: UnitOfWork, procurement_id: UUID) -> list[OutcomeView]:
    """What is on record of the outcome, the last first; the first of the list counts.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not see the inside.
    """
    inside(uow, procurement_id)
    return _outcomes(uow, procurement_id)


def latest_outcomes(uow: UnitOfWork, procurement_ids: Collection[UUID]) -> dict[UUID, OutcomeView]:
    """The outcome that counts of each of these that has one; for figures and what is public.

    The caller has asked who may see it.
    """
    rows = uow.session.scalars(
        select(Outcome)
        .where(Outcome.procurement_id.in_(list(procurement_ids)))
        .order_by(Outcome.number)
    )
    return {row.procurement_id: _outcome(row) for row in rows}


def savings_of(uow: UnitOfWork, procurement_id: UUID) -> list[SavingView]:
    """What each member that buys saved, claimed or not, by name.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not see the inside.
    """
    row = inside(uow, procurement_id)
    found = select(Saving).filter_by(procurement_id=procurement_id)
    known = {saving.organisation_id: saving for saving in uow.session.scalars(found)}
    names = organisations_by_id(uow.session, {one.organisation_id for one in row.members})
    views = [
        _saving(uow, row, one, names[one.organisation_id].name, known.get(one.organisation_id))
        for one in row.members
        if one.buys or one.organisation_id in known
    ]
    return sorted(views, key=lambda view: view.name.casefold())


def saved_by(uow: UnitOfWork, procurement_ids: Collection[UUID]) -> list[Saved]:
    """What was saved in these joint procurements, by currency; the caller asks who may see it."""
    confirmed = func.coalesce(func.sum(Saving.amount).filter(Saving.confirmed_at.is_not(None)), 0)
    rows = uow.session.execute(
        select(Procurement.currency, func.sum(Saving.amount), confirmed)
        .join(Saving, Saving.procurement_id == Procurement.id)
        .where(Procurement.id.in_(list(procurement_ids)))
        .group_by(Procurement.currency)
        .order_by(Procurement.currency)
    )
    cents = Decimal("0.01")
    return [
        Saved(
            currency=currency,
            claimed=Decimal(claimed).quantize(cents),
            confirmed=Decimal(sure).quantize(cents),
        )
        for currency, claimed, sure in rows
    ]


def feedback_for(
    uow: UnitOfWork, tenderer_id: UUID, *, procurement_id: UUID | None = None
) -> Feedback:
    """What a supplier was told, for its own people and for the inside of the group.

    Raises:
        NotFound: there is nothing, or the actor may not know of it.
        Unauthenticated: nobody is signed in.
    """
    if not uow.actor.is_known:
        raise Unauthenticated(say("Sign in to see this."))
    tenderer = uow.session.get(Tenderer, tenderer_id)
    if tenderer is None or procurement_id not in (None, tenderer.procurement_id):
        raise NotFound(say(NOTHING))
    row = uow.session.get_one(Procurement, tenderer.procurement_id)
    told_at = tenderer.told_at
    may = IS_OF_VENDOR.allows(uow.actor, tenderer) or CAN_READ.allows(uow.actor, row)
    outcomes = _outcomes(uow, row.id)
    if not may or told_at is None or not outcomes:
        raise NotFound(say(NOTHING))
    outcome = outcomes[0].content
    return Feedback(
        procurement_id=row.id,
        title=row.title,
        name=tenderer.name,
        lot=tenderer.lot,
        text=tenderer.feedback,
        told_at=told_at,
        outcome=outcome,
        is_awarded=any(award.tenderer_id == tenderer_id for award in outcome.awards),
    )


def _outcomes(uow: UnitOfWork, procurement_id: UUID) -> list[OutcomeView]:
    rows = select(Outcome).filter_by(procurement_id=procurement_id)
    return [_outcome(row) for row in uow.session.scalars(rows.order_by(Outcome.number.desc()))]


def _outcome(row: Outcome) -> OutcomeView:
    return OutcomeView(
        id=row.id,
        number=row.number,
        content=row.content,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
    )


def _saving(
    uow: UnitOfWork,
    row: Procurement,
    member: ProcurementMember,
    name: str,
    saving: Saving | None,
) -> SavingView:
    own = CAN_CONFIRM.allows(uow.actor, member) and row.step not in OVER
    manages = CAN_MANAGE.allows(uow.actor, row) and row.step not in OVER
    return SavingView(
        organisation_id=member.organisation_id,
        name=name,
        amount=saving.amount if saving else None,
        basis=saving.basis if saving else "",
        confirmed_at=saving.confirmed_at if saving else None,
        version=saving.version if saving else 0,
        may_claim=own or (manages and member.buys),
        may_confirm=own and saving is not None and saving.confirmed_at is None,
    )
