"""Verbs by which a group agrees on what it counts in, says what it needs, and commits money.

Whoever changes anything locks the procurement first, so of any number that click at once each
sees what the one before has committed: the sum can never be above the cap.
"""

from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import select

from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.pooled_demand.content import LONGEST_UNIT, Cap, DemandContent, Pledge, Terms
from marketplace.pooled_demand.events import CommitmentMade, CommitmentTakenBack
from marketplace.pooled_demand.models import Commitment, DemandTerms, MemberDemand
from marketplace.pooled_demand.policy import CAN_AGREE, CAN_COMMIT, CAN_READ
from marketplace.pooled_demand.queries import committed, counting, lots_in
from marketplace.pooled_demand.rules import check, currency_faults, require_amount
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.operations import managed, touch
from marketplace.procurements.queries import locked


def agree_on(
    uow: UnitOfWork, procurement_id: UUID, terms: Terms, *, expected_version: int
) -> DemandTerms:
    """Say what the group counts in, and by what it shares; 0 is the version of nothing yet.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: the unit cannot be taken.
        Stale: somebody was faster.
        Conflict: the procurement is over.
    """
    require(CAN_AGREE, uow.actor, locked(uow, procurement_id))
    row = uow.session.get(DemandTerms, procurement_id, populate_existing=True)
    _require_version(row, expected_version)
    if row is None:
        row = DemandTerms(procurement_id=procurement_id, version=0)
        uow.session.add(row)
    row.unit = require_text("unit", terms.unit, LONGEST_UNIT)
    row.sharing = terms.sharing.value if terms.sharing else None
    row.version += 1
    uow.record("demand.agree", row, after={"sharing": row.sharing, "version": row.version})
    return row


def set_cap(
    uow: UnitOfWork, procurement_id: UUID, wanted: Cap, *, expected_version: int
) -> Procurement:
    """Say what may be committed in all, and in which currency, a known one (ISO 4217).

    `expected_version` is the procurement's.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: the cap is 0 or no amount.
        Stale: somebody was faster.
        Conflict: more than that is committed already; or it is in another currency than what is
            committed, what lots are worth, or a call that is published.
    """
    row = managed(uow, procurement_id, expected_version)
    cap, currency = wanted.cap, wanted.currency
    if cap is not None:
        cap = require_amount(
            "cap", cap, say("Write an amount above 0, or leave it empty for no cap.")
        )
    total = committed(uow.session, row)
    if currency != row.currency:
        _require_no_sums(uow, row, total)
    _require_room(cap, total, currency)
    row.cap, row.currency = cap, currency
    touch(uow, row)
    uow.record("procurement.cap", row, after={"version": row.version})
    return row


def _require_no_sums(uow: UnitOfWork, row: Procurement, total: Decimal) -> None:
    """Refuse another currency where figures in the present one would be taken for it."""
    currency = row.currency
    if total:
        raise Conflict(
            say(
                "%(sum)s %(currency)s are committed. The currency can be changed once all is "
                "taken back.",
                sum=total,
                currency=currency,
            )
        )
    if any(lot.value is not None for lot in lots_in(uow.session, row.id)):
        raise Conflict(
            say(
                "Lots state values in %(currency)s. Remove these values first, then change the "
                "currency.",
                currency=currency,
            )
        )
    if row.published_at is not None:
        raise Conflict(
            say("The call is published in %(currency)s, so the currency stays.", currency=currency)
        )


def _require_room(cap: Decimal | None, total: Decimal, currency: str) -> None:
    if cap is not None and cap < total:
        raise Conflict(
            say(
                "%(sum)s %(currency)s are committed already, which is more than %(cap)s "
                "%(currency)s. Write at least that, or let members take back some of it first.",
                sum=total,
                cap=cap,
                currency=currency,
            )
        )


def write_demand(
    uow: UnitOfWork,
    procurement_id: UUID,
    organisation_id: UUID,
    content: DemandContent,
    *,
    expected_version: int,
) -> MemberDemand:
    """Say what a member needs and can pay by year; 0 is the version of nothing yet.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not write for the member, or it
            does not buy.
        Invalid: a year, a number or an amount cannot be taken, or the currency is another one.
        Stale: a colleague was faster.
        Conflict: the procurement is over.
    """
    procurement, _ = _buying(uow, procurement_id, organisation_id)
    its = select(MemberDemand).where(
        MemberDemand.procurement_id == procurement_id,
        MemberDemand.organisation_id == organisation_id,
    )
    row = uow.session.scalar(its.execution_options(populate_existing=True))
    _require_version(row, expected_version)
    check(content, procurement.currency)
    if row is None:
        row = MemberDemand(
            id=uuid4(), procurement_id=procurement_id, organisation_id=organisation_id, version=0
        )
        uow.session.add(row)
    row.content, row.version = content, row.version + 1
    row.written_at, row.written_by = uow.now, uow.actor.label
    uow.record("demand.write", row, after={"version": row.version})
    return row


