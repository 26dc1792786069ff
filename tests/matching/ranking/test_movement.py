from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from matching.partners import find_partners
from matching.profiles import Money, Need, Offering
from matching.ranking.explanation import coverage_of
from matching.ranking.facts import Verdict
from matching.ranking.movement import Movement, Mover
from matching.ranking.scoring import facts_value
from matching.suppliers import Match, find_suppliers
from tests.matching.shelves import TEXTS, library_of, need, offering
from tests.matching.strategies import many_offerings, needs

TODAY = date(2026, 1, 15)


def first(items: list[Offering], asked: Need) -> Match:
    return find_suppliers(library_of(*items), asked, today=TODAY)[0]


def all_met(match: Match) -> list[float]:
    """The score with every single thing met that could be, worked out by itself."""
    found: list[float] = []
    parts = {factor.name: factor for factor in match.factors}
    for item in match.requirements:
        if item.stated and item.verdict is not Verdict.MET:
            met = tuple(
                replace(other, worth=1.0) if other is item else other
                for other in match.requirements
            )
            rise = (coverage_of(met) - parts["requirements"].value) * parts["requirements"].weight
            found.append(match.score + rise)
    for fact in match.facts:
        if fact.verdict is not Verdict.MET:
            facts = [replace(x, verdict=Verdict.MET) if x is fact else x for x in match.facts]
            rise = (facts_value(facts) - parts["facts"].value) * parts["facts"].weight
            found.append(match.score + rise)
    return found


@settings(max_examples=40, deadline=None)
@given(many_offerings(), needs())
def test_nothing_else_would_move_a_score_further(items: list[Offering], asked: Need) -> None:
    for match in find_suppliers(library_of(*items), asked, today=TODAY):
        others = all_met(match)
        if match.moves_most is None:
            assert all(score <= match.score + 1e-9 for score in others)
        else:
            assert match.moves_most.score == pytest.approx(max(others), abs=1e-9)
            assert match.moves_most.score > match.score


def test_a_requirement_that_is_not_stated_would_move_the_score() -> None:
    asked = need("Dark streets.", TEXTS["lamps"], "Payments are made in Portuguese.")
    moved = first([offering("a", TEXTS["lamps"])], asked).moves_most
    assert moved is not None
    assert (moved.mover, moved.subject) == (Mover.REQUIREMENT, "Payments are made in Portuguese.")


def test_a_fact_met_gives_the_score_that_ranking_again_gives() -> None:
    asked = need("Dark streets.", facts={"languages": frozenset({"fi"})})
    moved = first([offering("a", TEXTS["lamps"])], asked).moves_most
    stated = offering("a", TEXTS["lamps"], facts={"languages": frozenset({"fi"})})
    assert moved == Movement(Mover.FACT, "languages", first([stated], asked).score)


def test_nothing_moves_what_is_met_in_full() -> None:
    assert first([offering("a", TEXTS["lamps"])], need("Dark streets.")).moves_most is None


def test_a_fact_that_differs_would_move_partners_most() -> None:
    def city(key: str, most: int, language: str) -> Need:
        budget = Money(None, Decimal(most), "EUR")
        spoken = frozenset({language})
        return need(TEXTS["lamps"], key=key, facts={"budget": budget, "languages": spoken})

    ours, theirs, alike = city("ours", 9, "fi"), city("theirs", 9, "sv"), city("alike", 9, "fi")
    near, far = find_partners(library_of(theirs, alike), ours, today=TODAY)
    assert (near.key, near.moves_most) == ("alike", None)
    assert far.moves_most is not None
    assert (far.moves_most.subject, far.moves_most.score) == (
        "languages",
        pytest.approx(near.score),
    )
