"""What may stand in a text: one rule for forms, JSON, files and operations."""

import re
import unicodedata
from functools import lru_cache

from marketplace.foundation.errors import Invalid, shown
from marketplace.foundation.saying import say

_CONTROLS_ALLOWED = "\n\r\t"
_CATEGORIES_REFUSED = {"Cc", "Cs"}

_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0x180B, 0x1810))
}
"""Characters that take no room or show nothing, beside those of the category Cf."""

_SAME_LETTER = frozenset({"<font>", "<wide>", "<narrow>", "<circle>", "<square>"})
"""Other shapes of a letter, such as wide or bold ones, become the letter. Superscripts and
fractions stay: CO₂ and m² say something by their place."""

_LIGATURES = frozenset(map(chr, range(0xFB00, 0xFB07)))
_ENDLESS_BLANK = re.compile(r"[^\S\n]{3,}")
_ENDLESS_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def foreign_character(text: str) -> str | None:
    """The first character that is not text, such as NUL or half of a surrogate pair."""
    for char in text:
        if char not in _CONTROLS_ALLOWED and unicodedata.category(char) in _CATEGORIES_REFUSED:
            return char
    return None


def is_hidden(char: str) -> bool:
    """Whether nobody sees this character: zero-width marks, marks that turn text, fillers."""
    return not char.isascii() and (unicodedata.category(char) == "Cf" or char in _FILLERS)


def has_hidden(text: str) -> bool:
    """Whether `normal` removes something from the text that nobody sees."""
    return not text.isascii() and any(map(is_hidden, text))


def normal(text: str) -> str:
    """The text as people see it, so that nobody reads less of it than a machine does.

    Hidden characters are removed, other shapes of letters become plain ones, blank space is
    never endless; line ends are newlines, letters are in Unicode's composed form, and the
    text is trimmed. What is normal stays as it is.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", "".join(map(_shown, plain)))
    return _ENDLESS_LINES.sub("\n\n", _ENDLESS_BLANK.sub(" ", plain)).strip()


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    if is_hidden(char):
        return ""
    shape = unicodedata.decomposition(char).partition(" ")[0]
    same = shape in _SAME_LETTER or char in _LIGATURES
    return unicodedata.normalize("NFKC", char) if same else char


def require_text(field: str, text: str, most: int, *, remedy: str = "", least: int = 1) -> str:
    """The text in its normal form, if it has `least` to `most` characters.

    Raises:
        Invalid: it has not, or it holds characters that are not text; `remedy` says what to do
            where the bounds alone do not.
    """
    tidy = normal(text)
    if foreign_character(text) is not None or not least <= len(tidy) <= most:
        raise Invalid.of(field, remedy or _bounds(least, most), shown(text))
    return tidy


def _bounds(least: int, most: int) -> str:
    if least:
        return say("Write a text of at most %(most)s characters.", most=most)
    return say("Write at most %(most)s characters of text.", most=most)
