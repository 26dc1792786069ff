"""No rank and no score depends on anything that is not declared: order, names, ids, threads.

Whole: 1,000 permutations; else a few dozen. The hashing encoder stands in for the model, which is
asked once. Declared factors move a score by exactly their weight times their change.
"""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.encoding import SentenceEncoder
from matching.library import Library, VectorKind
from matching.profiles import Need, Offering, OfferingFacts
from matching.suppliers import Match, find_suppliers
from tests.matching import crowds
from tests.matching.crowds import TODAY
from tests.matching.shelves import TEXTS, library_of, need, offering, put
from tests.sizes import sized

kinds = st.sampled_from(["exact", "faiss"])
seeds = st.integers(0, 2**32)
Answer = list[tuple[str, float]]


def answer(library: Library, asked: Need) -> Answer:
    """Texts and scores of the first ten: what must stay the same when keys and names do not."""
    found = find_suppliers(library, asked, today=TODAY)
    return [(library.offerings[m.key].fields[0].text, m.score) for m in found]


@pytest.mark.whole
@settings(max_examples=sized(25, 1000))
@given(kinds, seeds)
def test_a_permutation_changes_no_rank_and_no_score(kind: VectorKind, seed: int) -> None:
    random = Random(seed)
    items = _without_twins(crowds.offerings(random, random.choice([5, 30, 80])))
    asked = crowds.need(random)
    before = answer(library_of(*items, vectors=kind), asked)
    assert answer(permuted(items, random, kind), asked) == before


def permuted(items: list[Offering], random: Random, kind: VectorKind) -> Library:
    """The same offerings in another order, some dropped and put again, under other names."""
    owners = {item.owner: f"{random.random()}" for item in items}
    renamed = [
        replace(item, key=f"{random.random()}", owner=owners[item.owner], version=f"{number}")
        for number, item in enumerate(random.sample(items, len(items)))
    ]
    library = library_of(*renamed, vectors=kind)
    for item in random.sample(renamed, len(renamed) // 3):
        library.drop_offering(item.key)
    for item in random.sample(crowds.offerings(random, 5), 5):
        put(library, replace(item, key=f"gone {item.key}"))
        library.drop_offering(f"gone {item.key}")
    for item in random.sample(renamed, len(renamed)):
        put(library, item)
    return library


def _without_twins(items: list[Offering]) -> list[Offering]:
    """Of texts alike to the letter one: nothing but a hash of their keys tells such twins apart."""
    return list({item.fields: item for item in items}.values())


@pytest.mark.whole
@settings(max_examples=sized(10, 100))
@given(seeds)
def test_of_twins_the_same_number_is_shown_at_the_same_scores(seed: int) -> None:
    random = Random(seed)
    texts = [crowds.text(random) for _ in range(4)]
    items = [offering(f"o{n}", random.choice(texts), owner=f"v{n}") for n in range(30)]
    asked = crowds.need(random)
    before = answer(library_of(*items), asked)
    assert [score for _, score in answer(permuted(items, random, "exact"), asked)] == [
        score for _, score in before
    ]


@pytest.mark.whole
@settings(max_examples=sized(3, 50))
@given(kinds, seeds)
def test_threads_that_ask_at_once_get_the_same_answers(kind: VectorKind, seed: int) -> None:
    random = Random(seed)
    library = library_of(*crowds.offerings(random, 60), vectors=kind)
    asked = [crowds.need(random, key=f"need {number}") for number in range(6)] * 4
    alone = [answer(library, need) for need in asked]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda need: answer(library, need), asked)) == alone


_PROGRAM = """
from random import Random
from tests.matching import crowds
from tests.matching.shelves import library_of
from matching.suppliers import find_suppliers
random = Random(7)
library = library_of(*crowds.offerings(random, 60), vectors="faiss")
for number in range(5):
    found = find_suppliers(library, crowds.need(random), today=crowds.TODAY)
    print([(match.key, match.score.hex(), match.folded) for match in found])
"""


@pytest.mark.processes
def test_every_process_gives_the_same_answers_whatever_its_threads_and_hashes() -> None:
    printed = set()
    for threads, seed in (("1", "0"), ("2", "1"), ("2", "12345")):
        environment = {"OMP_NUM_THREADS": threads, "PYTHONHASHSEED": seed, "PYTHONPATH": "."}
        run = subprocess.run(
            [sys.executable, "-c", _PROGRAM], capture_output=True, check=True, env=environment
        )
        printed.add(run.stdout)
    assert len(printed) == 1
    assert printed.pop().count(b"0x1.") > 20


