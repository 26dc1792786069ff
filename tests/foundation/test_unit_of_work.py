"""Rows, record and facts are stored together or not at all; an attempt within likewise."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from marketplace.foundation.errors import Conflict
from marketplace.foundation.events import Fact
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.services import Services
from marketplace.taxonomy.models import Term


@dataclass(frozen=True, slots=True)
class CakeBaked(Fact):
    """A fact that only this test knows."""

    cake: str


def bake(uow: UnitOfWork, cake: str) -> None:
    term = Term(list="themes", code=cake, label=cake)
    uow.session.add(term)
    uow.record("cake.bake", term, after={"state": "baked"})
    uow.tell(CakeBaked(cake))


def bake_and_burn(uow: UnitOfWork, cake: str) -> None:
    bake(uow, cake)
    raise Conflict("It burns.")


def stored(services: Services) -> list[int]:
    with services.unit_of_work() as uow:
        counts = (select(func.count()).select_from(t) for t in (Term, ActivityEvent, OutboxFact))
        return [uow.session.scalar(count) or 0 for count in counts]


def test_returning_stores_all_of_it(services: Services) -> None:
    with services.unit_of_work() as uow:
        bake(uow, "a")
    assert stored(services) == [1, 1, 1]


def test_raising_stores_none_of_it(services: Services) -> None:
    with pytest.raises(Conflict), services.unit_of_work() as uow:
        bake_and_burn(uow, "a")
    assert stored(services) == [0, 0, 0]


def test_an_attempt_that_fails_leaves_what_was_done_before_and_after(services: Services) -> None:
    with services.unit_of_work() as uow:
        bake(uow, "a")
        with pytest.raises(Conflict), uow.attempt():
            bake_and_burn(uow, "b")
        with uow.attempt():
            bake(uow, "c")
    assert stored(services) == [2, 2, 2]


def test_what_somebody_else_stored_at_this_moment_is_a_conflict(services: Services) -> None:
    with services.unit_of_work() as uow:
        bake(uow, "a")
        with pytest.raises(Conflict, match="at this moment"), uow.attempt():
            bake(uow, "a")
        bake(uow, "b")
    assert stored(services) == [2, 2, 2]
