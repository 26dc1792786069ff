import pytest
from flask import Flask
from flask_babel import Babel
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from marketplace.foundation.saying import LANGUAGES, speaking
from marketplace.schemas.fields import Money
from marketplace.web.forms.challenge import BUDGET, MONEY, SIZE
from marketplace.web.forms.figures import day, decimal, plain
from marketplace.web.forms.parts import read
from marketplace.web.forms.saying import in_words


@pytest.mark.parametrize("typed", ["12 500", "12\u00a0500", "12\u202f500", "12'500", "12500"])
def test_blanks_between_thousands_are_passed_over_in_every_language(typed: str) -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert plain(typed) == "12500"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12000.50", "12000.50"),
        ("12000,5", "12000.5"),
        ("12.000,50", "12000.50"),
        ("12,000.50", "12000.50"),
        ("1.000.000", "1000000"),
        ("1,000,000", "1000000"),
        ("1,00,000", "1,00,000"),
        ("1.5e3", "1.5e3"),
        ("12 5", "12 5"),
        ("many", "many"),
        ("-5", "-5"),
        ("", ""),
    ],
)
def test_a_figure_is_read_where_all_would_read_it_so(typed: str, meant: str) -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert plain(typed) == meant


def test_one_mark_before_three_digits_is_read_as_the_reader_of_the_page_reads_it() -> None:
    for language in ("de", "es", "fr", "it", "pl"):
        with speaking(language):
            assert (plain("12.000"), plain("12,000")) == ("12000", "12,000")
    with speaking("en"):
        assert (plain("12,000"), plain("12.000")) == ("12000", "12.000")


@pytest.mark.parametrize("typed", ["12.000", "12,000"])
def test_what_can_be_read_in_two_ways_is_refused_with_both(typed: str) -> None:
    with pytest.raises(ValidationError, match="12000 and as 12"):
        Money().deserialize(typed)


def test_days_are_read_as_all_the_languages_of_the_pages_write_them() -> None:
    assert [day(text) for text in ("30.9.2026", "30/09/2026", "30-9-2026", "30. 9. 2026")] == [
        "2026-09-30"
    ] * 4
    assert (day("2026-09-30"), day("9/30/2026")) == ("2026-09-30", "9/30/2026")
    assert decimal("41,15") == "41.15"


def test_a_form_reads_figures_and_days_and_shows_them_in_words() -> None:
    typed = MultiDict({"budget.minimum": "20 000", "budget.maximum": "60,000", "start": "1.2.2027"})
    said = read((MONEY, SIZE), typed)
    assert said["budget"]["minimum"] == "20000"
    assert said["budget"]["maximum"] == "60000"
    assert said["start"] == "2027-02-01"
    app = Flask("any")
    Babel(app, default_locale="en_GB")
    with app.app_context():
        assert in_words(SIZE.parts[2], said["start"]) == "1 February 2027"
        assert in_words(BUDGET.fields[1], said["budget"]["maximum"]) == "60,000"
