"""Figures and days as people write them, made plain for the schemas.

Only forms read like this, by the reader's language: programs write 12000.5 and 2026-09-30. What
can be read in two ways stays as it was typed, and the schema says how to write it.
"""

import re
from datetime import date

from babel.core import Locale

from marketplace.foundation.saying import locale

_BLANKS = re.compile(r"(?<=\d)[\s'\u2019](?=\d{3}(?!\d))")
_MONTH = re.compile(r"(\d{1,2})[./-]\s?(\d{4})")
_DAY = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})")


def plain(text: str) -> str:
    """The figure with a point before its decimals and nothing between its thousands.

    One mark before three digits is a mark of thousands, unless it is what the reader's language
    writes before decimals: then nobody knows, and the text is given back.
    """
    typed = text.strip()
    joined = _BLANKS.sub("", typed)
    marks = re.sub(r"[\d-]", "", joined)
    if not marks:
        return joined
    if not joined.isascii() or marks.strip(".,"):
        return text
    last = marks[-1]
    if marks.count(last) == 1 and (len(marks) > 1 or not _is_thousands(joined, last)):
        whole, _, decimals = joined.partition(last)
        return f"{_whole(whole)}.{decimals}" if _whole(whole) and decimals.isdecimal() else text
    if len(marks) == 1 and last == _decimal_mark():
        return text
    return _whole(joined) or text


def decimal(text: str) -> str:
    """A figure that has no thousands, such as a latitude: a comma in it is a point."""
    return text.strip().replace(",", ".") if text.count(",") == 1 and "." not in text else text


def day(text: str) -> str:
    """The day as YEAR-MONTH-DAY, where it is written as day, month and year."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return text
    try:
        return date(int(found[4]), int(found[3]), int(found[1])).isoformat()
    except ValueError:
        return text


def month(text: str) -> str:
    """The month as YEAR-MONTH, where it is written as month and year."""
    found = _MONTH.fullmatch(text.strip())
    return f"{found[2]}-{int(found[1]):02}" if found else text


def _is_thousands(text: str, mark: str) -> bool:
    return re.fullmatch(rf"[1-9]\d{{0,2}}{re.escape(mark)}\d{{3}}", text) is not None


def _whole(text: str) -> str:
    """The digits of a whole number whose thousands are set apart by one mark, or by none."""
    if re.fullmatch(r"-?\d+", text):
        return text
    grouped = re.fullmatch(r"[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*", text)
    return text.replace(grouped[1], "") if grouped else ""


def _decimal_mark() -> str:
    return str(Locale.parse(locale()).number_symbols["latn"]["decimal"])
