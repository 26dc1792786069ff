from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.library import Library
from matching.mirror import find_challenges
from matching.profiles import Need, Offering
from matching.suppliers import find_suppliers
from tests.matching.shelves import TEXTS, library_of, need, offering, put
from tests.matching.strategies import many_offerings, needs, offerings
from tests.sizes import sized

TODAY = date(2026, 1, 15)
STRICT = {"country": "FI", "essential": frozenset({"country"})}
GERMAN = {"countries_served": frozenset({"DE"})}


@settings(max_examples=40, deadline=None)
@given(st.lists(needs(), max_size=4), offerings())
def test_vendor_and_city_see_the_same_score(asked: list[Need], offered: Offering) -> None:
    wanted = [replace(item, key=f"n{i}", owner="x") for i, item in enumerate(asked)]
    library = library_of(*wanted, offered)
    mirror = find_challenges(library, offered, today=TODAY)
    for fit in mirror.fits:
        assert fit.match.score == find_suppliers(library, fit.need, today=TODAY)[0].score
    for miss in mirror.near_misses:
        assert find_suppliers(library, miss.need, today=TODAY) == []
        essential = miss.need.facts.essential - {fact.name for fact in miss.facts_in_the_way}
        milder = replace(miss.need, facts=replace(miss.need.facts, essential=essential))
        again = find_suppliers(library, milder, today=TODAY)[0]
        assert again.score == pytest.approx(miss.match.score, abs=1e-12)


def test_what_keeps_an_offering_out_is_named() -> None:
    lamps = offering("lamps", TEXTS["lamps"], facts=GERMAN)
    library = library_of(lamps, need("Street lamps fail.", facts=STRICT))
    mirror = find_challenges(library, lamps, today=TODAY)
    assert mirror.fits == ()
    assert [fact.name for fact in mirror.near_misses[0].facts_in_the_way] == ["country"]


def test_an_offering_that_is_not_in_the_library_leaves_no_trace(library: Library) -> None:
    put(library, need("Street lamps fail."))
    draft = offering("draft", "A new idea for street lamps that fail.")
    newer = offering("lamps", "Another text about street lamps that fail at night.")
    before = find_suppliers(library, need("Street lamps fail."), today=TODAY)
    assert len(find_challenges(library, draft, today=TODAY).fits) == 1
    assert len(find_challenges(library, newer, today=TODAY).fits) == 1
    assert find_suppliers(library, need("Street lamps fail."), today=TODAY) == before


@pytest.mark.whole
@settings(max_examples=sized(15, 300), deadline=None)
@given(many_offerings(), st.lists(needs(), max_size=6))
def test_every_need_is_judged_and_has_its_place(offered: list[Offering], asked: list[Need]) -> None:
    wanted = [replace(item, key=f"n{i}", owner="x") for i, item in enumerate(asked)]
    library = library_of(*wanted, *offered)
    for one in offered:
        mirror = find_challenges(library, one, limit=3, today=TODAY)
        judged = [*mirror.fits, *mirror.near_misses]
        ranks = {
            need.key: {m.key: m.rank for m in find_suppliers(library, need, today=TODAY)}
            for need in wanted
        }
        assert [fit.place for fit in mirror.fits] == [
            ranks[fit.need.key].get(one.key) for fit in mirror.fits
        ]
        scores = {fit.need.key: fit.match.score for fit in judged}
        # Nothing that is left out would have been better than what is shown.
        everything = find_challenges(library, one, limit=len(wanted) + 1, today=TODAY)
        for all_, some in (
            (everything.fits, mirror.fits),
            (everything.near_misses, mirror.near_misses),
        ):
            assert [fit.need.key for fit in all_[:3]] == [fit.need.key for fit in some]
        assert len(everything.fits) + len(everything.near_misses) == len(wanted)
        assert scores.keys() <= {need.key for need in wanted}
