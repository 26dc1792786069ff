"""Sixteen at once answer for one city, withdraw it and let it lead: every outcome is exact.

A few rounds in every run; 1,000 on each database when whole.
"""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Event, Thread
from time import sleep
from uuid import UUID

import pytest
from sqlalchemy import func, select

from marketplace.challenges.content import JointRole
from marketplace.foundation.access import Actor, Role
from marketplace.foundation.errors import ProductError
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.procurements.members import accept, decline, end_all_of, withdraw
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import get_procurement
from marketplace.services import Services
from tests.factories.market import STAFF, member
from tests.factories.procurements import let_lead, make_buyers
from tests.organisations.test_at_once import apart
from tests.sizes import sized

__all__ = ["apart"]

ROUNDS = sized(2, 1000)
Deed = Callable[[UnitOfWork, UUID, UUID], object]
DEEDS: dict[str, Deed] = {
    "accept": lambda uow, id_, city: accept(uow, id_, city, JointRole.BUYER, expected_version=1),
    "decline": lambda uow, id_, city: decline(uow, id_, city, "No money.", expected_version=1),
    "withdraw": lambda uow, id_, city: withdraw(uow, id_, city, "No money.", expected_version=2),
    "lead": lambda uow, id_, city: let_lead(uow, id_, city, "It has done it."),
}
CLIENTS = ("accept",) * 5 + ("decline",) * 2 + ("withdraw",) * 5 + ("lead",) * 4


@pytest.mark.whole
@pytest.mark.timeout(7200)
def test_sixteen_answers_at_once_leave_one_state_and_one_event_each(apart: Services) -> None:
    buyers, ways = make_buyers(apart), Counter[str]()
    city = buyers.cities[0]
    for _ in range(ROUNDS):
        id_ = buyers.proposed(cities=2)
        before = _events(apart)
        done = _at_once(apart, id_, city)
        with apart.unit_of_work(writes=False) as uow:
            row = uow.session.get_one(Procurement, id_)
            part = next(one for one in row.members if one.organisation_id == city)
            leaders = [one for one in row.members if one.role == JointRole.LEAD_BUYER]
            assert (row.version, part.version) == (1 + sum(done.values()),) * 2
            assert part.state == _state_after(done)
            assert [one.state for one in leaders] == ["accepted"] * done["lead"]
        assert _events(apart) - before == sum(done.values())
        ways[" ".join(sorted(done))] += 1
    assert sum(ways.values()) == ROUNDS


def test_what_a_colleague_said_stays_when_the_organisation_leaves_at_that_moment(
    apart: Services,
) -> None:
    buyers = make_buyers(apart)
    id_, one, said = buyers.joined(), buyers.cities[0], Event()

    def withdraws() -> None:
        with buyers.services.unit_of_work(member(one, Role.EDITOR)) as uow:
            withdraw(uow, id_, one, "No money.", expected_version=3)
            uow.session.flush()
            said.set()
            sleep(0.2)

    colleague = Thread(target=withdraws)
    colleague.start()
    said.wait(timeout=10)
    with buyers.services.unit_of_work(member(one)) as uow:
        end_all_of(uow, one)
    colleague.join(timeout=10)
    with apart.unit_of_work(STAFF, writes=False) as uow:
        members = get_procurement(uow, id_).members
    part = next(m for m in members if m.organisation_id == one)
    assert (part.state, part.reason, part.version) == ("withdrawn", "No money.", 4)


def _state_after(done: Counter[str]) -> str:
    """What the city's part has to be, given what was done: one answer, and one withdrawal."""
    assert done["accept"] + done["decline"] == 1
    assert done["withdraw"] + done["lead"] <= done["accept"]
    if done["decline"]:
        return "declined"
    return "withdrawn" if done["withdraw"] else "accepted"


def _at_once(services: Services, id_: UUID, city: UUID) -> Counter[str]:
    """Let all clients act at the same moment; how often each deed was done."""
    together, done = Barrier(len(CLIENTS)), Counter[str]()

    def run(name: str, actor: Actor) -> None:
        together.wait(timeout=60)
        try:
            with services.unit_of_work(actor) as uow:
                DEEDS[name](uow, id_, city)
        except ProductError:
            return
        done[name] += 1

    threads = [
        Thread(target=run, args=(name, STAFF if name == "lead" else member(city)))
        for name in CLIENTS
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return done


def _events(services: Services) -> int:
    with services.unit_of_work(writes=False) as uow:
        return uow.session.scalar(select(func.count()).select_from(ActivityEvent)) or 0
