"""Sixteen at once move the same step: one wins, the others are told, one event is on record.

A few rounds in every run; 1,000 on each database when whole.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select

from marketplace.foundation.errors import Conflict
from marketplace.foundation.record import ActivityEvent
from marketplace.procurements.lifecycle import Step
from marketplace.procurements.queries import get_procurement
from marketplace.services import Services
from marketplace.steps.models import StepMove
from marketplace.steps.operations import dissolve, move_on
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers, make_buyers
from tests.factories.ways import align
from tests.organisations.test_at_once import apart
from tests.sizes import sized

__all__ = ["apart"]

ROUNDS = sized(2, 1000)
CLIENTS = 16
DISSOLVES = (3, 11)
"""Which of the clients would rather end it."""


@pytest.mark.whole
@pytest.mark.timeout(7200)
def test_of_sixteen_who_move_one_step_one_wins(apart: Services) -> None:
    buyers = make_buyers(apart)
    for _ in range(ROUNDS):
        id_ = buyers.joined(cities=2)
        align(buyers, id_)
        with apart.unit_of_work(STAFF, writes=False) as uow:
            version = get_procurement(uow, id_).version
        before, together = _events(apart), Barrier(CLIENTS)
        with ThreadPoolExecutor(CLIENTS) as pool:
            moves = [
                pool.submit(_moves, buyers, id_, number, version, together)
                for number in range(CLIENTS)
            ]
            won = [name for name in (one.result() for one in moves) if name]
        with apart.unit_of_work(STAFF, writes=False) as uow:
            taken = uow.session.scalars(select(StepMove).filter_by(procurement_id=id_)).all()
            now = get_procurement(uow, id_)
        assert len(won) == 1
        assert [one.target for one in taken] == won == [now.step]
        assert now.version == version + 1
        assert _events(apart) - before == 1


def _moves(buyers: Buyers, id_: UUID, number: int, version: int, together: Barrier) -> str | None:
    """The step that was reached, None if somebody else was faster."""
    actor = STAFF if number % 2 else member(buyers.cities[0])
    together.wait(timeout=60)
    try:
        with buyers.services.unit_of_work(actor) as uow:
            if number in DISSOLVES:
                return dissolve(uow, id_, "No money.", expected_version=version).target
            said = f"Said by {number}."
            return move_on(uow, id_, Step.NEEDS_ALIGNED, said, expected_version=version).target
    except Conflict:
        # It stands elsewhere by now, or it is over.
        return None


def _events(services: Services) -> int:
    with services.unit_of_work(writes=False) as uow:
        return uow.session.scalar(select(func.count()).select_from(ActivityEvent)) or 0
