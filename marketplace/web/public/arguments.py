"""What the address of a list asks for; what cannot be read is left out and told.

A list is shown even if one of its filters makes no sense: beside it stands which, and how to
mend it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from flask import request
from flask_babel import gettext

from marketplace.foundation.errors import Fault, shown
from marketplace.foundation.paging import LARGEST_PAGE, PageRequest
from marketplace.web.forms.figures import day, plain

LONGEST_TEXT = 200
LONGEST_CODE = 80
DEAREST = Decimal(10) ** 12

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass
class Asked:
    """Reads the query of the present request; `faults` fills with what could not be read."""

    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str, longest: int = LONGEST_TEXT) -> str:
        """Words to look for, without space round them."""
        value = request.args.get(name, "").strip()
        if len(value) > longest:
            self._fault(name, gettext("Use at most %(most)s characters.", most=longest), value)
            return ""
        if "\0" in value:
            self._fault(name, gettext("Leave out characters that cannot be shown."), value)
            return ""
        return value

    def code(self, name: str) -> str | None:
        """A code of a list; None if none is asked for."""
        return self.text(name, LONGEST_CODE) or None

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number between two bounds."""
        remedy = gettext("Write a whole number from %(least)s to %(most)s.", least=least, most=most)
        return self._read(name, remedy, lambda text: _bounded(_whole(text), least, most))

    def amount(self, name: str) -> Decimal | None:
        """An amount of money."""
        remedy = gettext("Write an amount in figures, such as 25000.")
        return self._read(name, remedy, lambda text: _bounded(_decimal(text), Decimal(0), DEAREST))

    def day(self, name: str) -> date | None:
        """A day."""
        remedy = gettext("Write a day as YEAR-MONTH-DAY, such as 2026-09-30.")
        return self._read(name, remedy, lambda text: date.fromisoformat(day(text)))

    def choice(self, name: str, choices: type[Choice]) -> Choice | None:
        """One of a few words."""
        remedy = gettext("Choose one of: %(choices)s.", choices=", ".join(choices))
        return self._read(name, remedy, choices)

    def yes(self, name: str) -> bool:
        """Whether a box was ticked."""
        return request.args.get(name) in {"yes", "true", "1", "on"}

    def page(self, page_size: int = 20) -> PageRequest:
        """Which page of the list."""
        return PageRequest(self.whole("page", 1, LARGEST_PAGE) or 1, page_size)

    def _read(self, name: str, remedy: str, read: Callable[[str], Value]) -> Value | None:
        text = request.args.get(name, "").strip()
        if not text:
            return None
        try:
            return read(text)
        except (ValueError, InvalidOperation):
            self._fault(name, remedy, text)
            return None

    def _fault(self, name: str, remedy: str, value: str) -> None:
        self.faults.append(Fault(name, remedy, shown(value)))


def _whole(text: str) -> int:
    figure = plain(text)
    if not figure.isascii() or len(figure) > len(str(LARGEST_PAGE)):
        raise ValueError(text)
    return int(figure)


def _decimal(text: str) -> Decimal:
    amount = Decimal(plain(text))
    if not amount.is_finite():
        raise ValueError(text)
    return amount


def _bounded(value: Value, least: Value, most: Value) -> Value:
    if not least <= value <= most:  # type: ignore[operator]
        raise ValueError(value)
    return value
