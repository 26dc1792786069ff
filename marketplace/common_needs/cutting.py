"""Verbs of lots: take over those proposed, add, change, merge and remove; the lead does so."""

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4

from marketplace.common_needs.content import LotContent, LotsBy
from marketplace.common_needs.lots import LONGEST_TITLE, proposed_lots, rows_of
from marketplace.common_needs.models import Lot
from marketplace.common_needs.policy import CAN_CUT_LOTS
from marketplace.common_needs.queries import items_of
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Fault, Invalid, NotFound, Stale, shown
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.procurements.lifecycle import ACCEPTED
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import locked
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import unknown_code_faults

LONGEST_DESCRIPTION, LONGEST_UNIT = 2000, 80
MOST_LOTS = 50
MOST_LOT_MEMBERS = 30
MOST_QUANTITY = MOST_VALUE = Decimal(10**12)


def take_over(uow: UnitOfWork, procurement_id: UUID, by: LotsBy) -> list[Lot]:
    """Keep the lots that are proposed now, where there are none yet.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Conflict: there are lots already, none can be proposed, or it is over.
    """
    procurement = _cut(uow, procurement_id)
    if _rows(uow, procurement_id):
        raise Conflict(say("There are lots already. Remove them first, or change them."))
    proposed = proposed_lots(uow, procurement_id, by)[:MOST_LOTS]
    if not proposed:
        raise Conflict(say("No lots can be proposed so: several cities have to ask for the same."))
    return [_add(uow, procurement, content, n) for n, content in enumerate(proposed, 1)]


def add_lot(uow: UnitOfWork, procurement_id: UUID, content: LotContent) -> Lot:
    """Add a lot, as the last.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: with every fault of the content.
        Conflict: there are too many, or it is over.
    """
    procurement = _cut(uow, procurement_id)
    rows = _rows(uow, procurement_id)
    if len(rows) >= MOST_LOTS:
        raise Conflict(say("There are at most %(most)s lots. Merge some first.", most=MOST_LOTS))
    tidy = _checked(uow, procurement, content)
    return _add(uow, procurement, tidy, len(rows) + 1)


def change_lot(
    uow: UnitOfWork,
    procurement_id: UUID,
    lot_id: UUID,
    content: LotContent,
    *,
    expected_version: int,
) -> Lot:
    """Say anew what a lot is.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it, or there is no such lot.
        Invalid: with every fault of the content.
        Stale: a colleague was faster.
        Conflict: it is over.
    """
    procurement = _cut(uow, procurement_id)
    row = _one(uow, procurement_id, lot_id, expected_version)
    row.content = _checked(uow, procurement, content)
    _written(uow, row)
    uow.record("lot.change", row, after={"version": row.version})
    return row


def remove_lot(
    uow: UnitOfWork, procurement_id: UUID, lot_id: UUID, *, expected_version: int
) -> None:
    """Remove a lot; those after it move up.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it, or there is no such lot.
        Stale: a colleague was faster.
        Conflict: it is over.
    """
    _cut(uow, procurement_id)
    row = _one(uow, procurement_id, lot_id, expected_version)
    uow.record("lot.remove", row, before={"number": row.number})
    uow.session.delete(row)
    _number_anew(uow, procurement_id)


def merge_lots(
    uow: UnitOfWork,
    procurement_id: UUID,
    lot_id: UUID,
    other_id: UUID,
    *,
    expected_version: int,
    other_version: int,
) -> Lot:
    """Put another lot into this one: what both cover, for all their cities, worth both.

    Values are added where both state one, quantities where both do in the same unit; where not,
    none is stated.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it, or there is no such lot.
        Invalid: it is the same lot.
        Stale: a colleague was faster.
        Conflict: it is over.
    """
    _cut(uow, procurement_id)
    if lot_id == other_id:
        raise Invalid.of("other", say("Choose another lot to merge with this one."))
    row = _one(uow, procurement_id, lot_id, expected_version)
    other = _one(uow, procurement_id, other_id, other_version)
    row.content = _merged(row.content, other.content)
    _written(uow, row)
    uow.record("lot.merge", row, before={"merged": str(other_id)}, after={"version": row.version})
    uow.session.delete(other)
    _number_anew(uow, procurement_id)
    return row


