from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.profiles import Need, Offering
from matching.ranking.explanation import RequirementVerdict, coverage_of, likelihoods
from matching.ranking.facts import Verdict
from matching.ranking.weights import VERDICTS
from matching.suppliers import find_suppliers
from tests.matching.shelves import TEXTS, library_of, need, offering
from tests.matching.strategies import many_offerings, needs

TODAY = date(2026, 1, 15)
SILENT = RequirementVerdict("x", False, True, Verdict.NOT_STATED, None, 0.2, 0.6)

numbers = st.lists(st.floats(0.0, 1.0), min_size=len(VERDICTS) - 1, max_size=len(VERDICTS) - 1).map(
    lambda row: np.array([row])
)


def verdicts_of(asked: Need, *items: Offering) -> dict[str, tuple[RequirementVerdict, ...]]:
    found = find_suppliers(library_of(*items), asked, today=TODAY)
    return {match.key: match.requirements for match in found}


@given(numbers)
def test_likelihoods_add_up_to_one(row: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    (likely,) = likelihoods(row)
    assert likely.sum() == pytest.approx(1.0, abs=1e-6)
    assert (likely >= 0.0).all()


@pytest.mark.parametrize("name", ["near", "held", "promised", "whole", "said"])
def test_what_speaks_for_a_requirement_makes_it_likelier_that_it_is_met(name: str) -> None:
    low = np.zeros((1, len(VERDICTS) - 1))
    high = low.copy()
    high[0, list(VERDICTS).index(name) - 1] = 1.0
    assert likelihoods(high)[0, 0] > likelihoods(low)[0, 0]


@pytest.mark.parametrize("name", ["limit_near", "limit_held", "opposed"])
def test_what_speaks_against_it_makes_it_likelier_that_it_is_not(name: str) -> None:
    low = np.zeros((1, len(VERDICTS) - 1))
    high = low.copy()
    high[0, list(VERDICTS).index(name) - 1] = 1.0
    assert likelihoods(high)[0, 1] > likelihoods(low)[0, 1]


def test_an_essential_requirement_counts_double() -> None:
    met = replace(SILENT, verdict=Verdict.MET, worth=1.0)
    none = replace(SILENT, worth=0.0)
    assert coverage_of((met, none)) == pytest.approx(1 / 2)
    assert coverage_of((replace(met, essential=True), none)) == pytest.approx(2 / 3)
    assert coverage_of(()) == 0.0


@settings(max_examples=30, deadline=None)
@given(many_offerings(), needs())
def test_a_verdict_is_the_same_alone_as_in_company(items: list[Offering], asked: Need) -> None:
    in_company = {
        key: [(item.verdict, item.evidence and item.evidence.text) for item in found]
        for key, found in verdicts_of(asked, *items).items()
    }
    # The library as a whole counts (how rare words are), so it stays; only others are asked.
    library = library_of(*items)
    for match in find_suppliers(library, asked, today=TODAY, limit=1):
        alone = [
            (item.verdict, item.evidence and item.evidence.text) for item in match.requirements
        ]
        assert alone == in_company[match.key]


def test_nothing_is_said_by_a_listing_without_sentences() -> None:
    asked = need("Dark streets.", TEXTS["lamps"])
    (verdict,) = verdicts_of(asked, offering("bare", "Lamps"))["bare"]
    assert (verdict.verdict, verdict.evidence) == (Verdict.NOT_STATED, None)


def test_a_sentence_taken_out_changes_the_verdict() -> None:
    asked = need("Dark streets.", TEXTS["lamps"])
    (met,) = verdicts_of(asked, offering("a", f"{TEXTS['lamps']} {TEXTS['heat']}"))["a"]
    (gone,) = verdicts_of(asked, offering("a", TEXTS["heat"]))["a"]
    assert (met.verdict, gone.verdict) == (Verdict.MET, Verdict.NOT_STATED)
    assert met.worth > gone.worth
