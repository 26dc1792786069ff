"""What points come to is exact, whatever the weights."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from marketplace.awards.arithmetic import Total, places, total_of
from marketplace.awards.content import SCALES, WHOLE, Criteria, Criterion, Mark, Marks


@st.composite
def weighed(draw: st.DrawFn) -> tuple[Criteria, Marks]:
    """Criteria whose weights add up to 100, and marks within bounds, all to two decimals."""
    cuts = draw(st.sets(st.integers(1, 9_999), max_size=8))
    ends = [0, *sorted(cuts), 10_000]
    weights = [Decimal(b - a) / 100 for a, b in pairwise(ends)]
    scale = draw(st.sampled_from(SCALES))
    points = st.integers(0, scale * 100).map(lambda cents: Decimal(cents) / 100)
    items = [
        Criterion(key=f"c{number}", name="x", weight=weight, minimum=draw(points))
        for number, weight in enumerate(weights)
    ]
    marks = [Mark(criterion=one.key, points=draw(points)) for one in items]
    return Criteria(scale=scale, items=tuple(items)), Marks(items=tuple(marks))


@given(weighed())
def test_the_total_is_the_exact_sum_of_weights_times_points(case: tuple[Criteria, Marks]) -> None:
    criteria, marks = case
    found = total_of(criteria, marks)
    assert found is not None
    expected = sum(
        Fraction(one.weight) * Fraction(mark.points) / criteria.scale
        for one, mark in zip(criteria.items, marks.items, strict=True)
    )
    assert Fraction(found.total) == expected == sum(Fraction(line.adds) for line in found.lines)
    assert 0 <= found.total <= WHOLE
    short = {
        m.criterion
        for m, c in zip(marks.items, criteria.items, strict=True)
        if m.points < c.minimum
    }
    assert {one.key for one in found.excluded_by} == short
    assert total_of(criteria, Marks(items=marks.items[1:])) is None


@given(st.lists(weighed(), max_size=6))
def test_a_place_counts_how_many_are_better(cases: list[tuple[Criteria, Marks]]) -> None:
    totals: dict[UUID, Total] = {}
    for case in cases:
        found = total_of(*case)
        assert found is not None
        totals[uuid4()] = found
    placed = places(totals)
    assert set(placed) == {id_ for id_, one in totals.items() if not one.excluded_by}
    for id_, place in placed.items():
        better = [other for other in placed if totals[other].total > totals[id_].total]
        assert place == 1 + len(better)
