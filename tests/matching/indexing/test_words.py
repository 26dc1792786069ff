"""Texts into words, whatever their language and alphabet."""
# ruff: noqa: RUF001 - these are words of many alphabets

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.indexing.words import UNDETERMINED, language_of, roots_of, stems_of, words_of
from tests.factories.languages import SPEECHES, Speech


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The city wants to know which street lamps have failed.", "en"),
        ("La ville souhaite savoir quels lampadaires sont en panne.", "fr"),
        ("Die Stadt will wissen, welche Straßenlaternen ausgefallen sind.", "de"),
        ("Kaupunki haluaa tietää, mitkä katuvalot ovat rikki.", "fi"),
        ("Община Каварна търси изпълнител за ремонт на улици.", "bg"),
    ],
)
def test_the_language_of_a_sentence_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_text_too_short_to_tell_is_taken_for_english() -> None:
    assert language_of("Panneaux") == "en"


def test_words_meet_in_their_stems() -> None:
    assert stems_of(["lamps", "failing"], "en") == stems_of(["lamp", "failed"], "en")
    assert stems_of(["capteurs"], "fr") == stems_of(["capteur"], "fr")


def test_stop_words_and_elisions_are_left_out() -> None:
    assert words_of("L\u2019éclairage de la ville", "fr") == ["éclairage", "ville"]
    assert words_of("The lamps of the city", "en") == ["lamps", "city"]


def test_words_that_travelled_share_their_root() -> None:
    assert roots_of(["educación"]) == roots_of(["education"])
    assert len({*roots_of(["политика", "πολιτική", "Politik", "polityka", "politique"])}) == 1
    assert roots_of(["Kommission"]) == roots_of(["commission"])
    assert roots_of(["φυσική"]) == roots_of(["physics"])


@pytest.mark.parametrize("speech", SPEECHES, ids=lambda speech: speech.code)
def test_every_official_language_is_told_however_it_is_written(speech: Speech) -> None:
    for text in (speech.need, speech.listing, speech.other):
        assert language_of(text) == speech.code
        assert language_of(text.upper()) == speech.code
        assert language_of(normalize("NFD", text)) == speech.code


@pytest.mark.parametrize(("text", "language"), [("Κάδοι", "el"), ("чисти улици", "bg")])
def test_an_alphabet_of_its_own_tells_the_language_of_few_letters(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "12345", "AI", "smart city", "report broken benches",
        "Electric public transport", "Circular textile district",
    ],
)  # fmt: skip
def test_few_latin_letters_are_taken_for_english(text: str) -> None:
    assert language_of(text) == "en"


def test_letters_of_no_official_language_are_called_undetermined() -> None:
    assert language_of("公交车站晚上很暗") == UNDETERMINED
    assert language_of("مواقف الحافلات مظلمة") == UNDETERMINED
    assert language_of("The company 公交 lights bus stops at night.") == "en"


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("ΦΩΤΙΣΜΟΣ ΔΡΟΜΩΝ", "φωτισμός δρόμων", "el"),
        (normalize("NFD", "éclairage"), "éclairage", "fr"),
        ("Straßen\u00adlaternen", "Straßenlaternen", "de"),
        ("ﬁbre", "fibre", "fr"),
        ("İSTANBUL", "istanbul", "en"),
        ("ora\u015fe", "ora\u0219e", "ro"),
        ("l\u02bceau", "l'eau", "fr"),
        ("Ｂｕｓ", "bus", "en"),
        ("ра\u200bбота", "работа", "bg"),
    ],
)
def test_spellings_of_one_word_are_one_stem(one: str, other: str, language: str) -> None:
    assert stems_of(words_of(one, language), language) == stems_of(
        words_of(other, language), language
    )


def test_a_sharp_s_has_the_root_of_two() -> None:
    assert roots_of(["straße"]) == roots_of(["strasse"])


@given(st.text(max_size=300))
def test_no_text_is_refused(text: str) -> None:
    language = language_of(text)
    words = words_of(text, language)
    assert len(stems_of(words, language)) == len(roots_of(words)) == len(words)
    assert all(0 < len(word) <= 40 for word in words)
