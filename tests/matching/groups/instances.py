"""Small random worlds of cities, fits and rules, and what trying every group says of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st

from matching.groups.board import STEPS
from matching.groups.rules import (
    Candidate,
    CommonTheme,
    FitsEach,
    Lead,
    Members,
    Pair,
    Rule,
    Size,
    StartsWithin,
    States,
    Total,
    Who,
)
from matching.groups.search import _neutral

EU = frozenset({"FI", "EE", "PT"})
WIDER = EU | {"NO"}
DAY = date(2027, 1, 1)


@dataclass(frozen=True)
class World:
    candidates: tuple[Candidate, ...]
    pairs: tuple[Pair, ...]
    rules: tuple[Rule, ...]

    def fit(self, one: str, other: str) -> float | None:
        for pair in self.pairs:
            if {pair.one, pair.other} == {one, other}:
                return pair.fit
        return None


def candidate(number: int) -> st.SearchStrategy[Candidate]:
    return st.builds(
        Candidate,
        key=st.just(f"need {number}"),
        owner=st.sampled_from([f"city {number}", f"city {number // 2}"]),
        country=st.sampled_from(["FI", "EE", "PT", "NO", "US", None]),
        procurer=st.sampled_from([True, True, False]),
        population=st.sampled_from([None, 10_000, 60_000, 200_000]),
        flags=st.sampled_from([frozenset(), frozenset({"mission"})]),
        value=st.sampled_from([None, Decimal(100), Decimal("250.50"), Decimal(900)]),
        start=st.sampled_from([None, DAY, DAY + timedelta(200), DAY + timedelta(500)]),
        themes=st.sampled_from([frozenset(), frozenset({"EN"}), frozenset({"EN", "MO"})]),
        roles=st.sampled_from([frozenset(), frozenset({"lead_buyer"}), frozenset({"buyer"})]),
    )


whos = st.builds(
    Who,
    st.sampled_from([None, EU, WIDER]),
    st.booleans(),
    st.sampled_from([None, None, "mission"]),
)
some_rule = st.one_of(
    st.builds(Members, st.integers(1, 3), whos),
    st.builds(States, st.integers(1, 3), whos),
    st.builds(Lead, whos),
    st.builds(Total, st.just("value"), st.sampled_from([None, 500, 1200]), st.just(Decimal(2000))),
    st.builds(Total, st.just("population"), st.just(100_000), st.none()),
    st.builds(StartsWithin, st.sampled_from([0, 300])),
    st.just(CommonTheme()),
    st.builds(FitsEach, st.sampled_from([0.3, 0.5])),
)
sizes = st.sampled_from([Size(2, 3), Size(2, 4), Size(3, 3), Size(3, 5)])


@st.composite
def worlds(draw: st.DrawFn, most: int = 14, least: int = 2) -> World:
    number = draw(st.integers(least, most))
    candidates = tuple(draw(candidate(n)) for n in range(number))
    # A coarse grid of fits makes many ties, which have to be broken the same way.
    fits = st.sampled_from([None, None, 0.2, 0.4, 0.4004, 0.40041, 0.7, 1.0])
    pairs = tuple(
        Pair(one.key, other.key, fit)
        for one, other in combinations(candidates, 2)
        if (fit := draw(fits)) is not None
    )
    rules = (*draw(st.lists(some_rule, max_size=4)), *draw(st.lists(sizes, max_size=1)))
    return World(candidates, pairs, rules)


def groups(world: World) -> Iterable[tuple[Candidate, ...]]:
    """All sets in which each goes together with each and all rules are met."""
    said = [rule for rule in world.rules if isinstance(rule, Size)]
    least, most = (said[0].least, said[0].most) if said else (2, 5)
    for size in range(least, most + 1):
        for group in combinations(world.candidates, size):
            if together(world, group) and all(holds(rule, group, world) for rule in world.rules):
                yield group


def together(world: World, group: Sequence[Candidate]) -> bool:
    return all(
        one.owner != other.owner and world.fit(one.key, other.key) is not None
        for one, other in combinations(group, 2)
    )


def holds(  # noqa: C901, PLR0911 - one case for each rule.
    rule: Rule, group: Sequence[Candidate], world: World
) -> bool:
    """Each rule once more, written as plainly as it is said."""
    match rule:
        case Members(least, who):
            return len([c for c in group if _is(c, who)]) >= least
        case States(least, who):
            return len({c.country for c in group if _is(c, who)} - {None}) >= least
        case Lead(who):
            return any(_is(c, who) and (not c.roles or "lead_buyer" in c.roles) for c in group)
        case Total(measure, least, most):
            total = sum(getattr(c, measure) or 0 for c in group)
            return (least is None or total >= least) and (most is None or total <= most)
        case Size(least, most):
            return least <= len(group) <= most
        case StartsWithin(days):
            return all(
                abs((one.start - other.start).days) <= days
                for one, other in combinations(group, 2)
                if one.start and other.start
            )
        case CommonTheme():
            return any(all(theme in c.themes for c in group) for theme in ("EN", "MO"))
        case FitsEach(least):
            return all(
                one.owner != other.owner and (world.fit(one.key, other.key) or 0.0) >= least
                for one, other in combinations(group, 2)
            )


def order(world: World, group: Sequence[Candidate]) -> tuple[int, Fraction, bytes]:
    """What a group is compared by; the smallest is the best."""
    keys = sorted(one.key for one in group)
    fits = [round((world.fit(*pair) or 0) * STEPS) for pair in combinations(keys, 2)]
    weakest = min(fits, default=STEPS)
    return -weakest, -Fraction(sum(fits), max(1, len(fits))), _neutral(keys)


def _is(one: Candidate, who: Who) -> bool:
    if who.countries is not None and one.country not in who.countries:
        return False
    if who.procurer and not one.procurer:
        return False
    return who.flag is None or who.flag in one.flags
