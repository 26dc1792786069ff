"""Two people, or two programs, at once: exactly one wins, on real separate connections."""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from marketplace.foundation.access import SYSTEM, Actor
from marketplace.foundation.clock import SetClock
from marketplace.foundation.database import make_engine
from marketplace.foundation.errors import Conflict
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.services import Services
from marketplace.settings import Settings
from marketplace.solutions import operations
from marketplace.solutions.models import Solution
from marketplace.solutions.queries import get_solution
from tests.databases import KINDS, Databases, fill
from tests.factories.market import STAFF, add_words, make_vendor, member
from tests.factories.solutions import (
    make_catalogue_solution,
    make_solution,
    publish_clear,
    solution_content,
)

Change = Callable[[UnitOfWork], Any]


@pytest.fixture(params=KINDS)
def apart(
    request: pytest.FixtureRequest, databases: Databases, settings: Settings, clock: SetClock
) -> Iterator[Services]:
    """Services on a database of their own, where every unit of work has its own connection."""
    engine = make_engine(databases.new_url(request.param))
    fill(engine)
    yield Services(settings, engine, sessionmaker(engine), clock)
    engine.dispose()


@pytest.fixture
def seller(apart: Services) -> UUID:
    with apart.unit_of_work(SYSTEM) as uow:
        add_words(uow)
        return make_vendor(uow, name="Warm Homes")


def at_once(services: Services, actors: list[Actor], change: Change) -> list[str]:
    """Let every actor make the change at the same moment; what became of each."""
    barrier, outcomes = Barrier(len(actors)), []

    def run(actor: Actor) -> None:
        barrier.wait()
        try:
            with services.unit_of_work(actor) as uow:
                change(uow)
            outcomes.append("done")
        except Conflict as error:
            outcomes.append(type(error).__name__)

    threads = [Thread(target=run, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def state_and_version(services: Services, solution_id: UUID) -> tuple[str, int]:
    with services.unit_of_work(STAFF) as uow:
        view = get_solution(uow, solution_id, working=True)
        return view.state, view.version


@pytest.mark.parametrize("times", range(3))
def test_of_two_submissions_at_once_one_wins(apart: Services, seller: UUID, times: int) -> None:
    solution_id = make_solution(apart, seller, name=f"Sensor {times}", state="draft")
    actors = [member(seller)] * 2
    outcomes = at_once(
        apart, actors, lambda uow: operations.submit(uow, solution_id, expected_version=1)
    )
    assert outcomes == ["Stale", "done"]
    assert state_and_version(apart, solution_id) == ("in_review", 2)


def test_of_publishing_and_returning_at_once_one_wins(apart: Services, seller: UUID) -> None:
    solution_id = make_solution(apart, seller, name="Sensor", state="in_review")
    turns = iter(("publish", "return"))

    def judge(uow: UnitOfWork) -> None:
        if next(turns) == "publish":
            publish_clear(uow, solution_id, expected_version=2)
        else:
            operations.send_back(uow, solution_id, {"summary": "More."}, expected_version=2)

    assert at_once(apart, [STAFF, STAFF], judge) == ["Stale", "done"]
    state, version = state_and_version(apart, solution_id)
    assert state in {"published", "returned"}
    assert version == 3


def test_a_change_and_a_publication_at_once_never_publish_what_nobody_reviewed(
    apart: Services, seller: UUID
) -> None:
    solution_id = make_solution(apart, seller, name="Reviewed", state="in_review")

    def act(uow: UnitOfWork) -> None:
        if uow.actor is STAFF:
            publish_clear(uow, solution_id, expected_version=2)
        else:
            content = solution_content(name="Not reviewed")
            operations.change_solution(uow, solution_id, content, expected_version=2)

    assert at_once(apart, [STAFF, member(seller)], act) == ["Stale", "done"]
    with apart.unit_of_work(SYSTEM) as uow:
        row = uow.session.get_one(Solution, solution_id)
        assert (row.state, row.published_version, row.name) in {
            ("published", 1, "Reviewed"),
            ("draft", None, "Not reviewed"),
        }


def test_an_import_that_runs_twice_at_once_makes_one_solution(apart: Services) -> None:
    with apart.unit_of_work(SYSTEM) as uow:
        add_words(uow)
        vendor = make_vendor(uow, name="Listed", verified=False)
    outcomes = at_once(
        apart, [SYSTEM, SYSTEM], lambda uow: make_catalogue_solution(uow, vendor, name="Sensor")
    )
    assert outcomes == ["done", "done"]
    with apart.unit_of_work(SYSTEM) as uow:
        assert uow.session.scalar(select(func.count()).select_from(Solution)) == 1
