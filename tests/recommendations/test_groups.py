"""Cities that would buy together are gathered, each fitting each, from what everybody sees."""

from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from marketplace.challenges.models import Challenge
from marketplace.challenges.operations import close
from marketplace.foundation.access import SYSTEM
from marketplace.recommendations.groups import (
    MOST_MEMBERS,
    JointPair,
    groups_of,
    stored_groups,
    work_out_groups,
)
from tests.factories.market import member
from tests.recommendations.conftest import Market
from tests.recommendations.world import add_challenge, add_city

ALONE = "Older residents live alone and lose contact; social workers cannot ring them all."
IDS = [UUID(int=number) for number in range(1, 9)]
some_pairs = st.lists(
    st.tuples(st.sampled_from(list(combinations(IDS, 2))), st.floats(0.3, 1)),
    unique_by=lambda item: item[0],
)


@given(some_pairs)
def test_in_a_group_each_fits_each_and_nobody_is_in_two(
    drawn: list[tuple[tuple[UUID, UUID], float]],
) -> None:
    pairs = sorted((JointPair(*both, score) for both, score in drawn), key=lambda one: -one.score)
    groups = groups_of(pairs)
    known = {frozenset((pair.one, pair.other)) for pair in pairs}
    placed = [id_ for group in groups for id_ in group.members]
    assert len(placed) == len(set(placed))
    for group in groups:
        assert 2 <= len(group.members) <= MOST_MEMBERS
        assert all(frozenset(both) in known for both in combinations(group.members, 2))
        assert len(group.pairs) == len(list(combinations(group.members, 2)))
        assert group.score == min(pair.score for pair in group.pairs)
    if pairs:
        assert {pairs[0].one, pairs[0].other} <= set(placed)


def test_what_would_be_bought_together_is_stored_and_goes_when_one_of_them_ends(
    market: Market,
) -> None:
    with market.services.unit_of_work(SYSTEM) as uow:
        third = add_city(uow, name="Turku", country="FI")
        ids = [
            add_challenge(uow, city, title=title, problem=ALONE, joint_procurement=joint)
            for city, title, joint in (
                (market.porto, "Alone", True),
                (market.oulu, "Alone too", True),
                (third, "Alone as well", False),
            )
        ]
    work_out_groups(market.services.unit_of_work, market.services.matcher)
    with market.services.unit_of_work(SYSTEM) as uow:
        (group,) = stored_groups(uow.session, 10)
        assert set(group.members) == set(ids[:2])
    with market.services.unit_of_work(member(market.porto)) as uow:
        close(uow, ids[0], expected_version=uow.session.get_one(Challenge, ids[0]).version)
    work_out_groups(market.services.unit_of_work, market.services.matcher)
    with market.services.unit_of_work(SYSTEM) as uow:
        assert stored_groups(uow.session, 10) == []
