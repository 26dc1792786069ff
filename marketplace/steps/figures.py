"""The figures of the programme about buying together, for staff: value, cities, savings, time."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from uuid import UUID

from sqlalchemy import func, select

from marketplace.awards.content import Result
from marketplace.awards.queries import Saved, latest_outcomes, saved_by
from marketplace.foundation.access import require
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.queries import organisations_by_id
from marketplace.pooled_demand.models import Commitment
from marketplace.pooled_demand.queries import counting
from marketplace.procurements.lifecycle import ACCEPTED, OVER, Step
from marketplace.procurements.models import Procurement
from marketplace.steps.models import StepMove
from marketplace.steps.policy import CAN_SEE_BOARD

Sums = dict[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherFigures:
    """What came of buying together so far; sums by currency, never added across.

    `cities` and `countries` count those that take part in any that is not dissolved. `committed`
    is what buyers have committed there, `awarded` the value of contracts. `days_to_award` is the
    middle number of days from the proposal to the award, None before there is one.
    """

    under_way: int
    awarded_ones: int
    dissolved: int
    cities: int
    countries: int
    committed: Sums
    awarded: Sums
    saved: tuple[Saved, ...]
    days_to_award: float | None


def together_figures(uow: UnitOfWork) -> TogetherFigures:
    """The figures as they are now.

    Raises:
        Unauthenticated, Forbidden: the actor is not staff.
    """
    require(CAN_SEE_BOARD, uow.actor, None)
    rows = uow.session.scalars(select(Procurement)).all()
    alive = [row for row in rows if row.step != Step.DISSOLVED.value]
    ids = [row.id for row in alive]
    outcomes = latest_outcomes(uow, ids)
    won = [one.content for one in outcomes.values() if one.content.result is Result.AWARDED]
    awarded: Sums = defaultdict(Decimal)
    for content in won:
        awarded[content.currency] += content.value
    cities = {
        member.organisation_id
        for row in alive
        for member in row.members
        if member.state == ACCEPTED
    }
    known = organisations_by_id(uow.session, cities)
    return TogetherFigures(
        under_way=sum(row.step not in OVER for row in rows),
        awarded_ones=len(won),
        dissolved=len(rows) - len(alive),
        cities=len(cities),
        countries=len({city.country for city in known.values()}),
        committed=_committed(uow, alive),
        awarded=dict(awarded),
        saved=tuple(saved_by(uow, ids)),
        days_to_award=_days_to_award(uow, ids),
    )


def _committed(uow: UnitOfWork, rows: Sequence[Procurement]) -> Sums:
    found: dict[UUID, list[Commitment]] = defaultdict(list)
    ids = [row.id for row in rows]
    for one in uow.session.scalars(select(Commitment).where(Commitment.procurement_id.in_(ids))):
        found[one.procurement_id].append(one)
    sums: Sums = defaultdict(Decimal)
    for row in rows:
        for one in counting(row, found[row.id]):
            sums[row.currency] += one.amount
    return dict(sums)


def _days_to_award(uow: UnitOfWork, ids: Collection[UUID]) -> float | None:
    chosen = (
        select(Procurement.created_at, func.min(StepMove.moved_at))
        .join(StepMove, StepMove.procurement_id == Procurement.id)
        .where(Procurement.id.in_(ids), StepMove.target == Step.AWARDED.value)
        .group_by(Procurement.id, Procurement.created_at)
    )
    took = [(awarded - begun).days for begun, awarded in uow.session.execute(chosen)]
    return median(took) if took else None
