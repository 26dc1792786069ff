"""One spelling for words that travelled."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.indexing.letters import folded

NOT_LATIN = re.compile(r"[\u0370-\u052f]")
BULGARIAN = "абвгдежзийклмнопрстуфхцчшщъьюя"
GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ"


@pytest.mark.parametrize(
    "words",
    [
        ("Physik", "fysik", "φυσικ"),
        ("Kommission", "commission", "komision"),
        ("théâtre", "teatre", "Theatre"),
        ("Straße", "strasse"),
        ("quality", "kuality"),
    ],
)
def test_words_that_travelled_are_spelled_one_way(words: tuple[str, ...]) -> None:
    assert len({folded(word) for word in words}) == 1


@given(word=st.text(alphabet=BULGARIAN + BULGARIAN.upper() + GREEK, min_size=1))
def test_no_letter_of_bulgarian_or_greek_is_left(word: str) -> None:
    assert not NOT_LATIN.search(folded(word))


@given(word=st.text(alphabet="abdeglmnorsuvxz", max_size=12))
def test_capitals_make_no_difference(word: str) -> None:
    assert folded(word.upper()) == folded(word)
