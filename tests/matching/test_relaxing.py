"""What asking for less would find: constraints relaxed, facts milder, filters counted."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.profiles import Need, Offering
from matching.ranking.facts import fact_verdicts
from matching.ranking.filters import Filters, passes
from matching.relaxing import Constraint, what_milder_facts_add, what_relaxing_adds
from matching.suppliers import Match, how_many
from matching.what_if import Ranking, in_the_way
from tests.matching.shelves import TEXTS, library_of, need, offering
from tests.matching.strategies import filters, many_offerings, needs
from tests.sizes import sized

TODAY = date(2026, 1, 15)
ASKED = "Street lamps fail and nobody reports them."
STRICT = {"country": "FI", "essential": frozenset({"country"})}
GERMAN = {"countries_served": frozenset({"DE"})}


def ranking(asked: Need, **more: object) -> Ranking:
    return Ranking(need=asked, today=TODAY, **more)  # type: ignore[arg-type]


def only(matches: list[Match]) -> list[str]:
    return [match.key for match in matches]


@pytest.mark.whole
@settings(max_examples=sized(25, 500), deadline=None)
@given(many_offerings(), needs(), filters(), st.integers(1, 3))
def test_what_a_relaxed_constraint_adds_is_what_a_milder_need_finds(
    offered: list[Offering], wanted: Need, chosen: Filters, limit: int
) -> None:
    library = library_of(*offered)
    asked = ranking(wanted, filters=chosen, limit=limit)
    now = asked.of(library)
    for relaxation in what_relaxing_adds(library, asked):
        milder = relaxed(asked, relaxation.kind, relaxation.name)
        new = [match for match in milder.of(library) if match.key not in {m.key for m in now}]
        assert list(relaxation.added) == new


def relaxed(asked: Ranking, kind: Constraint, name: str) -> Ranking:
    if kind is Constraint.FILTER:
        return replace(asked, filters=replace(asked.filters, **{name: getattr(Filters(), name)}))
    wanted = asked.need
    if kind is Constraint.FACT:
        facts = replace(wanted.facts, essential=wanted.facts.essential - {name})
        return replace(asked, need=replace(wanted, facts=facts))
    wants = tuple(
        replace(item, essential=False) if item.text == name else item
        for item in wanted.requirements
    )
    return replace(asked, need=replace(wanted, requirements=wants))


def test_a_city_learns_what_relaxing_a_constraint_would_add() -> None:
    library = library_of(
        offering("lamps", TEXTS["lamps"], facts=GERMAN),
        offering("bins", TEXTS["bins"], facts={"trl": 8}),
    )
    asked = ranking(need(ASKED, facts=STRICT), filters=Filters(trl_min=5))
    assert only(asked.of(library)) == ["bins"]
    assert what_relaxing_adds(library, asked) == []
    (relaxation,) = what_relaxing_adds(library, replace(asked, filters=Filters()))
    assert (relaxation.kind, relaxation.name) == (Constraint.FACT, "country")
    assert only(list(relaxation.added)) == ["lamps"]
    lenient = ranking(need(ASKED), filters=Filters(trl_min=9))
    (relaxation,) = what_relaxing_adds(library, lenient)
    assert (relaxation.kind, relaxation.name) == (Constraint.FILTER, "trl_min")
    assert only(list(relaxation.added)) == ["lamps", "bins"]


@settings(max_examples=sized(40, 500), deadline=None)
@given(many_offerings(), needs(), filters(), filters())
def test_it_is_counted_what_passes_the_filter_and_every_essential_fact(
    offered: list[Offering], wanted: Need, one: Filters, other: Filters
) -> None:
    library = library_of(*offered)

    def runs(item: Offering, chosen: Filters) -> bool:
        facts = fact_verdicts(wanted.facts, item.facts, TODAY)
        return passes(chosen, item) and not in_the_way(facts, wanted.facts.essential)

    held = list(library.offerings.values())
    counted = how_many(library, wanted, [one, other], TODAY)
    assert counted == [sum(runs(item, chosen) for item in held) for chosen in (one, other)]


def test_a_milder_fact_finds_whom_the_present_one_refuses() -> None:
    library = library_of(
        offering("lamps", TEXTS["lamps"], facts={"trl": 6}),
        offering("bins", TEXTS["bins"], facts={"trl": 8}),
        offering("trees", TEXTS["trees"]),
    )
    facts = {"trl_minimum": 7, "essential": frozenset({"trl"})}
    asked = ranking(need(ASKED, facts=facts))
    lower = replace(asked.need.facts, trl_minimum=6)
    (found,) = what_milder_facts_add(library, asked, [("trl", lower)])
    assert (found.more, only(list(found.added))) == (1, ["lamps"])
    merely_wished = replace(asked.need.facts, essential=frozenset())
    wished = ranking(replace(asked.need, facts=merely_wished))
    lower = replace(merely_wished, trl_minimum=6)
    (found,) = what_milder_facts_add(library, wished, [("trl", lower)])
    assert (found.more, found.added) == (1, ())
