"""The table of moves is what really happens."""

from uuid import UUID

import pytest

from marketplace.foundation.errors import Conflict
from marketplace.foundation.versions import SAME
from marketplace.services import Services
from marketplace.solutions import operations
from marketplace.solutions.lifecycle import SOLUTION, STATES
from marketplace.solutions.models import Solution
from tests.factories.market import STAFF, member
from tests.factories.solutions import hold, make_solution, publish_clear, solution_content

PLAIN = {
    "submit": operations.submit,
    "publish": publish_clear,
    "hold": hold,
    "release": operations.release,
    "confirm": operations.confirm,
    "withdraw": operations.withdraw,
    "archive": operations.archive,
}
NEEDS_LIVE = {"confirm", "withdraw"}


def make_move(services: Services, solution_id: UUID, vendor: UUID, name: str) -> str:
    who = STAFF if name in {"publish", "hold", "release", "return"} else member(vendor)
    with services.unit_of_work(who) as uow:
        version = uow.session.get_one(Solution, solution_id).version
        if name == "change":
            content = solution_content(name="Changed")
            row = operations.change_solution(uow, solution_id, content, expected_version=version)
        elif name == "return":
            remarks = {"summary": "Say more."}
            row = operations.send_back(uow, solution_id, remarks, expected_version=version)
        else:
            row = PLAIN[name](uow, solution_id, expected_version=version)
        return row.state


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", SOLUTION.moves)
def test_a_move_is_possible_exactly_where_the_table_has_it(
    services: Services, vendor: UUID, state: str, name: str
) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state=state)
    move = SOLUTION.named(name)
    is_live = state == "published"
    if state in move.sources and (is_live or name not in NEEDS_LIVE):
        expected = state if move.target == SAME else move.target
        assert make_move(services, solution_id, vendor, name) == expected
    else:
        with pytest.raises(Conflict):
            make_move(services, solution_id, vendor, name)


@pytest.mark.parametrize("state", ["draft", "in_review", "returned"])
def test_a_solution_can_be_withdrawn_while_its_next_version_is_in_the_making(
    services: Services, vendor: UUID, state: str
) -> None:
    solution_id = make_solution(services, vendor, name="Sensor")
    steps = {"draft": [], "in_review": ["submit"], "returned": ["submit", "return"]}
    for step in ["change", *steps[state], "confirm"]:
        make_move(services, solution_id, vendor, step)
    assert make_move(services, solution_id, vendor, "withdraw") == "withdrawn"


def test_a_withdrawn_solution_can_be_published_again(services: Services, vendor: UUID) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="withdrawn")
    make_move(services, solution_id, vendor, "submit")
    assert make_move(services, solution_id, vendor, "publish") == "published"
    with services.unit_of_work() as uow:
        assert uow.session.get_one(Solution, solution_id).published_version == 1
