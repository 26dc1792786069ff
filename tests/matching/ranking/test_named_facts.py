from datetime import date

import pytest

from matching.profiles import NeedFacts
from matching.ranking.facts import Verdict
from matching.ranking.named_facts import named_facts
from matching.suppliers import find_suppliers
from tests.matching.shelves import TEXTS, library_of, need, offering

TODAY = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Is available in French and Dutch.", NeedFacts(languages=frozenset({"fr", "nl"}))),
        ("The interface must be in Portuguese", NeedFacts(languages=frozenset({"pt"}))),
        ("Data are hosted in the EU.", NeedFacts(data_location="eu")),
        ("All data stay within the European Economic Area.", NeedFacts(data_location="eea")),
        ("Supports NGSI-LD and GTFS Realtime.",
         NeedFacts(standards=frozenset({"ngsi-ld", "gtfs-realtime"}))),
    ],
)  # fmt: skip
def test_a_requirement_that_names_a_fact_asks_for_it(text: str, facts: NeedFacts) -> None:
    assert named_facts(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "Is co-created in Dutch with residents and youth workers.",
        "Is available in French or Dutch.",
        "Collects data in the EU on litter.",
        "Hosts events in the EU.",
        "Shows dark streets on a map.",
        "",
    ],
)
def test_a_requirement_that_asks_for_more_is_left_to_the_text(text: str) -> None:
    assert named_facts(text) is None


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"languages": frozenset({"pt", "en"})}, Verdict.MET),
        ({"languages": frozenset({"en"})}, Verdict.NOT_MET),
        ({"languages": frozenset({"en"}), "estimated": frozenset({"languages"})},
         Verdict.NOT_STATED),
        ({}, Verdict.NOT_STATED),
    ],
)  # fmt: skip
def test_what_is_stated_decides(facts: dict[str, frozenset[str]], verdict: Verdict) -> None:
    library = library_of(offering("a", TEXTS["lamps"], facts=facts))
    asked = need("Dark streets.", "Is available in Portuguese.")
    (said,) = find_suppliers(library, asked, today=TODAY)[0].requirements
    assert said.verdict is verdict
    assert (said.fact is not None) is (verdict is not Verdict.NOT_STATED)
    assert said.fact is None or (said.fact.name, said.evidence) == ("languages", None)
