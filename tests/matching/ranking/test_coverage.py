from random import Random

import numpy as np
import pytest

from matching.profiles import Offering
from matching.ranking.coverage import CoverageCeilings
from matching.ranking.explanation import coverage_of, requirement_verdicts
from matching.ranking.readings import Asked, asked_of
from matching.ranking.shelf import Shelf
from matching.ranking.signals import query_of
from matching.ranking.weights import FOR_SUPPLIERS
from tests.matching import crowds
from tests.matching.shelves import library_of


@pytest.mark.parametrize("seed", range(12))
def test_no_offering_covers_more_than_its_ceiling(seed: int) -> None:
    asked, shelf = _asked(Random(seed))
    slots = np.array(sorted(shelf.keys))
    ceilings = CoverageCeilings.of(asked, shelf)(slots)
    found = [coverage_of(said) for said in requirement_verdicts(asked, shelf, slots.tolist())]
    assert (ceilings >= found).all()
    assert (ceilings <= 1.0).all()


@pytest.mark.parametrize("seed", range(6))
def test_what_an_offering_says_does_not_depend_on_what_is_read_with_it(seed: int) -> None:
    asked, shelf = _asked(Random(seed))
    slots = sorted(shelf.keys)
    alone = [requirement_verdicts(asked, shelf, [slot])[0] for slot in slots]
    assert requirement_verdicts(asked, shelf, slots) == alone
    assert requirement_verdicts(asked, shelf, slots[::-1]) == alone[::-1]


def _asked(random: Random) -> tuple[Asked, Shelf[Offering]]:
    """A need with requirements, and offerings that it may be asked of."""
    shelf = (library := library_of(*crowds.offerings(random, 60))).offering_shelf
    need = next(need for need in iter(lambda: crowds.need(random), None) if need.requirements)
    query = query_of(need, library.question_of(need), shelf, None, FOR_SUPPLIERS)
    return asked_of(query, shelf), shelf
