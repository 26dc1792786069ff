"""Sentences come in the language of the context, and in English where nothing else is known."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from marketplace.foundation.saying import (
    LANGUAGES,
    catalogue,
    language,
    later,
    locale,
    say,
    say_in,
    say_many,
    speaking,
)

MESSAGE = "Write a text of at most %(most)s characters."
ONE, MANY = "%(num)s day", "%(num)s days"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sentence_is_said_in_the_language_spoken(code: str) -> None:
    with speaking(code):
        said = say(MESSAGE, most=30)
        assert language() == code

    assert "30" in said
    assert (said == MESSAGE % {"most": 30}) == (code == "en")
    assert language() == "en"


@pytest.mark.parametrize("code", [None, "", "tlh", "de_AT"])
def test_what_is_not_one_of_ours_is_english(code: str | None) -> None:
    with speaking("de"), speaking(code):
        assert say("Solutions") == "Solutions"
        assert locale() == "en_GB"


def test_each_number_has_the_form_of_its_language() -> None:
    with speaking("pl"):
        assert [say_many(ONE, MANY, number) for number in (1, 3, 5)] == [
            "1 dzień",
            "3 dni",
            "5 dni",
        ]
    assert say_many(ONE, MANY, 1) == "1 day"


def test_what_is_in_no_catalogue_is_said_as_it_stands() -> None:
    with speaking("fr"):
        assert say("100 % of nothing that was ever said") == "100 % of nothing that was ever said"
        assert say_in("themes", "No such theme") == "No such theme"
    assert later(MESSAGE) == MESSAGE


def test_a_label_is_said_in_the_context_of_its_list() -> None:
    with speaking("de"):
        assert say_in("themes", "Buildings and housing") != "Buildings and housing"


def test_each_thread_speaks_for_itself() -> None:
    with speaking("it"), ThreadPoolExecutor(1) as other:
        assert other.submit(language).result() == "en"


def test_a_catalogue_is_read_once() -> None:
    assert catalogue("es") is catalogue("es")
