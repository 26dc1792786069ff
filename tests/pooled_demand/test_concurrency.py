"""Sixteen at once commit under a cap, lower it and withdraw: every outcome is exact.

A few rounds in every run; 1,000 on each database when whole.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy import func, select

from marketplace.foundation.access import Actor
from marketplace.foundation.errors import ProductError
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.pooled_demand.content import Cap, Pledge
from marketplace.pooled_demand.operations import commit, set_cap
from marketplace.pooled_demand.queries import commitments_of
from marketplace.procurements.members import withdraw
from marketplace.services import Services
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers, make_buyers
from tests.organisations.test_at_once import apart
from tests.sizes import sized

__all__ = ["apart"]

ROUNDS = sized(2, 1000)
MOST = Decimal("100.00")
AMOUNTS = (Decimal("30.01"), Decimal("40.10"), Decimal("25.35"))
CAPS = (Decimal("60.00"), Decimal("80.00"), Decimal("95.46"))

Deed = Callable[[UnitOfWork], object]


@dataclass
class Done:
    """What was done in one round, by whatever came first."""

    committed: dict[UUID, Decimal] = field(default_factory=dict)
    capped: list[Decimal] = field(default_factory=list)
    left: list[UUID] = field(default_factory=list)


@pytest.mark.whole
@pytest.mark.timeout(7200)
def test_sixteen_at_once_never_commit_more_than_the_cap(apart: Services) -> None:
    buyers = make_buyers(apart)
    for _ in range(ROUNDS):
        id_ = buyers.joined(cities=4)
        with apart.unit_of_work(STAFF) as uow:
            version = commitments_of(uow, id_).version
            set_cap(uow, id_, Cap(currency="EUR", cap=MOST), expected_version=version)
        before, done = _events(apart), Done()
        _at_once(apart, list(_clients(buyers, id_, done)))
        with apart.unit_of_work(STAFF, writes=False) as uow:
            found = commitments_of(uow, id_)
        stands = {city: sum_ for city, sum_ in done.committed.items() if city not in done.left}
        assert found.total == sum(stands.values())
        assert {one.organisation_id: one.amount for one in found.items if one.counts} == stands
        # The last cap that was set is the smallest version of all that wrote one: only one can.
        assert found.cap == (done.capped[0] if done.capped else MOST)
        assert found.left is not None
        assert found.left >= 0
        changes = len(done.committed) + len(done.capped) + len(done.left)
        assert _events(apart) - before == changes


def _clients(buyers: Buyers, id_: UUID, done: Done) -> list[tuple[Actor, Deed, Callable[[], None]]]:
    """Who does what, and what is noted if it was done: twelve commit, three cap, one withdraws."""
    version = buyers.version(id_, buyers.cities[3])
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        at = commitments_of(uow, id_).version
    clients: list[tuple[Actor, Deed, Callable[[], None]]] = []
    for city in buyers.cities:
        for amount in AMOUNTS:
            pledge = Pledge(amount=amount, currency="EUR")
            deed = _bound(commit, id_, city, pledge)
            clients.append((member(city), deed, _bound(done.committed.__setitem__, city, amount)))
    for most in CAPS:
        cap = Cap(currency="EUR", cap=most)
        deed = _bound(set_cap, id_, cap, expected_version=at)
        clients.append((STAFF, deed, _bound(done.capped.append, most)))
    last = buyers.cities[3]
    deed = _bound(withdraw, id_, last, "No money.", expected_version=version)
    return [*clients, (member(last), deed, _bound(done.left.append, last))]


def _bound(call: Callable[..., object], *given: object, **named: object) -> Callable[..., None]:
    def run(*first: object) -> None:
        call(*first, *given, **named)

    return run


def _at_once(services: Services, clients: list[tuple[Actor, Deed, Callable[[], None]]]) -> None:
    together = Barrier(len(clients))

    def run(actor: Actor, deed: Deed, note: Callable[[], None]) -> None:
        together.wait(timeout=60)
        try:
            with services.unit_of_work(actor) as uow:
                deed(uow)
        except ProductError:
            return
        note()

    threads = [Thread(target=run, args=client) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)


def _events(services: Services) -> int:
    with services.unit_of_work(writes=False) as uow:
        return uow.session.scalar(select(func.count()).select_from(ActivityEvent)) or 0
