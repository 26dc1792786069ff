"""What several needs ask for together, whoever is named first; nothing is lost, nothing made up."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.common_need import common_need
from matching.encoding.sentence import SentenceEncoder
from matching.library import Library
from matching.profiles import DATA_LOCATIONS, Need, Requirement
from matching.ranking.proposals import REQUIREMENT, Because, Item, Kind
from tests.matching.shelves import ENCODER, library_of, need, sentences

TODAY = date(2026, 11, 23)


def merged(*needs: Need, library: Library | None = None) -> tuple[Item, ...]:
    return common_need(library or Library(ENCODER), needs, today=TODAY).items


def said(item: Item) -> list[tuple[str, str]]:
    return [(source.need, source.text) for source in item.sources]


facts = st.fixed_dictionaries(
    {},
    optional={
        "data_location": st.sampled_from(DATA_LOCATIONS),
        "trl_minimum": st.integers(1, 9),
        "start": st.dates(date(2026, 6, 1), date(2029, 1, 1)),
        "standards": st.frozensets(st.sampled_from(["mim1", "dcat"])),
        "earliest_start": st.dates(date(2026, 6, 1), date(2029, 1, 1)),
        "languages": st.frozensets(st.sampled_from(["fi", "de"])),
        "procedure_languages": st.frozensets(st.sampled_from(["fi", "de", "en"])),
    },
)
figures = st.sampled_from(
    [
        "Report a failed lamp within 5 minutes.",
        "Report failed lamps within 2 hours.",
        "Failed lamps are never reported.",
        "Sensors report failed lamps.",
    ]
)
groups = st.lists(
    st.tuples(st.lists(sentences | figures, max_size=4), facts), min_size=1, max_size=5
)


@settings(max_examples=60, deadline=None)
@given(groups, st.randoms(use_true_random=False))
def test_each_requirement_and_fact_is_in_one_item_in_whatever_order_the_needs_come(
    group: list[tuple[list[str], dict[str, object]]], random: Random
) -> None:
    needs = [need("x", *wants, key=f"n{n}", facts=f) for n, (wants, f) in enumerate(group)]
    items = merged(*needs)
    wanted = Counter(
        (one.key, f"requirements.{n}.text", wish.text)
        for one in needs
        for n, wish in enumerate(one.requirements)
    )
    stated = Counter(
        (one.key, name, str(value))
        for one in needs
        for name, values in (
            ("data_location", [one.facts.data_location]),
            ("trl", [one.facts.trl_minimum]),
            ("start", [one.facts.start]),
            ("earliest_start", [one.facts.earliest_start]),
            ("standards", one.facts.standards),
            ("languages", one.facts.languages),
            ("procedure_languages", one.facts.procedure_languages),
        )
        for value in values
        if value
    )
    found = Counter(
        (source.need, source.field, source.text) for item in items for source in item.sources
    )
    assert found == wanted + stated
    for item in items:
        assert item.wording in {"", *(source.text for source in item.sources)}
        assert (item.wording == "") == (item.because is Because.OPEN)
        assert (item.kind is Kind.CONTRADICTION) == (len(item.sides) > 1)
        assert (item.kind is Kind.EXTRA) == (len(item.needs) == 1)
    random.shuffle(needs)
    assert merged(*needs) == items


def test_the_same_text_twice_is_one_item_and_essential_for_whom_it_is() -> None:
    wish = "Report street lamps that fail."
    loud = "report  street lamps that FAIL"
    one, two = need("a", wish, key="a"), need("b", loud, key="b")
    three = need("c", wish, key="c", facts={"trl_minimum": 7, "essential": frozenset({"trl"})})
    item, level = merged(one, two, three)
    assert (item.kind, item.about, item.needs) == (Kind.CORE, REQUIREMENT, ("a", "b", "c"))
    assert item.essential_for == ("a", "b", "c")
    assert (level.kind, level.wording, level.essential_for) == (Kind.EXTRA, "7", ("c",))


@pytest.mark.parametrize(
    ("one", "two", "wording", "because"),
    [
        (
            "Report a failed street lamp within 30 minutes.",
            "Report a failed street lamp within 2 hours.",
            "Report a failed street lamp within 30 minutes.",
            Because.STRICTEST,
        ),
        (
            "Batteries of the sensors last at least two years.",
            "Batteries of the sensors last 60 months or more.",
            "Batteries of the sensors last 60 months or more.",
            Because.STRICTEST,
        ),
        (
            "Sensors serve at most 500 lamps.",
            "Sensors serve at least 5,000 lamps.",
            "",
            Because.OPEN,
        ),
        ("Keep no data of residents.", "Keep data of residents.", "", Because.OPEN),
        (
            "Update the map of lamps in real time.",
            "Update the map of lamps once a day.",
            "",
            Because.OPEN,
        ),
    ],
)
def test_sentences_that_exclude_each_other_are_set_against_each_other(
    one: str, two: str, wording: str, because: Because
) -> None:
    (item,) = merged(need("x", one, key="a"), need("y", two, key="b"))
    assert item.kind is Kind.CONTRADICTION
    assert sorted(said(item)) == [("a", one), ("b", two)]
    assert (item.wording, item.because) == (wording, because)


def test_a_least_and_a_most_with_room_between_stand_beside_each_other() -> None:
    few = "Sensors serve at least 50 lamps."
    many = "Sensors serve at most 500 lamps."
    kinds = [item.kind for item in merged(need("x", few, key="a"), need("y", many, key="b"))]
    assert kinds == [Kind.EXTRA, Kind.EXTRA]


def test_what_one_need_says_against_itself_is_no_contradiction_of_the_group() -> None:
    texts = "Keep no data of residents.", "Keep data of residents."
    assert {item.kind for item in merged(need("x", *texts, key="a"))} == {Kind.EXTRA}


def test_of_what_excludes_each_other_most_members_then_the_essential_is_proposed() -> None:
    keep, drop = "Keep data of residents.", "Keep no data of residents."
    three = [need("x", text, key=key) for key, text in zip("abc", (keep, drop, keep), strict=True)]
    (item,) = merged(*three)
    assert (item.wording, item.because) == (keep, Because.SHARED)
    assert [len(side) for side in item.sides] == [2, 1]


def test_where_only_one_side_is_essential_it_is_proposed() -> None:
    texts = "Keep data of residents.", "Keep no data of residents."
    one, two = (need("x", text, key=key) for key, text in zip("ab", texts, strict=True))
    soft = replace(one, requirements=(Requirement(texts[0]),))
    (item,) = merged(soft, two)
    assert (item.wording, item.because) == (texts[1], Because.ESSENTIAL)
    assert item.essential_for == ("b",)


def test_of_facts_the_one_that_serves_all_is_proposed() -> None:
    near = {"data_location": "eu", "trl_minimum": 6, "start": date(2027, 3, 1)}
    far = {"data_location": "world", "trl_minimum": 8, "start": date(2027, 9, 1)}
    late = {"start": date(2029, 1, 1), "standards": frozenset({"mim1"})}
    stated = zip("abc", (near, far, late), strict=True)
    items = merged(*(need("x", key=key, facts=facts) for key, facts in stated))
    found = {item.about: item for item in items}
    assert {
        name: (item.kind, item.wording, item.because) for name, item in found.items()
    } == {
        "data_location": (Kind.CONTRADICTION, "eu", Because.STRICTEST),
        "trl": (Kind.CONTRADICTION, "8", Because.STRICTEST),
        "start": (Kind.CONTRADICTION, "2027-03-01", Because.STRICTEST),
        "standards": (Kind.EXTRA, "mim1", Because.ONLY),
    }  # fmt: skip


def starts(**days: tuple[date, ...]) -> Item:
    """The one item about the start of cities that state these days, each a city."""
    stated = [{name: day} for name, values in days.items() for day in values]
    (item,) = merged(*(need("x", key=f"n{n}", facts=f) for n, f in enumerate(stated)))
    return item


def test_starts_within_a_year_are_common_and_one_that_has_passed_is_asked_about() -> None:
    first, second, past = date(2027, 3, 1), date(2027, 9, 1), date(2026, 1, 1)
    item = starts(start=(second, first), earliest_start=(date(2027, 1, 1),))
    assert (item.kind, item.wording, item.because) == (Kind.CORE, "2027-03-01", Because.STRICTEST)
    for asked in (starts(start=(past, second)), starts(start=(first,), earliest_start=(second,))):
        assert (asked.kind, asked.wording) == (Kind.CONTRADICTION, "")


def test_a_group_needs_a_language_in_which_all_can_run_a_procedure() -> None:
    spoken = [frozenset({"fi", "en"}), frozenset({"de", "en"}), frozenset({"de"})]
    needs = [
        need("x", key=k, facts={"procedure_languages": s})
        for k, s in zip("abc", spoken, strict=True)
    ]
    assert {item.wording: item.kind for item in merged(*needs[:2])} == {
        "de": Kind.EXTRA, "en": Kind.CORE, "fi": Kind.EXTRA,
    }  # fmt: skip
    (item,) = merged(*needs)
    assert (item.kind, item.because) == (Kind.CONTRADICTION, Because.OPEN)


def test_what_is_common_is_gathered_into_parts_and_extras_go_to_the_nearest() -> None:
    lamps, bins = "Sensors report street lamps that fail.", "Level meters plan rounds of lorries."
    dim = "A map tells which street lamps are dim and will soon fail."
    items = merged(
        need("x", lamps, bins, dim, key="a"), need("y", lamps, bins, "Breed bees.", key="b")
    )
    parts = {item.wording: item.part for item in items}
    assert parts[lamps] != parts[bins]
    assert parts[dim] == parts[lamps]
    assert parts["Breed bees."] is None


@pytest.mark.model
def test_requirements_in_other_words_are_merged_by_meaning() -> None:
    library = Library(SentenceEncoder())
    one = need("Rents rise.", "Protects tenants from higher bills.", key="a")
    two = need("Rents rise.", "Protects tenants from cost increase.", "Preserves façades.", key="b")
    german = need("Die Mieten steigen in der ganzen Stadt.", "Schützt Mieter.", key="c")
    found = common_need(library, [one, two, german], today=TODAY)
    assert [(item.kind, len(item.sources)) for item in found.items] == [
        (Kind.CORE, 2),
        (Kind.EXTRA, 1),
        (Kind.EXTRA, 1),
    ]
    assert found.unread == ("c",)


def test_needs_that_are_in_the_library_are_merged_as_they_are_kept() -> None:
    needs = [need("Lamps fail.", "Report lamps that fail.", key=key) for key in "ab"]
    assert merged(*needs, library=library_of(*needs))[0].kind is Kind.CORE
