"""Attacks beside a small library without a model; with it they are tried in `tests/attacks`."""

from datetime import date

from matching.evaluation.attacks import attacks_on
from matching.evaluation.holding import as_markdown, honest_of, outcomes
from tests.matching.shelves import TEXTS, library_of, need, offering

TODAY = date(2026, 11, 20)


def test_every_attack_is_measured_and_leaves_the_library_as_it_was() -> None:
    offerings = [offering(key, text, themes=frozenset({"MO"})) for key, text in TEXTS.items()]
    needs = [need(text, key=f"need of {key}") for key, text in TEXTS.items()]
    library = library_of(*offerings, *needs)
    before = dict(library.offerings)
    honest = honest_of(library, today=TODAY)
    found = outcomes(library, today=TODAY, seen=str.strip)

    assert (honest.of, honest.held) == (5, 5), "each text is that of a need, so all are copied"
    assert [one.name for one in found] == [a.name for a in attacks_on(library, today=TODAY)]
    assert {one.name: one.held for one in found}["pasted challenges"] == 1
    assert all(one.unexamined.entered for one in found)
    assert dict(library.offerings) == before
    table = as_markdown(honest, found)
    assert table.count("\n| ") == len(found)
    assert "held are 5 of 5" in table
