"""Proposed groups, proofs and mends are what trying every group finds, on every small world."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.groups.mending import Missing, missing_member, smallest_mend
from matching.groups.rules import (
    Candidate,
    Lead,
    Members,
    Pair,
    Size,
    States,
    Total,
    Who,
    check,
    fits_of,
)
from matching.groups.search import Pins, propose
from tests.matching.groups.instances import (
    EU,
    WIDER,
    World,
    groups,
    holds,
    order,
    together,
    worlds,
)
from tests.sizes import sized

HORIZON = (States(3, Who(WIDER)), States(2, Who(WIDER, procurer=True)), Members(1, Who(EU)))
EXAMPLES = sized(60, whole=3_000)


def in_turn(world: World, wanted: frozenset[str], limit: int) -> list[tuple[str, ...]]:
    """The best of all groups, then the best of those sharing nothing but what is wanted."""
    found: list[tuple[str, ...]] = []
    able = sorted(
        (
            group
            for group in groups(world)
            if all(any(name in (one.key, one.owner) for one in group) for name in wanted)
        ),
        key=lambda group: order(world, group),
    )
    taken: set[str] = set()
    for group in able:
        free = {one.key for one in group if not wanted & {one.key, one.owner}}
        keys = tuple(sorted(one.key for one in group))
        if not free & taken and len(found) < limit and keys not in found:
            found.append(keys)
            taken |= free
    return found


@settings(max_examples=EXAMPLES, deadline=None)
@given(worlds(), st.sets(st.sampled_from(["need 0", "city 1", "need 3"]), max_size=2))
def test_proposals_are_those_that_trying_every_group_finds(world: World, wanted: set[str]) -> None:
    pins = Pins(frozenset(wanted))
    found = propose(world.candidates, world.pairs, world.rules, pins, limit=4)
    assert found.whole
    assert [group.keys for group in found.groups] == in_turn(world, pins.wanted, 4)
    assert all(group.check.met for group in found.groups)


@settings(max_examples=EXAMPLES, deadline=None)
@given(worlds(8), st.data())
def test_a_proof_says_what_reading_the_rule_says_and_names_who_counts(
    world: World, data: st.DataObject
) -> None:
    group = data.draw(
        st.lists(st.sampled_from(world.candidates), unique=True, min_size=1, max_size=6)
    )
    proofs = check(group, fits_of(world.pairs), world.rules).proofs
    assert [proof.met for proof in proofs] == [holds(r, group, world) for r in world.rules]
    for proof in proofs:
        some = [one for one in group if one.key in proof.counting]
        if isinstance(proof.rule, Members | States | Total):
            # Who counts is enough: the others could be left out of the sum.
            assert holds(proof.rule, some, world) == proof.met
        assert {*proof.counting, *proof.unstated} <= {one.key for one in group}


@settings(max_examples=EXAMPLES, deadline=None)
@given(worlds(8), st.data())
def test_the_smallest_mend_is_smallest_and_the_best_of_its_size(
    world: World, data: st.DataObject
) -> None:
    mends_best(world, data)


@settings(max_examples=sized(12, whole=600), deadline=None)
@given(worlds(14, least=12), st.data())
def test_so_it_is_among_as_many_cities_as_can_be_tried(world: World, data: st.DataObject) -> None:
    mends_best(world, data)


def mends_best(world: World, data: st.DataObject) -> None:
    """Some group is mended as trying every group says."""
    every = list(groups(world))
    some = st.sets(st.sampled_from([one.key for one in world.candidates]), min_size=1)
    if every:
        # Groups that meet the rules are rare among all sets, and have to stay as they are.
        some |= st.sampled_from([{one.key for one in group} for group in every])
    group = data.draw(some)
    mend = smallest_mend(group, world.candidates, world.pairs, world.rules)
    able = [(keys, g) for g in every if (keys := {one.key for one in g}) & group]
    if not able:
        assert mend is None
        return
    fewest = min(len(keys ^ group) for keys, _ in able)
    best = min(
        (g for keys, g in able if len(keys ^ group) == fewest), key=lambda g: order(world, g)
    )
    assert mend is not None
    assert mend.group.keys == tuple(sorted(one.key for one in best))
    assert set(mend.removed) == group - {*mend.group.keys}
    assert set(mend.added) == {*mend.group.keys} - group


@settings(max_examples=EXAMPLES, deadline=None)
@given(worlds(5))
def test_whoever_is_described_as_missing_makes_the_group_pass(world: World) -> None:
    group = world.candidates
    missing = missing_member(group, world.pairs, world.rules)
    if missing is None:
        return
    kept = [one for one in group if one.key not in missing.without]
    assert together(world, kept)
    new = [newcomer(missing, number) for number in range(missing.number)]
    fits = [Pair(a.key, b.key, 1.0) for a, b in combinations([*kept, *new], 2) if b in new]
    whole_world = World((*kept, *new), (*world.pairs, *fits), world.rules)
    for rule in world.rules:
        assert holds(rule, whole_world.candidates, whole_world), rule


def newcomer(missing: Missing, number: int) -> Candidate:
    """Somebody of whom no more is known than that the description fits."""
    countries = missing.countries or frozenset({"ES", "IT", "PL", "NL", "SE"})
    free = sorted(countries - (missing.apart or frozenset()))
    first = number == 0
    return Candidate(
        key=f"new {number}",
        owner=f"new {number}",
        country=free[number] if missing.apart is not None else free[0],
        procurer=missing.procurers,
        flags=missing.flags,
        roles=frozenset({"lead_buyer"} if missing.lead else {"buyer"}),
        value=missing.value if first else None,
        population=int(missing.population) if first and missing.population else None,
        themes=frozenset(missing.themes[:1]),
        start=missing.start_from,
    )


def city(number: int, country: str, **said: object) -> Candidate:
    return replace(Candidate(key=f"n{number}", owner=f"c{number}", country=country), **said)


def test_a_group_that_lacks_a_third_state_is_told_so_in_figures() -> None:
    helsinki, espoo, tallinn = city(1, "FI"), city(2, "FI"), city(3, "EE")
    pairs = [Pair(a.key, b.key, 0.8) for a, b in combinations((helsinki, espoo, tallinn), 2)]
    states, procurers, union = check((helsinki, espoo, tallinn), fits_of(pairs), HORIZON).proofs
    assert (states.met, states.has, states.found) == (False, 2, ("EE", "FI"))
    assert (procurers.met, procurers.has) == (True, 2)
    assert (union.met, union.counting) == (True, ("n1", "n2", "n3"))
    missing = missing_member((helsinki, espoo, tallinn), pairs, HORIZON)
    assert missing is not None
    assert (missing.number, missing.countries, missing.apart) == (1, WIDER, {"EE", "FI"})


def test_whom_somebody_does_not_want_is_in_no_group() -> None:
    cities = [city(1, "FI"), city(2, "EE"), city(3, "PT"), city(4, "NO")]
    pairs = [Pair(a.key, b.key, 0.5) for a, b in combinations(cities, 2)]
    found = propose(cities, pairs, HORIZON, Pins(unwanted=frozenset({"c1"})))
    assert [group.keys for group in found.groups] == [("n2", "n3", "n4")]
    leads = (*HORIZON, Lead(Who(flag="mission")), Size(3, 3), Total("value", least=1))
    assert propose(cities, pairs, leads).groups == ()
