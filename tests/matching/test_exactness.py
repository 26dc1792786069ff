"""The first ten are those of an exhaustive ranking, whatever the filter and the index.

The exhaustive ranking is written here in the plainest way: judge every offering that passes,
sort, fold, give out places. Whole: 1,000 libraries; else a few dozen.
"""

from datetime import UTC, date, datetime
from functools import lru_cache
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.library import Library, VectorKind
from matching.partners import find_partners
from matching.profiles import Need, Offering, text_of
from matching.ranking.facts import Verdict, fact_verdicts
from matching.ranking.filters import Filters, passes
from matching.ranking.scoring import neutral
from matching.ranking.signals import query_of
from matching.ranking.weights import FOR_PARTNERS, FOR_SUPPLIERS, Weights
from matching.suppliers import Judged, find_suppliers, judge
from tests.matching import crowds
from tests.matching.crowds import TODAY
from tests.matching.ranking.test_weights import moved
from tests.matching.shelves import library_of
from tests.sizes import sized

PER_LIBRARY = 4
LAST = datetime.max.replace(tzinfo=UTC)


def exhaustive(
    library: Library, need: Need, filters: Filters, limit: int, weights: Weights
) -> list[Judged]:
    shelf = library.offering_shelf
    slots = [slot for slot, key in sorted(shelf.keys.items())
             if allowed(need, shelf.profiles[key], filters, TODAY)]  # fmt: skip
    query = query_of(need, library.vectors_of(need), shelf, library.encoder.languages, weights)
    judged = judge(query, shelf, np.array(slots, dtype=np.int64), TODAY)
    judged.sort(key=lambda item: (-item.score, neutral(need, item.offering)))
    return placed(unfolded(judged), limit)


def allowed(need: Need, offering: Offering, filters: Filters, today: date) -> bool:
    facts = fact_verdicts(need.facts, offering.facts, today)
    refused = any(fact.essential and fact.verdict is Verdict.NOT_MET for fact in facts)
    return passes(filters, offering) and not refused


def unfolded(judged: list[Judged]) -> list[Judged]:
    """Without copies of what was public before them, or at the same moment and ranks higher."""
    since = [item.offering.public_since or LAST for item in judged]
    return [
        item
        for place, item in enumerate(judged)
        if not any(
            (since[other], other) < (since[place], place) and are_alike(*texts(item, judged[other]))
            for other in range(len(judged))
        )
    ]


def texts(one: Judged, other: Judged) -> tuple[str, str]:
    return text_of(one.offering), text_of(other.offering)


@lru_cache(maxsize=500_000)
def are_alike(one: str, other: str) -> bool:
    left, right = runs(one), runs(other)
    shorter = min(len(left), len(right))
    return shorter >= 10 and len(left & right) >= 0.7 * shorter


@lru_cache(maxsize=20_000)
def runs(text: str) -> frozenset[tuple[str, ...]]:
    words = text.lower().replace(".", "").split()
    return frozenset(zip(*(words[i:] for i in range(3)), strict=False))


def placed(judged: list[Judged], limit: int) -> list[Judged]:
    places: list[Judged] = []
    while len(places) < limit:
        block: list[Judged] = []
        for item in [item for item in judged if item not in places]:
            of_owner = sum(other.offering.owner == item.offering.owner for other in block)
            if len(block) < 10 and of_owner < 2:
                block.append(item)
        places += block
        if len(block) < 10:
            break
    return places[:limit]


@pytest.mark.whole
@settings(max_examples=sized(15, 500), deadline=None)
@given(
    st.sampled_from(["exact", "faiss"]),
    st.integers(0, 2**32),
    st.sampled_from([3, 10, 25]),
    st.just(FOR_SUPPLIERS) | moved(),
)
def test_the_first_ten_are_those_of_an_exhaustive_ranking(
    kind: VectorKind, seed: int, limit: int, weights: Weights
) -> None:
    random = Random(seed)
    library = library_of(*crowds.offerings(random, random.choice([20, 150, 400])), vectors=kind)
    for _ in range(PER_LIBRARY):
        need, filters = crowds.need(random), crowds.filters(random)
        expected = exhaustive(library, need, filters, limit, weights)
        found = find_suppliers(
            library, need, filters=filters, limit=limit, today=TODAY, weights=weights
        )
        assert [(m.key, m.score) for m in found] == [
            (item.offering.key, item.score) for item in expected
        ]


@pytest.mark.whole
@settings(max_examples=sized(10, 300), deadline=None)
@given(
    st.sampled_from(["exact", "faiss"]),
    st.integers(0, 2**32),
    st.just(FOR_PARTNERS) | moved(FOR_PARTNERS),
)
def test_the_first_partners_are_those_of_an_exhaustive_ranking(
    kind: VectorKind, seed: int, weights: Weights
) -> None:
    random = Random(seed)
    count = random.choice([10, 60, 200])
    others = [crowds.need(random, f"n{i}", f"city {i // 2}") for i in range(count)]
    library, asked = library_of(*others, vectors=kind), crowds.need(random, owner="city 1")
    everybody = find_partners(library, asked, limit=count, today=TODAY, weights=weights)
    found = find_partners(library, asked, limit=10, today=TODAY, weights=weights)
    assert found == everybody[:10]
    assert {match.owner for match in everybody} == {n.owner for n in others} - {"city 1"}
    assert [m.score for m in everybody] == sorted((m.score for m in everybody), reverse=True)
