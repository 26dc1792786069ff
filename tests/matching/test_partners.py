from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.partners import find_partners, fits_between
from matching.profiles import JointStance, Need, Place
from tests.matching.shelves import library_of, need
from tests.matching.strategies import needs

TODAY = date(2026, 1, 15)
TEXT = "Street lamps fail and nobody reports them to the city."
OULU = Place("FI", "FI1D9", 65.01, 25.47)
ROVANIEMI = Place("FI", "FI1D7", 66.50, 25.73)
PORTO = Place("PT", "PT11A", 41.15, -8.61)
OPEN = JointStance(open=True)


def test_the_same_need_of_another_city_comes_first() -> None:
    library = library_of(
        need(TEXT, key="same", owner="b"),
        need("Soil probes tell when young trees want water.", key="trees", owner="c"),
    )
    matches = find_partners(library, need(TEXT, owner="a"), today=TODAY)
    assert [match.key for match in matches] == ["same", "trees"]
    shared = matches[0].shared_sentences[0]
    assert shared.own.text == shared.other.text == TEXT


def test_a_city_is_no_partner_of_itself() -> None:
    own = need(TEXT, key="own", owner="a")
    library = library_of(own, need(TEXT, key="second", owner="a"))
    assert find_partners(library, own, today=TODAY) == []


def test_each_city_is_shown_once() -> None:
    library = library_of(*(need(TEXT, key=f"n{i}", owner="b") for i in range(3)))
    assert len(find_partners(library, need(TEXT, owner="a"), today=TODAY)) == 1


def test_of_equal_needs_the_nearer_city_comes_first() -> None:
    library = library_of(
        need(TEXT, key="porto", owner="b", place=PORTO),
        need(TEXT, key="rovaniemi", owner="c", place=ROVANIEMI),
    )
    matches = find_partners(library, need(TEXT, owner="a", place=OULU), today=TODAY)
    assert [match.key for match in matches] == ["rovaniemi", "porto"]


def test_one_who_leads_and_one_who_follows_complement_each_other() -> None:
    lead = JointStance(open=True, roles=frozenset({"lead_buyer"}))
    follow = JointStance(open=True, roles=frozenset({"follower"}))
    library = library_of(
        need(TEXT, key="leads", owner="b", joint=lead),
        need(TEXT, key="follows", owner="c", joint=follow),
    )
    matches = find_partners(library, need(TEXT, owner="a", joint=lead), today=TODAY)
    assert [match.key for match in matches] == ["follows", "leads"]


def test_a_need_that_is_not_open_is_shown_and_flagged() -> None:
    library = library_of(need(TEXT, key="b", joint=JointStance(open=False)))
    match = find_partners(library, need(TEXT, joint=OPEN), today=TODAY)[0]
    assert not match.open
    assert {f.name: f.value for f in match.factors}["complement"] == 0.0


def test_what_agrees_differs_and_contradicts_is_told_apart() -> None:
    own = {"languages": frozenset({"fi"}), "start": date(2026, 6, 1), "data_location": "eu"}
    other = {"languages": frozenset({"fi", "sv"}), "start": date(2028, 6, 1),
             "data_location": "eea"}  # fmt: skip
    library = library_of(need(TEXT, key="b", facts=other))
    match = find_partners(library, need(TEXT, facts=own), today=TODAY)[0]
    assert [item.name for item in match.agrees] == ["languages"]
    assert [item.name for item in match.differs] == ["data_location"]
    assert [item.name for item in match.contradicts] == ["start"]


@settings(max_examples=40, deadline=None)
@given(st.lists(needs(), max_size=5), needs())
def test_a_score_is_the_sum_of_its_factors(others: list[Need], own: Need) -> None:
    library = library_of(
        *(replace(item, key=f"n{i}", owner=f"c{i}") for i, item in enumerate(others))
    )
    for match in find_partners(library, own, today=TODAY):
        assert abs(match.score - sum(x.value * x.weight for x in match.factors)) < 1e-9
        assert 0.0 <= match.score <= 1.0
        texts = {field.name: field.text for field in library.needs[match.key].fields}
        for pair in match.shared_sentences:
            assert texts[pair.other.field][pair.other.start : pair.other.end] == pair.other.text


@settings(max_examples=30, deadline=None)
@given(st.lists(needs(), min_size=2, max_size=6), st.sampled_from([0.0, 0.3, 0.6]))
def test_the_fit_of_a_pair_is_the_lower_of_both_scores(drawn: list[Need], least: float) -> None:
    some = [replace(item, key=f"n{i}", owner=f"c{i}") for i, item in enumerate(drawn)]
    library = library_of(*some)
    scores = {
        (own.key, match.key): match.score
        for own in some
        for match in find_partners(library, own, limit=len(some), today=TODAY)
    }
    fits = fits_between(library, [*(own.key for own in some), "gone"], least=least, today=TODAY)
    assert fits == {
        pair: low
        for pair in scores
        if pair[0] < pair[1] and (low := min(scores[pair], scores[pair[::-1]])) >= least
    }


def test_two_needs_of_one_city_never_fit() -> None:
    library = library_of(*(need(TEXT, key=f"n{i}", owner="b") for i in range(2)))
    assert fits_between(library, ["n0", "n1"], least=0.0, today=TODAY) == {}
