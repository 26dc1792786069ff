"""The lots of a joint procurement as they are, and those that can be proposed from its need.

A value is only what members gave: nothing is estimated here. What is committed to a lot is said
where commitments are made.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Select, select

from marketplace.challenges.content import BudgetInterval
from marketplace.common_needs.content import Choice, LotContent, LotsBy
from marketplace.common_needs.models import Lot
from marketplace.common_needs.policy import CAN_CUT_LOTS
from marketplace.common_needs.queries import ItemView, NeedView, Stated, need_of, stated
from marketplace.foundation.errors import Conflict
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.queries import organisations_by_id
from marketplace.procurements.content import BUYING
from marketplace.procurements.lifecycle import ACCEPTED, OVER
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import inside

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LotView:
    """One lot; `asks_for` are the wordings that it covers, `cities` whom it is for, by name.

    What nobody asks for any more, by decision, is not among them.
    """

    id: UUID
    number: int
    version: int
    content: LotContent
    asks_for: tuple[str, ...]
    cities: tuple[str, ...]
    written_at: datetime
    written_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotsView:
    """The lots beside the whole.

    `total` is the sum of the values that are stated, `without_value` counts the lots that state
    none. `cap` is what nobody can commit more than. `uncovered` is what all ask for and no lot
    covers. Amounts are in `currency`.
    """

    lots: tuple[LotView, ...]
    currency: str
    total: Decimal
    without_value: int
    cap: Decimal | None
    uncovered: tuple[ItemView, ...]
    may_cut: bool

    @property
    def is_above_cap(self) -> bool:
        """Whether the lots together are worth more than the group may commit."""
        return self.cap is not None and self.total > self.cap


def lots_of(uow: UnitOfWork, procurement_id: UUID) -> LotsView:
    """The lots, for the inside of the group.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `procurements.queries.inside`.
    """
    procurement = inside(uow, procurement_id)
    need = need_of(uow, procurement_id)
    rows = uow.session.scalars(rows_of(procurement_id)).all()
    items = {item.id: item for item in need.items} if need else {}
    names = dict(need.names) if need else {}
    others = {id_ for row in rows for id_ in row.content.members} - names.keys()
    if others:
        left = organisations_by_id(uow.session, others)
        names |= {id_: city.name for id_, city in left.items()}
    covered = {id_ for row in rows for id_ in row.content.items}
    values = [row.content.value for row in rows if row.content.value is not None]
    return LotsView(
        lots=tuple(_view(row, items, names) for row in rows),
        currency=procurement.currency,
        total=sum(values, Decimal(0)),
        without_value=len(rows) - len(values),
        cap=procurement.cap,
        uncovered=tuple(
            item
            for item in items.values()
            if rows and item.is_requirement and item.says and item.id not in covered
        ),
        may_cut=CAN_CUT_LOTS.allows(uow.actor, procurement) and procurement.step not in OVER,
    )


def _view(row: Lot, items: Mapping[UUID, ItemView], names: Mapping[UUID, str]) -> LotView:
    return LotView(
        id=row.id,
        number=row.number,
        version=row.version,
        content=row.content,
        asks_for=tuple(
            _said(items[id_])
            for id_ in row.content.items
            if id_ in items and items[id_].choice is not Choice.DROPPED
        ),
        cities=tuple(sorted(names[id_] for id_ in row.content.members if id_ in names)),
        written_at=row.written_at,
        written_by=row.written_by,
    )


def rows_of(procurement_id: UUID) -> Select[Lot]:
    """The lots of a joint procurement, in their order."""
    return select(Lot).where(Lot.procurement_id == procurement_id).order_by(Lot.number, Lot.id)


def proposed_lots(uow: UnitOfWork, procurement_id: UUID, by: LotsBy) -> list[LotContent]:
    """The lots that the common need suggests, by member or by part of the need; none are kept.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `procurements.queries.inside`.
        Conflict: the common need is not drawn up yet.
    """
    procurement = inside(uow, procurement_id)
    need = need_of(uow, procurement_id)
    if need is None:
        raise Conflict(say("Draw up the common need first."))
    buyers = _buyers(procurement, stated(uow.session, procurement))
    if by is LotsBy.MEMBER:
        return [_for_city(procurement, need, one) for one in buyers]
    return list(_by_part(need, buyers))


def _said(item: ItemView) -> str:
    """What an item asks for: for all, or in the words of whoever alone asks for it."""
    return item.says or item.wording or item.proposed


def _buyers(procurement: Procurement, now: Sequence[Stated]) -> list[Stated]:
    buying = {
        member.organisation_id
        for member in procurement.members
        if member.state == ACCEPTED and member.role in BUYING
    }
    return [one for one in now if one.origin.owner_id in buying]


def _for_city(procurement: Procurement, need: NeedView, one: Stated) -> LotContent:
    owner = one.origin.owner_id
    wanted = (
        item.id
        for item in need.items
        if item.is_requirement and (item.says or owner in item.own_wish_of)
    )
    profile, budget = one.city.city, one.content.budget
    same = budget is not None and budget.currency == procurement.currency
    once = budget if same and budget and budget.interval is BudgetInterval.ONCE else None
    return LotContent(
        title=one.city.name[:LONGEST_TITLE],
        items=tuple(wanted),
        members=(owner,),
        value=(once.maximum or None) if once else None,
        country=one.city.country,
        region=profile.nuts if profile else None,
    )


def _by_part(need: NeedView, buyers: Sequence[Stated]) -> Iterator[LotContent]:
    countries = {one.city.country for one in buyers}
    parts = {item.part for item in need.items if item.is_requirement and item.says}
    for part in sorted(part for part in parts if part is not None):
        wanted = [item for item in need.items if item.part == part and item.is_requirement]
        common = [item for item in wanted if item.says]
        yield LotContent(
            title=common[0].says[:LONGEST_TITLE],
            items=tuple(item.id for item in common),
            members=tuple(one.origin.owner_id for one in buyers),
            country=next(iter(countries)) if len(countries) == 1 else None,
        )
