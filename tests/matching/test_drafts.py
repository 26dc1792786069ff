"""What is told of a need or an offering while it is written, and that nothing is kept of it."""

import pytest

from matching.drafts import clashes, met_by_nobody, said_already
from matching.encoding.sentence import SentenceEncoder
from matching.library import Library
from matching.ranking.facts import Verdict
from matching.suppliers import find_suppliers
from tests.matching.shelves import TEXTS, library_of, need, offering, put
from tests.matching.test_mirror import TODAY


def test_exactly_what_no_offering_is_judged_to_meet_is_named(library: Library) -> None:
    texts = ("Report street lamps that fail.", "Breed bees on the roofs of schools.")
    asked = need("Lamps fail.", *texts)
    matches = find_suppliers(library, asked, limit=len(library.offerings), today=TODAY)
    met = {
        one.requirement
        for match in matches
        for one in match.requirements
        if one.verdict is Verdict.MET
    }

    assert set(met_by_nobody(library, asked)) == set(texts) - met
    assert met_by_nobody(library, need("Lamps fail.")) == ()


def test_a_single_requirement_clashes_with_nothing(library: Library) -> None:
    assert list(clashes(library, need("Lamps fail.", "Report lamps."))) == []


@pytest.mark.model
def test_what_one_requirement_rules_out_of_another_is_found() -> None:
    library = Library(SentenceEncoder())
    put(library, offering("lamps", TEXTS["lamps"]))
    anybody = "Staff must be able to run it without technical knowledge."
    java = "It must be configured by our software developers in Java."
    asked = need("Staff have too much to do.", anybody, "Report failed lamps.", java)

    assert list(clashes(library, asked)) == [(anybody, java)]


def test_a_copied_text_is_found_and_an_older_self_is_not() -> None:
    lamps = offering("lamps", TEXTS["lamps"])
    library = library_of(lamps)
    copied = offering("mine", f"{TEXTS['lamps']} And more.")

    ((key, share),) = said_already(library, copied)
    assert (key, share > 0.5) == ("lamps", True)
    assert said_already(library, lamps) == []
    assert said_already(library, offering("other", "Bees on roofs make honey for schools.")) == []
    assert set(library.offerings) == {"lamps"}
