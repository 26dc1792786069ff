from random import Random

import numpy as np
import pytest

from matching.ranking.coverage import CoverageCeilings
from matching.ranking.explanation import coverage_of, requirement_verdicts
from matching.ranking.readings import asked_of
from matching.ranking.signals import query_of
from matching.ranking.weights import FOR_SUPPLIERS
from tests.matching import crowds
from tests.matching.shelves import library_of


@pytest.mark.parametrize("seed", range(12))
def test_no_offering_covers_more_than_its_ceiling(seed: int) -> None:
    random = Random(seed)
    library = library_of(*crowds.offerings(random, 60))
    shelf, need = library.offering_shelf, crowds.need(random)
    while not need.requirements:
        need = crowds.need(random)
    query = query_of(need, library.question_of(need), shelf, None, FOR_SUPPLIERS)
    asked, slots = asked_of(query, shelf), np.array(sorted(shelf.keys))
    ceilings = CoverageCeilings.of(asked, shelf)(slots)
    found = [coverage_of(said) for said in requirement_verdicts(asked, shelf, slots.tolist())]
    assert (ceilings >= found).all()
    assert (ceilings <= 1.0).all()
