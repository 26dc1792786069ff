from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.library import Library, VectorKind
from matching.profiles import Need, Offering
from matching.ranking.facts import Verdict
from matching.ranking.filters import Filters
from matching.suppliers import Match, find_suppliers
from tests.matching.shelves import TEXTS, library_of, need, offering, put
from tests.matching.strategies import filters, many_offerings, needs

TODAY = date(2026, 1, 15)
DARK = need("Street lamps fail and nobody reports them.")


def keys(matches: list[Match]) -> list[str]:
    return [match.key for match in matches]


def test_the_offering_that_speaks_of_the_need_comes_first(library: Library) -> None:
    assert keys(find_suppliers(library, DARK, today=TODAY))[0] == "lamps"


def test_a_withdrawn_offering_is_gone_at_once(library: Library) -> None:
    library.drop_offering("lamps")
    assert "lamps" not in keys(find_suppliers(library, DARK, today=TODAY))


def test_a_new_version_takes_the_place_of_the_old(library: Library) -> None:
    put(library, offering("lamps", "Cameras count boats in the harbour and report the noise."))
    matches = find_suppliers(library, need("Boats in the harbour make noise."), today=TODAY)
    assert matches[0].key == "lamps"
    assert len(matches) == len(TEXTS)


@settings(max_examples=40, deadline=None)
@given(many_offerings(), needs(), filters())
def test_a_score_is_the_sum_of_its_factors(items: list[Offering], asked: Need, f: Filters) -> None:
    for match in find_suppliers(library_of(*items), asked, filters=f, today=TODAY):
        assert abs(match.score - sum(x.value * x.weight for x in match.factors)) < 1e-9
        assert abs(sum(factor.weight for factor in match.factors) - 1.0) < 1e-9
        assert 0.0 <= match.score <= 1.0
        assert all(0.0 <= factor.value <= 1.0 for factor in match.factors)


@settings(max_examples=40, deadline=None)
@given(many_offerings(), needs(), filters(), st.randoms())
def test_the_order_of_putting_changes_nothing(
    items: list[Offering], asked: Need, wanted: Filters, random: Random
) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    first, second = library_of(*items), library_of(*shuffled)
    for library in (first, second):
        put(library, offering("gone", "Cameras count parking places.", owner="a"))
        library.drop_offering("gone")
    assert find_suppliers(first, asked, filters=wanted, today=TODAY) == find_suppliers(
        second, asked, filters=wanted, today=TODAY
    )


@settings(max_examples=40, deadline=None)
@given(many_offerings(), needs())
def test_evidence_is_a_literal_span_of_the_offering(items: list[Offering], asked: Need) -> None:
    library = library_of(*items)
    for match in find_suppliers(library, asked, today=TODAY):
        texts = {field.name: field.text for field in library.offerings[match.key].fields}
        for verdict in match.requirements:
            if verdict.evidence is not None:
                found = verdict.evidence
                assert texts[found.field][found.start : found.end] == found.text
                assert 0.0 < found.strength <= 1.0


@settings(max_examples=40, deadline=None)
@given(many_offerings(), needs())
def test_both_kinds_of_index_rank_alike(items: list[Offering], asked: Need) -> None:
    exact, fast = (library_of(*items, vectors=kind) for kind in ("exact", "faiss"))
    assert find_suppliers(exact, asked, today=TODAY) == find_suppliers(fast, asked, today=TODAY)


def test_a_met_requirement_shows_its_sentence(library: Library) -> None:
    asked = need("Dark streets.", "Failed street lamps are reported within one minute by sensors.")
    verdict = find_suppliers(library, asked, today=TODAY)[0].requirements[0]
    assert (verdict.verdict, verdict.stated) == (Verdict.MET, True)
    assert verdict.evidence is not None
    assert verdict.evidence.text == TEXTS["lamps"]


def test_a_need_without_requirements_still_shows_evidence(library: Library) -> None:
    asked = need("Sensors report street lamps that have failed.")
    verdict = find_suppliers(library, asked, today=TODAY)[0].requirements[0]
    assert (verdict.stated, verdict.verdict) == (False, Verdict.MET)


def test_a_name_is_no_evidence_where_there_is_a_sentence() -> None:
    named = "Street lamps that report failures"
    text = "Failures of street lamps are told to the city."
    asked = need("Dark streets.", "Street lamps report failures.")
    fields = {"both": {"name": named}, "bare": {"name": named}}
    both = library_of(offering("both", text, texts=fields["both"]))
    bare = library_of(offering("bare", "", texts=fields["bare"]))
    seen = [find_suppliers(x, asked, today=TODAY)[0].requirements[0].evidence for x in (both, bare)]
    assert [item and item.field for item in seen] == ["description", "name"]


def test_one_sentence_of_praise_does_not_meet_ten_requirements() -> None:
    praise = "Sensors report lamps, bins, trees, parking, heating, noise, traffic and tickets."
    asked = need(
        "A smart city.",
        *(f"Sensors report {word}." for word in praise.rstrip(".").replace(",", "").split()[2:]),
    )
    match = find_suppliers(library_of(offering("puff", praise)), asked, today=TODAY)[0]
    assert sum(item.verdict is Verdict.MET for item in match.requirements) <= 2


