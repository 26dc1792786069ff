from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from matching.ranking.diversity import folded, shared_out

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen"


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


def test_copies_are_folded_into_the_best_placed() -> None:
    texts = [LONG, "something else that is long enough to be told apart from it", LONG + " more"]
    kept = folded(range(3), lambda place: texts[place])
    assert kept == [(0, [2]), (1, [])]


def test_short_texts_are_never_called_copies() -> None:
    assert len(folded(["smart lamps", "smart lamps"], str)) == 2


def test_of_near_copies_the_one_that_was_public_first_is_shown_at_its_own_place() -> None:
    other = "something else that is long enough to be told apart from the other texts here"
    items = [(LONG + " more", 2), (other, 3), (LONG, 1)]
    kept = folded(items, lambda item: item[0], lambda item: datetime(2026, 1, item[1], tzinfo=UTC))
    assert kept == [((other, 3), []), ((LONG, 1), [(LONG + " more", 2)])]


def test_letters_that_look_latin_hide_no_copy() -> None:
    lookalike = LONG.replace("e", "\u0435").replace("o", "\u043e")
    assert lookalike != LONG
    assert folded([LONG, lookalike], str) == [(LONG, [lookalike])]
