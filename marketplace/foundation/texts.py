"""What may stand in a text: one rule for forms, JSON, files and operations."""

import unicodedata

from marketplace.foundation.errors import Invalid, shown

_CONTROLS_ALLOWED = "\n\r\t"
_CATEGORIES_REFUSED = {"Cc", "Cs"}


def foreign_character(text: str) -> str | None:
    """The first character that is not text, such as NUL or half of a surrogate pair."""
    for char in text:
        if char not in _CONTROLS_ALLOWED and unicodedata.category(char) in _CATEGORIES_REFUSED:
            return char
    return None


def normal(text: str) -> str:
    """The text with newlines as line ends and in Unicode's composed form, trimmed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def require_text(field: str, text: str, most: int, *, remedy: str, least: int = 1) -> str:
    """The text in its normal form, if it has `least` to `most` characters.

    Raises:
        Invalid: it has not, or it holds characters that are not text; `remedy` says what to do.
    """
    tidy = normal(text)
    if foreign_character(text) is not None or not least <= len(tidy) <= most:
        raise Invalid.of(field, remedy, shown(text))
    return tidy
