"""Everything that a vendor lists against every open challenge, at once."""

from uuid import UUID

import pytest

from marketplace.challenges.content import ConstraintName, Requirement
from marketplace.challenges.operations import close
from marketplace.foundation.access import SYSTEM, VISITOR
from marketplace.recommendations.overview import Reach, Standing, Wanted
from tests.factories.market import STAFF, member
from tests.recommendations.conftest import Market
from tests.recommendations.world import add_challenge, add_solution

CALLS = "Volunteers ring older residents who live alone every week, and social workers see it."
LONELY = "Older residents live alone and lose contact; social workers cannot ring them all."
BUSES = "Small electric buses come when residents ask for them, with a phone call or an app."


@pytest.fixture
def challenge(market: Market) -> UUID:
    with market.services.unit_of_work(SYSTEM) as uow:
        add_solution(uow, market.caller, name="Call", text=f"{CALLS} {LONELY}", trl=8)
        add_solution(uow, market.caller, name="Bus", text=BUSES)
        return add_challenge(uow, market.porto, title="Alone", problem=LONELY)


def overview(market: Market, actor: object = None, **more: object) -> dict[str, Standing]:
    """How the vendor stands, by the title of the challenge."""
    who = actor or member(market.caller)
    with market.services.unit_of_work(who, writes=False) as uow:
        found = market.services.matcher.overview(uow, Wanted(market.caller, **more))
        return {one.challenge.title: one for one in found}


def test_the_best_solution_stands_for_its_vendor_with_the_score_of_the_ranking(
    market: Market, challenge: UUID
) -> None:
    one = overview(market)["Alone"]
    assert (one.solution.name, one.reach) == ("Call", Reach.FITS)
    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        best = market.services.matcher.suppliers(uow, challenge)[0]
    assert (best.solution.id, best.score, best.band) == (one.solution.id, one.score, one.band)


def test_what_nearly_fits_says_what_is_in_the_way_and_other_needs_are_not_near(
    market: Market, challenge: UUID
) -> None:
    del challenge
    with market.services.unit_of_work(SYSTEM) as uow:
        strict = {"trl_minimum": 9, "essential": (ConstraintName.TRL,)}
        add_challenge(uow, market.oulu, title="Proven", problem=LONELY, **strict)
        wanted = (Requirement(text="Repairs asphalt."),)
        roads = "Lorries break the asphalt of our mountain roads every winter."
        add_challenge(uow, market.oulu, title="Roads", problem=roads, requirements=wanted)
    found = overview(market)
    assert found["Proven"].reach is Reach.NEARLY
    assert [fact.name for fact in found["Proven"].facts_in_the_way] == ["trl"]
    assert found["Roads"].reach is Reach.NOT


def test_what_was_kept_gives_way_as_soon_as_something_changes(
    market: Market, challenge: UUID
) -> None:
    assert set(overview(market)) == {"Alone"}
    with market.services.unit_of_work(SYSTEM) as uow:
        add_challenge(uow, market.oulu, title="Alone too", problem=LONELY)
    assert set(overview(market)) == {"Alone", "Alone too"}
    assert set(overview(market, only=frozenset({challenge}))) == {"Alone"}
    with market.services.unit_of_work(member(market.porto)) as uow:
        close(uow, challenge, expected_version=2)
    assert set(overview(market)) == {"Alone too"}


def test_only_members_and_staff_get_it_and_all_of_them_the_same(
    market: Market, challenge: UUID
) -> None:
    del challenge
    assert overview(market, member(market.mover)) == {}
    assert overview(market, VISITOR) == {}
    assert overview(market, STAFF) == overview(market) != {}
