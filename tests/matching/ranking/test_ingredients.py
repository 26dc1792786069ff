"""Every part of the reading of texts can be left out, and then some number is another."""

from dataclasses import fields, replace

import pytest

from matching.encoding import HashingEncoder
from matching.evaluation.ablations import text_scores
from matching.library import Library
from matching.profiles import Need, Offering, TextField
from matching.ranking.ingredients import ALL, Ingredients

PROMISE = "By next year the city of tomorrow shall empower all people and leave nobody behind."
OFFERINGS = {
    "lamps": "Sensors report street lamps that have failed. A map shows the crews where to go.",
    "slogans": "We empower all people of the city of tomorrow and leave nobody behind.",
    "lampes": "Des capteurs signalent les lampadaires en panne. Une carte montre le chemin.",
    "evenings": "Education and training of adults in the evening, in all parts of the town.",
}
NEEDS = ("Waste bins overflow.", "Young trees want water.", "Parking is short.", "Roofs leak.")
ASKED = (
    f"{PROMISE} Street lamps fail, and lamps that fail are reported late.",
    "La ville de demain veut réparer les lampadaires en panne, lampadaires et éducation.",
)


class EnglishEncoder(HashingEncoder):
    """Knows English only, as the packaged model does."""

    languages = frozenset({"en"})


def library_with(ingredients: Ingredients) -> Library:
    library = Library(EnglishEncoder(), ingredients=ingredients)
    for key, text in OFFERINGS.items():
        offering = Offering(key=key, owner=key, fields=(TextField("description", text),))
        library.put_offering(offering, library.encode(offering))
    for number, text in enumerate(NEEDS * 10):
        need = asked(f"{PROMISE} {text}", key=f"need {number}")
        library.put_need(need, library.encode(need))
    return library


def asked(text: str, key: str = "asked") -> Need:
    return Need(key=key, owner="city", fields=(TextField("problem", text),))


def scores(ingredients: Ingredients) -> list[list[float]]:
    library = library_with(ingredients)
    return [text_scores(library, asked(text)).tolist() for text in ASKED]


@pytest.mark.parametrize("name", [field.name for field in fields(ALL)])
def test_a_part_that_is_left_out_changes_some_number(name: str) -> None:
    assert scores(replace(ALL, **{name: False})) != scores(ALL)


def test_what_all_needs_say_counts_for_less_than_what_this_one_says() -> None:
    lamps, slogans, *_ = scores(ALL)[0]
    same_lamps, same_slogans, *_ = scores(replace(ALL, needs_centred=False))[0]
    assert lamps / slogans > same_lamps / same_slogans


def test_scores_lie_between_nought_and_one() -> None:
    assert all(0 <= score <= 1 for row in scores(ALL) for score in row)
