from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from matching.ranking.diversity import originals, shared_out


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers()), unique=True), st.integers(1, 30))
def test_no_owner_has_more_than_two_places_among_ten(
    items: list[tuple[str, int]], limit: int
) -> None:
    placed = shared_out(items, lambda item: item[0], limit)
    assert len(placed) == len(set(placed)) <= limit
    for begin in range(0, len(placed), 10):
        owners = [owner for owner, _ in placed[begin : begin + 10]]
        assert all(owners.count(owner) <= 2 for owner in owners)


def test_without_repeated_owners_the_order_stays() -> None:
    items = [(str(number), number) for number in range(25)]
    assert shared_out(items, lambda item: item[0], 20) == items[:20]


def shown(ranked: list[int], since: dict[int, int]) -> list[int]:
    """What is let through, where 1, 2 and 3 are copies of each other."""

    def moment(item: int) -> datetime | None:
        return datetime(2026, 1, since[item], tzinfo=UTC) if item in since else None

    alike = {1: [2, 3], 2: [1, 3], 3: [1, 2]}
    return list(originals(ranked, lambda item: item, lambda item: alike.get(item, []), moment))


def test_of_copies_the_one_that_ranks_highest_is_shown() -> None:
    assert shown([4, 2, 1, 5, 3], {}) == [4, 2, 5]
    assert shown([4, 2, 1, 5, 3], {1: 7, 2: 7, 3: 7}) == [4, 2, 5]


def test_of_copies_the_one_that_was_public_first_is_shown_at_its_own_place() -> None:
    assert shown([2, 4, 1, 5, 3], {1: 1, 2: 3, 3: 2}) == [4, 1, 5]


def test_no_more_of_a_ranking_is_read_than_its_places_take() -> None:
    ranking = iter(range(100))
    assert shared_out(ranking, str, 10) == list(range(10))
    assert next(ranking) == 10
