from random import Random

import numpy as np
import pytest

from matching.ranking.signals import query_of, text_bounds, text_ceilings, text_parts
from matching.ranking.weights import FOR_SUPPLIERS
from tests.matching import crowds
from tests.matching.shelves import library_of


@pytest.mark.parametrize("seed", range(12))
def test_no_text_fits_better_than_its_bounds_and_a_closer_look_lowers_them(seed: int) -> None:
    random = Random(seed)
    library = library_of(*crowds.offerings(random, 80))
    shelf, need = library.offering_shelf, crowds.need(random)
    query = query_of(need, library.question_of(need), shelf, None, FOR_SUPPLIERS)
    slots = np.array(sorted(shelf.keys))
    fit = np.array(text_parts(query, shelf, slots))
    bounds = np.array(text_bounds(query, shelf, slots))
    assert (bounds >= fit).all()
    assert np.allclose(bounds, fit, atol=1e-3)
    assert (text_ceilings(query, shelf, slots).meaning >= fit[0]).all()
