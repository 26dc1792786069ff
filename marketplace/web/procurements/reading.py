"""What the small forms of joint procurements bring, read into values."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import request
from flask_babel import gettext

from marketplace.foundation.errors import Invalid
from marketplace.web.forms.figures import day

Word = TypeVar("Word", bound=StrEnum)


def word_of(words: type[Word], field: str, remedy: str) -> Word:
    """One of a few words.

    Raises:
        Invalid: none of them was chosen.
    """
    text = request.form.get(field, "")
    try:
        return words(text)
    except ValueError:
        raise Invalid.of(field, remedy, text) from None


def day_of(field: str) -> date | None:
    """A day; None where none was written.

    Raises:
        Invalid: it is none.
    """
    text = request.form.get(field, "").strip()
    try:
        return date.fromisoformat(day(text)) if text else None
    except ValueError:
        remedy = gettext("Write a day as YEAR-MONTH-DAY, such as 2026-09-30.")
        raise Invalid.of(field, remedy, text) from None


def cities_of(field: str = "took_part") -> list[UUID]:
    """The cities that were ticked.

    Raises:
        Invalid: something else was sent.
    """
    return ids_in(request.form.getlist(field), field)


def ids_in(texts: Iterable[str], field: str) -> list[UUID]:
    """The ids that these texts are.

    Raises:
        Invalid: one of them is none.
    """
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Invalid.of(field, gettext("Choose from the list.")) from None