def test_what_an_offering_says_against_itself_is_not_met() -> None:
    against = "Failed street lamps are reported within one minute by sensors."
    library = library_of(offering("a", "Lamps for the city.", texts={"not_suited": against}))
    verdict = find_suppliers(library, need("Lamps.", against), today=TODAY)[0].requirements[0]
    assert verdict.verdict is Verdict.NOT_MET
    assert verdict.evidence is not None
    assert verdict.evidence.field == "not_suited"


def test_a_negated_sentence_is_no_evidence() -> None:
    library = library_of(offering("a", "The sensors do not report failed street lamps at night."))
    asked = need("Lamps.", "The sensors report failed street lamps at night.")
    verdict = find_suppliers(library, asked, today=TODAY)[0].requirements[0]
    assert verdict.verdict is Verdict.NOT_STATED


def test_only_a_stated_not_met_of_an_essential_fact_excludes() -> None:
    text = TEXTS["lamps"]
    library = library_of(
        offering("serves", text + " One.", facts={"countries_served": frozenset({"FI"})}),
        offering("silent", TEXTS["bins"]),
        offering("elsewhere", TEXTS["trees"], facts={"countries_served": frozenset({"DE"})}),
    )
    mild = need("Lamps.", facts={"country": "FI"})
    strict = need("Lamps.", facts={"country": "FI", "essential": frozenset({"country"})})
    assert len(find_suppliers(library, mild, today=TODAY)) == 3
    assert set(keys(find_suppliers(library, strict, today=TODAY))) == {"serves", "silent"}


@pytest.mark.parametrize("count", [30, 400])
def test_a_narrow_filter_still_fills_the_page(kind: VectorKind, count: int) -> None:
    items = [
        offering(
            f"o{i}",
            f"{TEXTS['lamps']} Number {i} of house {i * 7}.",
            themes=frozenset({"rare"} if i % 30 == 7 else {"common"}),
        )
        for i in range(count)
    ]
    library = library_of(*items, vectors=kind)
    matches = find_suppliers(
        library, DARK, filters=Filters(themes=frozenset({"rare"})), limit=5, today=TODAY
    )
    assert len(matches) == min(5, len([i for i in range(count) if i % 30 == 7]))


def test_a_page_is_filled_behind_many_offerings_of_one_vendor() -> None:
    flood = [
        offering(f"f{i}", f"Street lamps fail: {' '.join(f'word{i}x{j}' for j in range(9))}.",
                 owner="one")
        for i in range(90)
    ]  # fmt: skip
    others = [offering(key, text) for key, text in TEXTS.items()]
    matches = find_suppliers(library_of(*flood, *others), DARK, limit=7, today=TODAY)
    assert [match.owner for match in matches].count("one") == 2
    assert len(matches) == 7


def test_near_copies_are_folded_into_one() -> None:
    text = " ".join(TEXTS.values())
    copies = [offering(f"c{i}", f"{text} Made by number {i}.") for i in range(10)]
    matches = find_suppliers(library_of(*copies), DARK, today=TODAY)
    assert len(matches) == 1
    assert matches[0].copies == 9
    assert {matches[0].key, *matches[0].folded} == {f"c{i}" for i in range(10)}


def test_a_stale_offering_loses_its_freshness() -> None:
    fresh, old = TODAY - timedelta(days=90), TODAY - timedelta(days=91)
    library = library_of(
        offering("old", TEXTS["lamps"], confirmed_on=old),
        offering("fresh", TEXTS["lamps"], confirmed_on=fresh),
    )
    first, second = find_suppliers(library, DARK, today=TODAY)
    values = [{f.name: f.value for f in match.factors}["freshness"] for match in (first, second)]
    assert (first.key, values) == ("fresh", [1.0, 0.0])


def test_names_and_keys_do_not_decide_between_equals() -> None:
    texts = [f"Street lamps number {word}." for word in ("anna", "berta", "carla", "dora")]
    by_key = [find_suppliers(
        library_of(*(offering(f"{salt}{i}", text) for i, text in enumerate(texts))),
        DARK, today=TODAY,
    ) for salt in ("a", "zz")]  # fmt: skip
    assert [key[-1] for key in keys(by_key[0])] == [key[-1] for key in keys(by_key[1])]


def test_a_need_in_the_library_scores_as_one_that_is_not(library: Library) -> None:
    asked = need("Street lamps fail and nobody reports them.", "Sensors report failed lamps.")
    before = find_suppliers(library, asked, today=TODAY)
    put(library, asked)
    assert find_suppliers(library, asked, today=TODAY) == before


def test_owners_and_keys_can_be_left_out(library: Library) -> None:
    without = Filters(
        owners_excluded=frozenset({"vendor of lamps"}), keys_excluded=frozenset({"bins"})
    )
    found = keys(find_suppliers(library, DARK, filters=without, today=TODAY))
    assert set(found) == {"trees", "parking", "heat"}
    only = Filters(owners=frozenset({"vendor of lamps"}))
    assert keys(find_suppliers(library, DARK, filters=only, today=TODAY)) == ["lamps"]


def test_an_empty_library_finds_nothing(kind: VectorKind) -> None:
    assert find_suppliers(library_of(vectors=kind), DARK, today=TODAY) == []
