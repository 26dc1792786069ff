"""What runs in a city: only what is published, by place and country, and not what it disputed."""

from uuid import UUID

import pytest

from marketplace.foundation.access import VISITOR
from marketplace.foundation.paging import PageRequest
from marketplace.services import Services
from marketplace.solutions import operations
from marketplace.solutions.content import Deployment, ReferenceState
from marketplace.solutions.models import Reference
from marketplace.solutions.places import SolutionThere, deployments_at
from marketplace.solutions.rules import place_code
from tests.factories.market import member
from tests.factories.solutions import GRAZ, make_solution, solution_content

FIRST = PageRequest()
LATER = Deployment(place="Graz", country="AT", period="2026")
MALAGA = Deployment(place="Málaga", country="IT")


def there(services: Services, name: str, country: str = "AT") -> list[SolutionThere]:
    with services.unit_of_work(VISITOR, writes=False) as uow:
        return list(deployments_at(uow, name, country, FIRST))


def named(found: list[SolutionThere]) -> list[str]:
    return [solution.card.name for solution in found]


def test_a_solution_is_found_from_the_places_where_it_runs(
    services: Services, vendor: UUID
) -> None:
    make_solution(services, vendor, name="Heat finder", deployments=(GRAZ, MALAGA, LATER))
    make_solution(services, vendor, name="Noise map")

    (found,) = there(services, "Graz")

    assert [deployment for deployment, _ in found.deployments] == [GRAZ, LATER]
    assert {reference.state for _, reference in found.deployments if reference} == {"claimed"}
    assert named(there(services, "malaga", "IT")) == ["Heat finder"]
    assert there(services, "Graz", "IT") == []
    assert there(services, "Gra") == []


@pytest.mark.parametrize("state", ["draft", "in_review", "returned", "withdrawn", "archived"])
def test_what_is_not_published_runs_nowhere(services: Services, vendor: UUID, state: str) -> None:
    make_solution(services, vendor, name="Heat finder", state=state, deployments=(GRAZ,))
    assert there(services, "Graz") == []


def test_a_draft_of_a_newer_version_moves_nothing(services: Services, vendor: UUID) -> None:
    solution = make_solution(services, vendor, name="Heat finder", deployments=(GRAZ,))
    with services.unit_of_work(member(vendor)) as uow:
        content = solution_content(name="Heat finder", deployments=(MALAGA,))
        operations.change_solution(uow, solution, content, expected_version=3)

    assert named(there(services, "Graz")) == ["Heat finder"]
    assert there(services, "Málaga", "IT") == []


def test_what_the_city_disputed_is_left_out(services: Services, vendor: UUID) -> None:
    make_solution(services, vendor, name="Heat finder", deployments=(GRAZ, LATER))
    with services.unit_of_work() as uow:
        (found,) = deployments_at(uow, "Graz", "AT", FIRST)
        claimed = {d.period: ref for d, ref in found.deployments if isinstance(ref, Reference)}
        claimed["2025"].state = ReferenceState.DISPUTED

    (found,) = there(services, "Graz")
    assert [deployment for deployment, _ in found.deployments] == [LATER]


def test_a_code_fits_its_column_whatever_the_place_is_called() -> None:
    assert place_code("Reykjavík", "IS") == "reykjavik|IS"
    assert place_code("Somewhere", None) == "somewhere|"
    assert len(place_code("ﷺ" * 200, "AT")) == 80
    assert place_code("x" * 200, "AT").endswith("x|AT")
