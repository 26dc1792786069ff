"""Errors name field, remedy and value, and repeat no unprintable or endless text."""

from marketplace.foundation.errors import SHOWN_VALUE_LENGTH, Invalid, shown


def test_a_value_is_shown_short_and_without_control_characters() -> None:
    assert shown("a\x00b\u202ec") == "a�b�c"
    assert shown("x" * 1000) == "x" * (SHOWN_VALUE_LENGTH - 1) + "…"
    assert shown(None) is None


def test_the_message_of_an_invalid_names_every_field() -> None:
    error = Invalid.of("budget.minimum", "Write it below the maximum.", 7)
    assert str(error) == "budget.minimum: Write it below the maximum."
    assert error.faults[0].value == "7"