def _cut(uow: UnitOfWork, procurement_id: UUID) -> Procurement:
    procurement = locked(uow, procurement_id)
    require(CAN_CUT_LOTS, uow.actor, procurement)
    procurement.changed_at = uow.now
    return procurement


def _rows(uow: UnitOfWork, procurement_id: UUID) -> list[Lot]:
    chosen = rows_of(procurement_id).execution_options(populate_existing=True)
    return list(uow.session.scalars(chosen))


def _one(uow: UnitOfWork, procurement_id: UUID, lot_id: UUID, expected_version: int) -> Lot:
    row = uow.session.get(Lot, lot_id, populate_existing=True)
    if row is None or row.procurement_id != procurement_id:
        raise NotFound(say(NOTHING))
    if row.version != expected_version:
        raise Stale(say("This lot has changed meanwhile. Look at it again."))
    return row


def _add(uow: UnitOfWork, procurement: Procurement, content: LotContent, number: int) -> Lot:
    row = Lot(id=uuid4(), procurement_id=procurement.id, number=number, content=content, version=0)
    _written(uow, row)
    uow.session.add(row)
    uow.record("lot.add", row, after={"number": number})
    return row


def _written(uow: UnitOfWork, row: Lot) -> None:
    row.written_at, row.written_by, row.version = uow.now, uow.actor.label, row.version + 1


def _number_anew(uow: UnitOfWork, procurement_id: UUID) -> None:
    uow.session.flush()
    for number, row in enumerate(_rows(uow, procurement_id), 1):
        row.number = number


def _merged(one: LotContent, other: LotContent) -> LotContent:
    same_unit = one.unit == other.unit
    described = "\n\n".join(filter(None, (one.description, other.description)))
    return replace(
        one,
        description=described[:LONGEST_DESCRIPTION],
        items=tuple(dict.fromkeys((*one.items, *other.items))),
        members=tuple(dict.fromkeys((*one.members, *other.members))),
        quantity=_sum(one.quantity, other.quantity) if same_unit else None,
        unit=one.unit if same_unit else "",
        value=_sum(one.value, other.value),
        country=one.country if one.country == other.country else None,
        region=one.region if one.region == other.region else None,
        cpv=one.cpv if one.cpv == other.cpv else None,
    )


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _checked(uow: UnitOfWork, procurement: Procurement, content: LotContent) -> LotContent:
    """The content, tidy; with every fault of it named at once."""
    faults = [*_number_faults(content), *_code_faults(uow, content)]
    known = {row.id for row in uow.session.scalars(items_of(procurement.id))}
    if not set(content.items) <= known:
        faults.append(Fault("items", say("Choose items of the common need.")))
    takes_part = {one.organisation_id for one in procurement.members if one.state == ACCEPTED}
    if not set(content.members) <= takes_part:
        faults.append(Fault("members", say("Choose cities that take part.")))
    if faults:
        raise Invalid(faults)
    return replace(
        content,
        title=require_text("title", content.title, LONGEST_TITLE),
        description=require_text("description", content.description, LONGEST_DESCRIPTION, least=0),
        unit=require_text("unit", content.unit, LONGEST_UNIT, least=0),
    )


def _number_faults(content: LotContent) -> list[Fault]:
    faults = []
    for field, value, most in (
        ("quantity", content.quantity, MOST_QUANTITY),
        ("value", content.value, MOST_VALUE),
    ):
        if value is not None and not (value.is_finite() and 0 < value <= most and _is_short(value)):
            text = say(
                "Use a figure above 0, at most %(most)s, with two decimals or fewer.",
                most=f"{most:f}",
            )
            faults.append(Fault(field, text, shown(value)))
    if content.quantity is not None and not content.unit.strip():
        faults.append(Fault("unit", say("Say what is counted, for instance sensors or homes.")))
    return faults


def _is_short(value: Decimal) -> bool:
    return value == round(value, 2)


def _code_faults(uow: UnitOfWork, content: LotContent) -> Collection[Fault]:
    given = (
        ("country", TermList.COUNTRIES, content.country),
        ("region", TermList.REGIONS, content.region),
        ("cpv", TermList.CPV, content.cpv),
    )
    codes = [(field, name, (code,)) for field, name, code in given if code]
    return list(unknown_code_faults(uow.session, codes))
