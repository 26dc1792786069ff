"""Reads of pooled demand and of commitments, for the inside of a group.

What counts is decided here: the demand of members that buy, in the currency of the procurement,
and commitments that nobody took back, of members that have bought ever since.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.common_needs.lots import rows_of
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import organisations_by_id
from marketplace.pooled_demand.content import DemandContent, SharingKey, Terms
from marketplace.pooled_demand.models import Commitment, DemandTerms, MemberDemand
from marketplace.pooled_demand.policy import CAN_AGREE, CAN_COMMIT
from marketplace.pooled_demand.sharing import shared_out
from marketplace.procurements.content import BUYING
from marketplace.procurements.lifecycle import ACCEPTED, OVER
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.queries import inside

NOTHING_YET = DemandContent(currency="")


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRef:
    """A lot to which can be committed; `value` is None where none is stated."""

    id: UUID
    number: int
    title: str
    value: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberNeed:
    """What a member that buys needs and can pay; version 0 where nothing is written yet.

    `is_apart`: it is written in another currency than the procurement's by now, so its amounts
    are added to no other.
    """

    organisation_id: UUID
    name: str
    country: str
    population: int | None
    content: DemandContent
    version: int
    is_apart: bool
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSum:
    """The units and budgets of all members in one year."""

    year: int
    units: int
    budget: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledDemand:
    """What a group needs and can pay together; amounts in `currency`."""

    procurement_id: UUID
    currency: str
    terms: Terms | None
    terms_version: int
    version: int
    members: tuple[MemberNeed, ...]
    lots: tuple[LotRef, ...]
    may_agree: bool

    @property
    def counted(self) -> tuple[MemberNeed, ...]:
        """The members whose amounts can be added."""
        return tuple(one for one in self.members if one.version and not one.is_apart)

    @property
    def years(self) -> tuple[YearSum, ...]:
        """The sums by year, the earliest first."""
        needs = [need for one in self.counted for need in one.content.years]
        return tuple(
            YearSum(
                year=year,
                units=sum(need.units for need in needs if need.year == year),
                budget=sum((need.budget for need in needs if need.year == year), Decimal(0)),
            )
            for year in sorted({need.year for need in needs})
        )

    @property
    def units(self) -> int:
        """The units of all members in all years; they have no currency."""
        return sum(one.content.units for one in self.members)

    @property
    def budget(self) -> Decimal:
        """The budgets of all members in all years."""
        return sum((one.content.budget for one in self.counted), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Who pays what of `total` by one key.

    `unknown` are members of whom the figure for this key is not known: they have no share. By
    the members' own figures the shares may leave something over (`left`), or too much (below 0).
    """

    key: SharingKey
    total: Decimal
    shares: Mapping[UUID, Decimal]
    unknown: tuple[UUID, ...]

    @property
    def left(self) -> Decimal:
        """What of the total nobody pays."""
        return self.total - sum(self.shares.values(), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What a member commits; `counts` until it is taken back or the member buys no longer.

    `lot` is the id of a lot as text, empty for the whole.
    """

    id: UUID
    organisation_id: UUID
    name: str
    lot: str
    amount: Decimal
    currency: str
    committed_at: datetime
    version: int
    counts: bool
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitments:
    """What the members of a group commit under its cap.

    `version` is that of the procurement, for changing the cap; `may_commit_for` the members for
    whom the actor may commit, with their names.
    """

    procurement_id: UUID
    currency: str
    cap: Decimal | None
    version: int
    items: tuple[Committed, ...]
    lots: tuple[LotRef, ...]
    may_agree: bool
    may_commit_for: Mapping[UUID, str]

    @property
    def total(self) -> Decimal:
        """What is committed now."""
        return sum((item.amount for item in self.items if item.counts), Decimal(0))

    @property
    def left(self) -> Decimal | None:
        """What can still be committed; None where there is no cap."""
        return None if self.cap is None else self.cap - self.total


def demand_of(uow: UnitOfWork, procurement_id: UUID) -> PooledDemand:
    """What the group needs and can pay.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not see its inside.
    """
    row = inside(uow, procurement_id)
    terms = uow.session.get(DemandTerms, procurement_id)
    chosen = select(MemberDemand).where(MemberDemand.procurement_id == procurement_id)
    written = {demand.organisation_id: demand for demand in uow.session.scalars(chosen)}
    buyers = _buyers(row)
    cities = organisations_by_id(uow.session, {one.organisation_id for one in buyers})
    needs = []
    for member in buyers:
        city, demand = cities[member.organisation_id], written.get(member.organisation_id)
        content = demand.content if demand is not None else NOTHING_YET
        needs.append(
            MemberNeed(
                organisation_id=city.id,
                name=city.name,
                country=city.country,
                population=city.population,
                content=content,
                version=demand.version if demand is not None else 0,
                is_apart=demand is not None and content.currency != row.currency,
                may_write=row.step not in OVER and CAN_COMMIT.allows(uow.actor, member),
            )
        )
    return PooledDemand(
        procurement_id=row.id,
        currency=row.currency,
        terms=_terms(terms),
        terms_version=terms.version if terms is not None else 0,
        version=row.version,
        members=tuple(sorted(needs, key=lambda one: (one.name, one.organisation_id))),
        lots=lots_in(uow.session, procurement_id),
        may_agree=row.step not in OVER and CAN_AGREE.allows(uow.actor, row),
    )


def shares_of(demand: PooledDemand, key: SharingKey, total: Decimal) -> Shares:
    """Who pays what of `total`, in whole cents, by one key."""
    figures = {one.organisation_id: _figure(one, key) for one in demand.members}
    known = {id_: Decimal(figure) for id_, figure in figures.items() if figure is not None}
    return Shares(
        key=key,
        total=total,
        shares=known if key is SharingKey.OWN else shared_out(total, known),
        unknown=tuple(id_ for id_, figure in figures.items() if figure is None),
    )


def commitments_of(uow: UnitOfWork, procurement_id: UUID) -> Commitments:
    """What is committed, the members by name; what no longer counts comes last.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not see its inside.
    """
    row = inside(uow, procurement_id)
    found = _rows(uow.session, procurement_id)
    counted = {one.id for one in counting(row, found)}
    cities = organisations_by_id(uow.session, {one.organisation_id for one in row.members})
    mine = {
        member.organisation_id: cities[member.organisation_id].name
        for member in row.members
        if row.step not in OVER and CAN_COMMIT.allows(uow.actor, member)
    }
    items = [_committed(one, cities, counted, mine) for one in found]
    items.sort(key=lambda one: (not one.counts, one.name, one.lot))
    return Commitments(
        procurement_id=row.id,
        currency=row.currency,
        cap=row.cap,
        version=row.version,
        items=tuple(items),
        lots=lots_in(uow.session, procurement_id),
        may_agree=row.step not in OVER and CAN_AGREE.allows(uow.actor, row),
        may_commit_for=mine,
    )


def lots_in(session: Session, procurement_id: UUID) -> tuple[LotRef, ...]:
    """The lots of a joint procurement, in their order."""
    return tuple(
        LotRef(id=lot.id, number=lot.number, title=lot.content.title, value=lot.content.value)
        for lot in session.scalars(rows_of(procurement_id))
    )


def _committed(
    one: Commitment,
    cities: Mapping[UUID, Organisation],
    counted: Collection[UUID],
    mine: Collection[UUID],
) -> Committed:
    return Committed(
        id=one.id,
        organisation_id=one.organisation_id,
        name=cities[one.organisation_id].name,
        lot=one.lot,
        amount=one.amount,
        currency=one.currency,
        committed_at=one.committed_at,
        version=one.version,
        counts=one.id in counted,
        may_change=one.organisation_id in mine,
    )


def counting(row: Procurement, found: Iterable[Commitment]) -> list[Commitment]:
    """Those of the commitments that count now.

    A member that left, or bought no longer, and came back begins anew: what it committed before
    does not count, whether its release is noted yet or not.
    """
    since = {member.organisation_id: member.buys_since for member in _buyers(row)}
    return [
        one
        for one in found
        if one.released_at is None
        and (began := since.get(one.organisation_id)) is not None
        and one.committed_at >= began
    ]


def committed(session: Session, row: Procurement) -> Decimal:
    """What is committed in all; exact where the procurement is locked."""
    found = counting(row, _rows(session, row.id))
    return sum((one.amount for one in found), Decimal(0))


def _rows(session: Session, procurement_id: UUID) -> Sequence[Commitment]:
    chosen = select(Commitment).where(Commitment.procurement_id == procurement_id)
    # Read anew behind the lock, whatever the view had read before.
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def _buyers(row: Procurement) -> list[ProcurementMember]:
    return [one for one in row.members if one.state == ACCEPTED and one.role in BUYING]


def _terms(row: DemandTerms | None) -> Terms | None:
    if row is None:
        return None
    return Terms(unit=row.unit, sharing=SharingKey(row.sharing) if row.sharing else None)


def _figure(one: MemberNeed, key: SharingKey) -> Decimal | int | None:
    """By what this member is weighed; None if that is not known."""
    if key is SharingKey.EQUAL:
        return 1
    if key is SharingKey.POPULATION:
        return one.population
    if key is SharingKey.UNITS:
        return one.content.units if one.version else None
    return None if one.is_apart else one.content.own_share
