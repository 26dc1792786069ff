from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.evaluation.learning import (
    LEAST_CITIES,
    LEAST_VERDICTS,
    MOST_OF_ONE_CITY,
    MOST_PER_CITY,
    Judgement,
    learn,
    rescored,
)
from matching.profiles import Need, Offering
from matching.ranking.scoring import Factor
from matching.ranking.weights import FOR_SUPPLIERS, MOST_LEARNED, Weights
from matching.suppliers import find_suppliers
from tests.matching import strategies
from tests.matching.ranking.test_weights import moved
from tests.matching.shelves import library_of

TODAY = date(2026, 1, 15)
NAMES = tuple(FOR_SUPPLIERS.by_name)
seeds = st.integers(0, 2**32 - 1)


def judgement(values: list[float], grade: int, *, city: str, need: str = "") -> Judgement:
    factors = zip(FOR_SUPPLIERS.by_name.items(), values, strict=True)
    return Judgement(
        city,
        need or city,
        tuple(Factor(name, value, share) for (name, share), value in factors),
        grade,
    )


def at_random(seed: int, cities: int, each: int = MOST_PER_CITY) -> list[Judgement]:
    """Cities that find anything useful; the first one cares for a single factor."""
    chance = np.random.default_rng(seed)
    values = chance.random((cities, each, len(NAMES)))
    grades = chance.integers(-1, 4, (cities, each))
    grades[0] = np.where(values[0, :, seed % len(NAMES)] > 0.5, 3, -1)
    return [
        judgement(values[city, item].tolist(), int(grades[city, item]), city=f"city {city}")
        for city in range(cities)
        for item in range(each)
    ]


def who_wants(name: str, cities: int, each: int = MOST_PER_CITY) -> list[Judgement]:
    """Cities that find useful what has the factor, all else being equal."""
    place = NAMES.index(name)
    return [
        judgement(
            [float(item % 2) if at == place else 0.4 for at in range(len(NAMES))],
            item % 2,
            city=f"city {city}",
        )
        for city in range(cities)
        for item in range(each)
    ]


def shares(judgements: list[Judgement]) -> dict[str, float]:
    return learn(judgements, FOR_SUPPLIERS).weights.by_name


@given(seed=seeds, cities=st.integers(LEAST_CITIES, 12))
@settings(max_examples=5)
def test_weights_stay_within_their_bounds_and_one_together(seed: int, cities: int) -> None:
    learned = learn(at_random(seed, cities), FOR_SUPPLIERS)
    assert sum(learned.weights.by_name.values()) == pytest.approx(1.0)
    for name, share in learned.weights.by_name.items():
        documented = FOR_SUPPLIERS.by_name[name]
        assert abs(share - documented) <= MOST_LEARNED * documented + 1e-5
        assert all(abs(end - documented) <= MOST_LEARNED * documented + 1e-5
                   for end in learned.intervals[name])  # fmt: skip


@given(seed=seeds, cities=st.integers(LEAST_CITIES + 1, 12))
@settings(max_examples=5)
def test_no_city_moves_a_weight_by_more_than_a_small_part(seed: int, cities: int) -> None:
    everybody = at_random(seed, cities)
    others = [item for item in everybody if item.city != "city 0"]
    for name, share in shares(everybody).items():
        part = abs(share - shares(others)[name]) / FOR_SUPPLIERS.by_name[name]
        assert part <= MOST_OF_ONE_CITY + 1e-4


@pytest.mark.parametrize(
    "judgements",
    [
        [],
        who_wants("facts", LEAST_CITIES - 1),
        who_wants("facts", LEAST_CITIES, each=LEAST_VERDICTS // LEAST_CITIES - 1),
        [judgement([0.5] * 6, 1, city=f"city {n % 9}") for n in range(90)],
    ],
    ids=["nobody spoke", "too few cities", "too few verdicts", "all found alike"],
)
def test_too_little_said_moves_nothing(judgements: list[Judgement]) -> None:
    learned = learn(judgements, FOR_SUPPLIERS)
    assert not learned.enough
    assert learned.weights == FOR_SUPPLIERS


@pytest.mark.parametrize("name", NAMES)
def test_what_many_cities_find_useful_counts_more_and_the_more_the_more_say_so(name: str) -> None:
    few, many = shares(who_wants(name, 6)), shares(who_wants(name, 40))
    assert FOR_SUPPLIERS.by_name[name] < few[name] < many[name]


def test_only_the_newest_verdicts_of_a_city_count() -> None:
    newest, older = who_wants("facts", 6), who_wants("themes", 6, each=200)
    assert shares([*newest, *older]) == shares(newest)


def test_the_same_verdicts_give_the_same_weights() -> None:
    judgements = at_random(7, 6)
    assert learn(judgements, FOR_SUPPLIERS) == learn(list(judgements), FOR_SUPPLIERS)


def test_agreement_rises_where_the_verdicts_have_a_common_reason() -> None:
    noise = np.random.default_rng(1).random((600, len(NAMES))) * 0.2
    noise[:, NAMES.index("facts")] = np.arange(600) // 90 % 2
    judgements = [
        judgement(row.tolist(), int(row[NAMES.index("facts")]), city=f"city {place % 30}",
                  need=f"need {place % 90}")
        for place, row in enumerate(noise)
    ]  # fmt: skip
    learned = learn(judgements, FOR_SUPPLIERS)
    assert learned.agreement_before is not None
    assert learned.agreement_after is not None
    assert learned.agreement_before < learned.agreement_after <= 1.0


@given(weights=moved(), asked=strategies.needs(), items=strategies.many_offerings(4))
@settings(max_examples=30)
def test_a_pair_is_scored_by_other_weights_as_the_engine_scores_it(
    weights: Weights, asked: Need, items: list[Offering]
) -> None:
    library = library_of(*items)
    documented = {match.key: match for match in find_suppliers(library, asked, today=TODAY)}
    for match in find_suppliers(library, asked, today=TODAY, weights=weights):
        if match.key in documented:
            factors = documented[match.key].factors
            assert rescored(factors, FOR_SUPPLIERS, weights) == pytest.approx(match.score)