def commit(
    uow: UnitOfWork, procurement_id: UUID, organisation_id: UUID, pledge: Pledge
) -> Commitment:
    """Commit an amount for a member that has committed nothing yet, or has taken it back.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not write for the member, or it
            does not buy.
        Invalid: the amount is 0 or none at all, or in another currency, or there is no such lot.
        Conflict: the member has committed already, it would be more than the cap allows, or the
            procurement is over.
    """
    procurement, member = _buying(uow, procurement_id, organisation_id)
    if pledge.lot and pledge.lot not in {
        str(lot.id) for lot in lots_in(uow.session, procurement_id)
    }:
        raise Invalid.of("lot", say("Choose one of the lots, or the whole."), pledge.lot)
    its = select(Commitment).where(
        Commitment.procurement_id == procurement_id,
        Commitment.organisation_id == organisation_id,
        Commitment.lot == pledge.lot,
    )
    row = uow.session.scalar(its.execution_options(populate_existing=True))
    if row is None:
        row = Commitment(
            id=uuid4(),
            procurement_id=procurement_id,
            organisation_id=organisation_id,
            lot=pledge.lot,
            version=0,
        )
    elif counting(procurement, [row]):
        raise Conflict(say("The city has committed an amount already. Change that one."))
    return _pledge(uow, procurement, member, row, pledge)


def recommit(
    uow: UnitOfWork,
    procurement_id: UUID,
    commitment_id: UUID,
    pledge: Pledge,
    *,
    expected_version: int,
) -> Commitment:
    """Commit another amount than before.

    Raises:
        NotFound: there is no such commitment, or the actor may not know of it.
        Unauthenticated, Forbidden: the actor does not write for the member.
        Invalid: the amount is 0 or none at all, or in another currency.
        Stale: a colleague was faster.
        Conflict: it is taken back, it would be more than the cap allows, or the procurement is
            over.
    """
    procurement, row = _standing(uow, procurement_id, commitment_id, expected_version)
    member = _member(procurement, row.organisation_id)
    return _pledge(uow, procurement, member, row, pledge)


def take_back(
    uow: UnitOfWork, procurement_id: UUID, commitment_id: UUID, *, expected_version: int
) -> Commitment:
    """Commit no longer what a member had committed.

    Raises:
        NotFound: there is no such commitment, or the actor may not know of it.
        Unauthenticated, Forbidden: the actor does not write for the member.
        Stale: a colleague was faster.
        Conflict: it is taken back already, or the procurement is over.
    """
    _, row = _standing(uow, procurement_id, commitment_id, expected_version)
    row.released_at, row.version = uow.now, row.version + 1
    uow.record("commitment.take_back", row, after={"version": row.version})
    uow.tell(CommitmentTakenBack(procurement_id, row.organisation_id, row.id))
    return row


def _pledge(
    uow: UnitOfWork,
    procurement: Procurement,
    member: ProcurementMember,
    row: Commitment,
    pledge: Pledge,
) -> Commitment:
    """Take over what is committed, if the sum stays within the cap."""
    amount = require_amount(
        "amount", pledge.amount, say("Write an amount above 0, or take the commitment back.")
    )
    if faults := list(currency_faults(pledge.currency, procurement.currency)):
        raise Invalid(faults)
    row.amount, row.currency, row.released_at = amount, procurement.currency, None
    # A request that began before the city joined, and waited for that, commits after it.
    row.committed_at = max(uow.now, member.buys_since or uow.now)
    row.committed_by = uow.actor.label
    row.version += 1
    uow.session.add(row)
    uow.record("commitment.make", row, after={"version": row.version})
    _require_within_cap(uow, procurement, amount)
    uow.tell(CommitmentMade(procurement.id, row.organisation_id, row.id))
    return row


def _require_within_cap(uow: UnitOfWork, procurement: Procurement, amount: Decimal) -> None:
    total, cap = committed(uow.session, procurement), procurement.cap
    if cap is not None and total > cap:
        raise Conflict(
            say(
                "That is more than the cap of %(cap)s %(currency)s allows: others have committed "
                "%(others)s, so at most %(left)s %(currency)s are left for this.",
                cap=cap,
                others=total - amount,
                left=cap - (total - amount),
                currency=procurement.currency,
            )
        )


def _buying(
    uow: UnitOfWork, procurement_id: UUID, organisation_id: UUID
) -> tuple[Procurement, ProcurementMember]:
    """The locked procurement and its member, for somebody who may commit for it."""
    procurement = locked(uow, procurement_id)
    require(CAN_READ, uow.actor, procurement)
    member = _member(procurement, organisation_id)
    require(CAN_COMMIT, uow.actor, member)
    return procurement, member


def _member(procurement: Procurement, organisation_id: UUID) -> ProcurementMember:
    for member in procurement.members:
        if member.organisation_id == organisation_id:
            return member
    raise NotFound(say(NOTHING))


def _standing(
    uow: UnitOfWork, procurement_id: UUID, commitment_id: UUID, expected_version: int
) -> tuple[Procurement, Commitment]:
    """A commitment that counts, for somebody who may change it and has seen it as it is."""
    procurement = locked(uow, procurement_id)
    require(CAN_READ, uow.actor, procurement)
    row = uow.session.get(Commitment, commitment_id, populate_existing=True)
    if row is None or row.procurement_id != procurement_id:
        raise NotFound(say(NOTHING))
    require(CAN_COMMIT, uow.actor, _member(procurement, row.organisation_id))
    _require_version(row, expected_version)
    if not counting(procurement, [row]):
        raise Conflict(say("This commitment has been taken back already."))
    return procurement, row


def _require_version(
    row: DemandTerms | MemberDemand | Commitment | None, expected_version: int
) -> None:
    if (row.version if row is not None else 0) != expected_version:
        raise Stale(say("Somebody has changed this meanwhile. Look at it again."))
