import pytest

from matching.indexing.words import language_of, roots_of, stems_of, words_of


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
