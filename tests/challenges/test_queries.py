"""Lists of challenges: what passes which filter, and in which order."""

from typing import Any
from uuid import UUID

import pytest

from marketplace.challenges.content import Nature
from marketplace.challenges.operations import create_catalogue_challenge
from marketplace.challenges.queries import (
    ChallengeFilters,
    cards,
    facet_counts,
    list_challenges,
    open_contents,
    own_challenges,
)
from marketplace.challenges.rules import LONGEST_SUMMARY
from marketplace.foundation.access import VISITOR
from marketplace.foundation.paging import PageRequest
from marketplace.services import Services
from tests.factories.challenges import challenge_content, make_challenge
from tests.factories.market import make_city, member

FIRST = PageRequest()


@pytest.fixture
def board(services: Services, city: UUID) -> UUID:
    """A few challenges that differ in what filters look at."""
    make_challenge(services, city, title="Open call", standards=("mim1",), joint_procurement=True)
    make_challenge(services, city, title="Closed call", state="closed", themes=("MO",))
    make_challenge(services, city, title="Draft", state="draft")
    with services.unit_of_work() as uow:
        porto = make_city(uow, name="Pôrto", verified=False, country="PT")
        plan = challenge_content(title="Plan", nature=Nature.EXAMPLE, languages=("it",))
        create_catalogue_challenge(uow, porto, plan, "plan")
    return porto


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"Open call", "Closed call", "Plan"}),
        ({"state": "open"}, {"Open call", "Plan"}),
        ({"state": "closed"}, {"Closed call"}),
        ({"state": "draft"}, set()),
        ({"nature": "call"}, {"Open call", "Closed call"}),
        ({"nature": "example"}, {"Plan"}),
        ({"country": "PT"}, {"Plan"}),
        ({"q": "porto lonel"}, set()),
        ({"q": "porto alone"}, {"Plan"}),
        ({"theme": "EN"}, {"Open call", "Plan"}),
        ({"theme": "MO"}, {"Closed call"}),
        ({"standard": "mim1"}, {"Open call"}),
        ({"language": "it"}, {"Plan"}),
        ({"joint": True}, {"Open call"}),
        ({"joint": False}, {"Closed call", "Plan"}),
    ],
)
@pytest.mark.usefixtures("board")
def test_a_list_holds_exactly_what_passes_the_filters(
    services: Services, filters: dict[str, Any], expected: set[str]
) -> None:
    with services.unit_of_work(VISITOR) as uow:
        found = list_challenges(uow, ChallengeFilters(**filters), FIRST)
    assert {card.title for card in found} == expected
    assert found.total == len(expected)


def test_a_list_can_be_of_one_city(services: Services, city: UUID, board: UUID) -> None:
    with services.unit_of_work(member(city)) as uow:
        public = list_challenges(uow, ChallengeFilters(city=city, sort="title"), FIRST)
        assert [card.title for card in public] == ["Closed call", "Open call"]
        assert own_challenges(uow, city, FIRST).total == 3
        assert own_challenges(uow, board, FIRST).total == 0


@pytest.mark.usefixtures("board")
def test_the_index_is_made_of_open_challenges_and_their_cities(services: Services) -> None:
    with services.unit_of_work(VISITOR) as uow:
        found = {c.content.title: c for c in open_contents(uow.session)}
        assert set(found) == {"Open call", "Plan"}
        assert found["Plan"].city.country == "PT"
        ids = [found["Plan"].id]
        assert [c.id for c in open_contents(uow.session, ids)] == ids
        assert cards(uow, ids)[ids[0]].catalogue
        assert list(open_contents(uow.session, [])) == []


@pytest.mark.usefixtures("board")
def test_counts_by_code_are_those_of_the_list(services: Services) -> None:
    with services.unit_of_work(VISITOR) as uow:
        assert facet_counts(uow, ChallengeFilters(), "theme") == {"EN": 2, "EN1": 2, "MO": 1}
        assert facet_counts(uow, ChallengeFilters(country="PT"), "theme") == {"EN": 1, "EN1": 1}


def test_the_summary_of_a_long_problem_ends_between_words(services: Services, city: UUID) -> None:
    make_challenge(services, city, title="Long", problem="Loneliness, " * 100)
    with services.unit_of_work(VISITOR) as uow:
        (card,) = list_challenges(uow, ChallengeFilters(), FIRST)
    assert card.summary.endswith("Loneliness …")
    assert len(card.summary) <= LONGEST_SUMMARY + 2
