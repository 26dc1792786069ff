from random import Random

import numpy as np
import pytest

from matching.ranking.signals import (
    close_look,
    first_look,
    query_of,
    text_bounds,
    text_ceilings,
    text_parts,
)
from matching.ranking.weights import FOR_SUPPLIERS
from matching.suppliers import ceilings_of, judge
from tests.matching import crowds
from tests.matching.shelves import library_of

LAST_DIGITS, CLOSE = 1e-8, 1e-3
FAR = 0.3
"""What is nearer has neither view below nothing, where the bounds are not close."""


@pytest.mark.parametrize("seed", range(12))
def test_no_text_fits_better_than_its_bounds_and_a_closer_look_lowers_them(seed: int) -> None:
    random = Random(seed)
    library = library_of(*crowds.offerings(random, 80))
    shelf, need = library.offering_shelf, crowds.need(random)
    query = query_of(need, library.question_of(need), shelf, None, FOR_SUPPLIERS)
    slots = np.array(sorted(shelf.keys))
    fit, bounds = text_parts(query, shelf, slots), text_bounds(query, shelf, slots)
    first = text_ceilings(query, shelf, slots)
    assert (bounds.meaning + LAST_DIGITS >= fit.meaning).all()
    assert (first.meaning + CLOSE >= bounds.meaning).all()
    assert np.allclose(bounds.words, fit.words, atol=LAST_DIGITS)
    assert (bounds.meaning[fit.meaning > FAR] <= fit.meaning[fit.meaning > FAR] + CLOSE).all()


@pytest.mark.parametrize("seed", range(6))
def test_a_first_look_at_many_needs_tells_what_a_close_one_does_and_no_score_exceeds_it(
    seed: int,
) -> None:
    random = Random(seed)
    library = library_of(*crowds.offerings(random, 20))
    shelf, needs = library.offering_shelf, [crowds.need(random) for _ in range(5)]
    queries = [
        query_of(need, library.question_of(need), shelf, None, FOR_SUPPLIERS) for need in needs
    ]
    for slot in sorted(shelf.keys):
        looks = first_look(queries, shelf, slot)
        ceilings = ceilings_of(queries, shelf, slot, crowds.TODAY)
        for query, look, (ceiling, facts) in zip(queries, looks, ceilings, strict=True):
            (fit,) = close_look(query, shelf, np.array([slot]))
            assert (look.meaning, look.words) == pytest.approx((fit.meaning, fit.words), abs=1e-8)
            (judged,) = judge(query, shelf, np.array([slot]), crowds.TODAY)
            assert judged.score <= ceiling
            assert judged.facts == facts