@pytest.mark.model
def test_a_permutation_changes_nothing_with_the_model_either() -> None:
    random, encoder = Random(3), SentenceEncoder()
    items = [offering(key, text) for key, text in TEXTS.items()]
    asked = need("Street lamps fail and nobody reports them.", "Sensors report failed lamps.")
    answers = []
    for _ in range(3):
        library = Library(encoder, vectors="faiss")
        for item in random.sample(items, len(items)):
            library.put_offering(item, library.encode(item))
        answers.append(find_suppliers(library, asked, today=TODAY))
    for other in answers[1:]:
        assert [match.key for match in other] == [match.key for match in answers[0]]
        # In other company the last digits of a vector differ by what one pass adds up.
        scores = zip(other, answers[0], strict=True)
        assert all(abs(one.score - two.score) < 1e-5 for one, two in scores)


@pytest.mark.whole
@settings(max_examples=sized(15, 200))
@given(kinds, seeds)
def test_at_most_two_of_ten_are_of_one_vendor(kind: VectorKind, seed: int) -> None:
    random = Random(seed)
    items = [
        replace(item, owner=f"vendor {random.randrange(6)}")
        for item in crowds.offerings(random, 60)
    ]
    found = find_suppliers(library_of(*items, vectors=kind), crowds.need(random), today=TODAY)
    assert max(Counter(match.owner for match in found).values(), default=0) <= 2


def factors(matches: list[Match]) -> dict[str, tuple[float, float]]:
    (match,) = matches
    return {factor.name: (factor.value, factor.weight) for factor in match.factors}


STALE = TODAY - timedelta(days=200)
PLAIN = offering("a", TEXTS["lamps"], confirmed_on=STALE)


@pytest.mark.parametrize(
    ("factor", "better", "change"),
    [
        ("freshness", replace(PLAIN, confirmed_on=TODAY), 1.0),
        ("freshness", replace(PLAIN, confirmed_on=None), 0.5),
        ("themes", replace(PLAIN, themes=frozenset({"EN"})), 0.5),
        ("themes", replace(PLAIN, themes=frozenset({"EN", "MO"})), 1.0),
        ("facts", replace(PLAIN, facts=OfferingFacts(trl=9)), 0.25),
        ("facts", replace(PLAIN, facts=OfferingFacts(trl=2)), -0.25),
        ("facts", replace(PLAIN, facts=OfferingFacts(trl=9, languages=frozenset({"fi"}))), 0.5),
    ],
)
def test_a_declared_factor_moves_the_score_by_its_weight_times_its_change(
    factor: str, better: Offering, change: float
) -> None:
    asked = need("Street lamps fail.", facts={"trl_minimum": 7, "languages": frozenset({"fi"})},
                 themes=frozenset({"EN", "MO"}))  # fmt: skip
    before = find_suppliers(library_of(PLAIN), asked, today=TODAY)
    after = find_suppliers(library_of(better), asked, today=TODAY)
    weight = factors(before)[factor][1]
    assert after[0].score - before[0].score == pytest.approx(weight * change, abs=1e-12)
    moved = {name for name, value in factors(after).items() if value != factors(before)[name]}
    assert moved == {factor}


UNDECLARED = [
    {"key": "zz"},
    {"owner": "Aaron Ltd"},
    {"version": "99"},
    {"technologies": frozenset({"ai", "blockchain"})},
]


@pytest.mark.parametrize("change", UNDECLARED)
def test_what_is_not_declared_moves_nothing(change: dict[str, object]) -> None:
    others = [offering(key, text) for key, text in TEXTS.items() if key != "lamps"]
    asked = need("Street lamps fail.", "Sensors report failed lamps.", themes=frozenset({"EN"}))
    plain = library_of(PLAIN, *others)
    changed = library_of(replace(PLAIN, **change), *others)
    assert answer(changed, asked) == answer(plain, asked)


def test_a_day_more_or_less_within_the_days_allowed_moves_nothing() -> None:
    asked = need("Street lamps fail.")
    scores = {
        find_suppliers(library_of(replace(PLAIN, confirmed_on=day)), asked, today=TODAY)[0].score
        for day in (date(2025, 10, 17), TODAY - timedelta(days=1), TODAY)
    }
    assert len(scores) == 1
