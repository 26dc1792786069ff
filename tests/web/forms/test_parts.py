from werkzeug.datastructures import MultiDict

from marketplace.web.forms.interest import INTEREST_FORM
from marketplace.web.forms.parts import read, without_entry

DIGITS = "9" * 5000
"""More than Python reads as a number."""


def test_an_entry_with_more_digits_than_any_number_has_is_passed_over() -> None:
    typed = MultiDict({f"evidence.{DIGITS}.text": "x", "evidence.7.text": "One"})
    assert [item["text"] for item in read(INTEREST_FORM, typed)["evidence"]] == ["One"]


def test_an_entry_that_is_not_there_takes_nothing_away() -> None:
    document = {"evidence": ["One", "Two"]}
    assert without_entry(document, f"evidence.{DIGITS}") == document
    assert without_entry(document, "evidence.0") == {"evidence": ["Two"]}
