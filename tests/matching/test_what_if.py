"""What keeps an offering out, what lets it in, and what a milder need would find."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.changes import Change, ChangeKind, possible_changes
from matching.library import Library, VectorKind
from matching.profiles import Need, Offering
from matching.ranking.filters import Filters
from matching.suppliers import Match
from matching.what_if import Outcome, Ranking, Reason, why_not
from tests.matching.shelves import TEXTS, library_of, need, offering, put
from tests.matching.strategies import filters, many_offerings, needs, offerings
from tests.sizes import sized

TODAY = date(2026, 1, 15)
ASKED = "Street lamps fail and nobody reports them."
STRICT = {"country": "FI", "essential": frozenset({"country"})}
GERMAN = {"countries_served": frozenset({"DE"})}


def ranking(asked: Need, **more: object) -> Ranking:
    return Ranking(need=asked, today=TODAY, **more)  # type: ignore[arg-type]


def really(library: Library, outcome: Outcome) -> None:
    """Make a change for good, as its vendor would."""
    put(library, outcome.change.offering)
    for key in outcome.change.without:
        library.drop_offering(key)


@pytest.mark.whole
@pytest.mark.parametrize("vectors", ["exact", "faiss"])
@settings(max_examples=sized(25, 500), deadline=None)
@given(many_offerings(), offerings(key=st.just("mine")), needs(), filters(), st.integers(1, 3))
def test_a_change_that_lets_it_in_does_so_at_that_very_place(
    vectors: VectorKind,
    others: list[Offering],
    mine: Offering,
    wanted: Need,
    chosen: Filters,
    limit: int,
) -> None:
    others = [item for item in others if item.key != mine.key]
    library = library_of(*others, mine, wanted, vectors=vectors)
    for asked in (ranking(wanted, limit=limit), ranking(wanted, limit=limit, filters=chosen)):
        before = asked.of(library, 20)
        found = why_not(library, asked, mine)
        assert asked.of(library, 20) == before
        is_in = mine.key in [match.key for match in asked.of(library)]
        assert (found.reason is None) == is_in
        assert found.reason is not Reason.SCORE or (found.place or 0) > limit
        tried = [*found.lets_in, *([found.raises_most] if found.raises_most else [])]
        for outcome in tried:
            changed = library_of(*others, mine, wanted, vectors=vectors)
            really(changed, outcome)
            places = {match.key: match.rank for match in asked.of(changed)}
            assert places.get(mine.key) == outcome.place
            assert (outcome in found.lets_in) == (mine.key in places)
        let_in = {outcome.change for outcome in found.lets_in if not outcome.change.without}
        assert is_in or let_in == set(_letting_in(library, asked, mine, found.match))


def _letting_in(library: Library, asked: Ranking, mine: Offering, match: Match) -> Iterator[Change]:
    """The changes to the listing itself that let it in, each of them made for a moment."""
    for change in possible_changes(asked.need, mine, match.facts, match.requirements, TODAY):
        with library.as_if(change.offering, library.vectors_of(change.offering)):
            if mine.key in [item.key for item in asked.of(library)]:
                yield change


def only(found: list[Match]) -> list[str]:
    return [match.key for match in found]


def test_what_is_in_needs_no_change() -> None:
    lamps = offering("lamps", TEXTS["lamps"])
    found = why_not(library_of(lamps), ranking(need(ASKED)), lamps)
    assert (found.reason, found.place, found.lets_in, found.raises_most) == (None, 1, (), None)


def test_an_essential_fact_stated_otherwise_keeps_out_and_stating_it_lets_in() -> None:
    lamps = offering("lamps", TEXTS["lamps"], facts=GERMAN)
    library = library_of(lamps, *(offering(k, t) for k, t in TEXTS.items() if k != "lamps"))
    found = why_not(library, ranking(need(ASKED, facts=STRICT)), lamps)
    assert found.reason is Reason.FACT
    assert found.place is None
    assert [fact.name for fact in found.facts_in_the_way] == ["country"]
    (outcome,) = found.lets_in
    assert (outcome.change.kind, outcome.change.subject) == (ChangeKind.ALTER_FACT, "country")
    assert (outcome.change.value, outcome.place) == ("DE, FI", 1)


def test_two_facts_in_the_way_are_more_than_a_single_change() -> None:
    facts = {"country": "FI", "trl_minimum": 8, "essential": frozenset({"country", "trl"})}
    lamps = offering("lamps", TEXTS["lamps"], facts={**GERMAN, "trl": 5})
    found = why_not(library_of(lamps), ranking(need(ASKED, facts=facts)), lamps)
    assert found.lets_in == ()
    assert found.raises_most is not None
    assert not found.raises_most.allowed


def test_a_filter_that_keeps_out_is_named() -> None:
    lamps = offering("lamps", TEXTS["lamps"], themes=frozenset({"MO"}))
    asked = ranking(need(ASKED), filters=Filters(themes=frozenset({"EN"}), trl_min=3))
    found = why_not(library_of(lamps), asked, lamps)
    assert found.reason is Reason.FILTER
    assert found.filters_in_the_way == ("themes", "trl_min")


def test_a_near_copy_stands_behind_the_one_that_is_shown() -> None:
    text = TEXTS["lamps"] + " " + TEXTS["heat"]
    first = offering("first", text, owner="vendor", confirmed_on=TODAY)
    copy = offering("copy", text, owner="vendor")
    library = library_of(first, copy)
    found = why_not(library, ranking(need(ASKED)), copy)
    assert found.reason is Reason.COPY
    assert found.copy_of is not None
    assert found.copy_of.key == "first"
    kinds = {outcome.change.kind: outcome.place for outcome in found.lets_in}
    assert kinds[ChangeKind.WITHDRAW] == 1


def test_two_places_of_a_vendor_are_all_it_gets() -> None:
    own = [offering(key, TEXTS[key], owner="one") for key in ("lamps", "heat", "bins")]
    library = library_of(*own)
    asked = ranking(need("Lamps, bins and heating of schools."), limit=5)
    last = next(item for item in own if item.key not in only(asked.of(library)))
    found = why_not(library, asked, last)
    assert found.reason is Reason.OWNER
    assert len(found.own_before) == 2
    withdrawn = [o for o in found.lets_in if o.change.kind is ChangeKind.WITHDRAW]
    assert {outcome.change.subject for outcome in withdrawn} == set(only(list(found.own_before)))


def test_a_score_below_the_last_one_in_is_told_factor_by_factor() -> None:
    library = library_of(*(offering(key, text) for key, text in TEXTS.items()))
    trees = library.offerings["trees"]
    found = why_not(library, ranking(need(ASKED), limit=2), trees)
    assert found.reason is Reason.SCORE
    assert found.place is not None
    assert found.place > 2
    assert found.last_in is not None
    gap = sum(item.last - item.own for item in found.differences)
    assert gap == pytest.approx(found.last_in.score - found.match.score, abs=1e-9)


def test_saying_that_a_requirement_is_met_counts_as_said() -> None:
    wanted = "Residents report a failed lamp with their telephone."
    library = library_of(
        offering("lamps", "Lamps for streets and parks in every colour."),
        offering("dark", "Street lamps that fail are found at night by a car."),
    )
    found = why_not(library, ranking(need(ASKED, wanted), limit=1), library.offerings["lamps"])
    (outcome,) = [o for o in found.lets_in if o.change.kind is ChangeKind.STATE_REQUIREMENT]
    assert outcome.change.subject == wanted
    assert outcome.change.offering.fields[0].text.endswith(f"\n{wanted}")


def test_an_offering_not_in_the_library_is_asked_about_without_a_trace() -> None:
    library = library_of(offering("lamps", TEXTS["lamps"]))
    asked = ranking(need(ASKED))
    before = asked.of(library)
    draft = offering("draft", "Street lamps that fail are reported.")
    assert why_not(library, asked, draft).place is not None
    assert asked.of(library) == before
    assert list(library.offerings) == ["lamps"]
