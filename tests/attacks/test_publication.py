"""Attacks go the way of every listing: written, handed in, examined, published or held.

None that becomes public enters more top tens than 99 of 100 honest listings, copies hold at
most two places of ten together, and at most one honest listing of a hundred is held.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

import numpy as np
import pytest

from marketplace.foundation.access import VISITOR
from marketplace.schemas.loading import load
from marketplace.schemas.solutions import SolutionSchema
from marketplace.solutions import operations
from marketplace.solutions.models import Solution
from marketplace.solutions.queries import get_solution
from matching.evaluation.attacks import Attack, attacks_on
from matching.profiles import Offering
from tests.attacks.conftest import OWNERS, Stage
from tests.conftest import NOW
from tests.factories.market import STAFF, member

pytestmark = [pytest.mark.model, pytest.mark.whole]

HELD = {
    "keyword list",
    "pasted challenges",
    "greedy mix by the same model",
    "keywords behind the window",
    "pasted behind the window",
    "zero-width characters",
    "hidden in markup",
    "hidden behind white space",
    "turned by bidi marks",
}
ONLY_FOLDED = {
    "generic praise",
    "a copy in letters that look alike",
    "ten copies by one vendor",
    "ten reworded copies by one vendor",
}
PARTLY_HELD = {"ten copies by three vendors", "ten reworded copies by three vendors"}


@dataclass(frozen=True)
class Result:
    """Of one attack: how many listings, how many are held, most top tens, most places of ten."""

    of: int
    held: int
    entered: int
    places: int


def test_of_a_hundred_honest_listings_at_most_one_is_held(stage: Stage) -> None:
    assert stage.honest.taken > 20
    assert stage.honest.held <= 0.01 * stage.honest.taken


def test_every_attack_is_tried(results: dict[str, Result]) -> None:
    assert set(results) == HELD | ONLY_FOLDED | PARTLY_HELD


@pytest.mark.parametrize("name", sorted(HELD | ONLY_FOLDED | PARTLY_HELD))
def test_no_attack_gets_farther_than_the_honest(
    results: dict[str, Result], border: float, name: str
) -> None:
    assert results[name].entered <= border
    assert results[name].places <= 2


@pytest.mark.parametrize("name", sorted(HELD))
def test_what_is_written_to_be_found_never_becomes_public(
    results: dict[str, Result], name: str
) -> None:
    assert results[name].held == 1


@pytest.mark.parametrize("name", sorted(PARTLY_HELD))
def test_of_copies_by_several_vendors_only_those_of_the_first_become_public(
    results: dict[str, Result], name: str
) -> None:
    result = results[name]
    assert result.of - result.held == -(-result.of // OWNERS)


@pytest.fixture(scope="module")
def border(stage: Stage) -> float:
    """Top tens that 99 of 100 honest listings enter at most, before anybody attacks."""
    entered = Counter(chain.from_iterable(tens(stage)))
    library = stage.services.matcher._library(None)
    return float(np.percentile([entered[UUID(key)] for key in library.offerings], 99))


@pytest.fixture(scope="module")
def results(stage: Stage, border: float) -> dict[str, Result]:
    """Each attack on its own; what became public is withdrawn before the next."""
    assert border > 0
    library = stage.services.matcher._library(None)
    return {
        attack.name: _tried(stage, attack) for attack in list(attacks_on(library, today=NOW.date()))
    }


def tens(stage: Stage) -> list[list[UUID]]:
    """The top ten of every challenge, as a visitor sees it."""
    found = []
    with stage.services.unit_of_work(VISITOR, writes=False) as uow:
        for challenge in stage.challenges:
            matches = stage.services.matcher.suppliers(uow, challenge)
            found.append([match.solution.id for match in matches])
    return found


def _tried(stage: Stage, attack: Attack) -> Result:
    listed = [_listed(stage, offering) for offering in attack.offerings]
    public = {id_ for id_, state in listed if state == "published"}
    held = sum(state == "held" for _, state in listed)
    assert len(public) + held == len(listed)
    own = [[id_ for id_ in ten if id_ in public] for ten in tens(stage)] if public else []
    for id_ in public:
        with stage.services.unit_of_work(STAFF) as uow:
            row = uow.session.get_one(Solution, id_)
            operations.withdraw(uow, id_, expected_version=row.version)
    entered = Counter(chain.from_iterable(own))
    most = max(entered.values(), default=0)
    return Result(len(listed), held, most, max(map(len, own), default=0))


def _listed(stage: Stage, offering: Offering) -> tuple[UUID, str]:
    """A listing taken as far as staff can take it who press the button for everything."""
    services = stage.services
    vendor = stage.vendors[int(offering.owner.rpartition("-")[2])]
    texts = {item.name: item.text for item in offering.fields}
    said = {
        **texts,
        "problem": "Cities have problems.",
        "features": ["It does what you need."],
        "themes": sorted(offering.themes),
        "stage": "market",
        "price": {"model": "on_request"},
        "countries_served": ["AT"],
    }
    with services.unit_of_work(member(vendor)) as uow:
        row = operations.create_solution(uow, vendor, load(SolutionSchema(), said))
        operations.submit(uow, row.id, expected_version=1)
        id_ = row.id
    with services.unit_of_work(STAFF, writes=False) as uow:
        findings = services.matcher.examine(uow, id_)
    with services.unit_of_work(STAFF) as uow:
        operations.publish(uow, id_, findings, expected_version=2)
    with services.unit_of_work(STAFF) as uow:
        return id_, get_solution(uow, id_, working=True).state
