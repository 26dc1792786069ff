"""The fields that all shapes are made of: bounded, and with messages that say the remedy.

What stands in more than one field (a minimum above its maximum) and whether codes are known
is not judged here but by the features.
"""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, fields, validate

from marketplace.foundation.saying import later, say
from marketplace.foundation.texts import foreign_character, normal

# True while something is read that can hold only texts, such as a form or a CSV file.
from_texts: ContextVar[bool] = ContextVar("from_texts", default=False)

LONGEST_URL = 1000
MOST_MONEY = Decimal(10**12)
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
MOST_DECIMALS = 2


def clean(value: str) -> str:
    """The text with newlines as line ends and in Unicode's composed form.

    Raises:
        ValidationError: it has characters that are not text, such as NUL.
    """
    foreign = foreign_character(value)
    if foreign is not None:
        code = f"U+{ord(foreign):04X}"
        raise ValidationError(say("Remove the character %(code)s: it is not text.", code=code))
    return normal(value)


def _messages(invalid: str) -> dict[str, str | list[Any] | dict[Any, Any]]:
    return {
        "required": later("This is needed."),
        "null": later("This cannot be null."),
        "invalid": invalid,
    }


class _Length(validate.Length):
    """Says its remedy in the reader's language."""

    def _format_error(self, _value: object, _message: str) -> str:
        return say(str(self.error), least=self.min, most=self.max)


class _Range(validate.Range):
    """Says its remedy in the reader's language."""

    def _format_error(self, _value: object, _message: str) -> str:
        return say(str(self.error), least=_figure(self.min), most=_figure(self.max))


def _figure(bound: object) -> object:
    return f"{bound:g}" if isinstance(bound, float) else bound


def _length(least: int, most: int) -> _Length:
    remedies = {
        0: later("Write at most %(most)s characters."),
        1: later("Write something here, at most %(most)s characters."),
    }
    several = later("Write at least %(least)s and at most %(most)s characters.")
    return _Length(min=least or None, max=most, error=remedies.get(least, several))


class _Optional(fields.Field[Any]):
    """Takes an empty text for “not stated” where nothing may stand.

    `named` are the values in the field's messages.
    """

    says_empty = False
    named: Mapping[str, object] = {}

    def make_error(self, key: str, **_: object) -> ValidationError:
        """The error of this kind, in the reader's language."""
        return ValidationError(say(str(self.error_messages[key]), **self.named))

    def deserialize(self, value: Any, *where: Any, **rest: Any) -> Any:
        """The value, or None where an empty text means that."""
        empty = isinstance(value, str) and not value.strip()
        if empty and self.allow_none and (self.says_empty or from_texts.get()):
            return None
        return super().deserialize(value, *where, **rest)


class Text(_Optional, fields.String):
    """A text of one or more paragraphs, without white space round it."""

    says_empty = True

    def __init__(self, most: int, *, least: int = 0, **rest: Any) -> None:
        super().__init__(
            validate=_length(least, most),
            error_messages=_messages(later("Write a text here.")),
            **rest,
        )

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Any:
        return clean(super()._deserialize(value, attr, data, **rest))


class Line(Text):
    """A text on one line: any white space in it becomes one space."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Any:
        return " ".join(super()._deserialize(value, attr, data, **rest).split())


class Code(Line):
    """A code of one of the lists; whether the list has it, the features check."""

    def __init__(self, most: int = 80, **rest: Any) -> None:
        if rest.get("allow_none"):
            # An empty text says that none is stated.
            rest["metadata"] = {"minLength": 0} | rest.get("metadata", {})
        super().__init__(most, least=1, **rest)


class Choice(_Optional, fields.Enum[StrEnum]):
    """One of the values of an enumeration."""

    def __init__(self, choices: type[StrEnum], **rest: Any) -> None:
        remedy = later("Choose one of: %(choices)s.")
        messages = _messages(remedy) | {"unknown": remedy}
        self.named = {"choices": ", ".join(choices)}
        super().__init__(choices, by_value=True, error_messages=messages, **rest)


def _refuse_two_readings(value: object) -> None:
    """Refuse “12.000”: many who write it mean twelve thousand, and many twelve."""
    found = (
        re.fullmatch(r"([1-9]\d{0,2})[.,](\d{3})", value.strip())
        if isinstance(value, str)
        else None
    )
    if found:
        remedy = say(
            "This can be read as %(more)s and as %(less)s. Write it without points and commas.",
            more=found[1] + found[2],
            less=found[1],
        )
        raise ValidationError(remedy)


class Whole(_Optional, fields.Integer):
    """A whole number between two bounds; 1.0 is one."""

    def __init__(self, least: int, most: int, **rest: Any) -> None:
        remedy = later("Write a whole number from %(least)s to %(most)s.")
        bounds = _Range(min=least, max=most, error=remedy)
        self.named = {"least": least, "most": most}
        super().__init__(validate=bounds, error_messages=_messages(remedy), **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Any:
        _refuse_two_readings(value)
        whole = not isinstance(value, float) or value.is_integer()
        if not whole or (isinstance(value, str) and not from_texts.get()):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **rest)


class Number(_Optional, fields.Float):
    """A number between two bounds."""

    def __init__(self, least: float, most: float, **rest: Any) -> None:
        remedy = later("Write a number from %(least)s to %(most)s.")
        bounds = _Range(min=least, max=most, error=remedy)
        self.named = {"least": _figure(least), "most": _figure(most)}
        messages = _messages(remedy) | {"special": remedy}
        super().__init__(validate=bounds, error_messages=messages, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Any:
        if isinstance(value, str) and not from_texts.get():
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **rest)


class Money(_Optional, fields.Decimal):
    """An amount of at least 0 with at most two decimals; written as a text, so that it is exact."""

    def __init__(self, **rest: Any) -> None:
        remedy = later("Write an amount from 0 to %(most)s, such as 12000 or 12000.50.")
        places = later("Write at most two decimals, and twelve thousand as 12000.")
        self.named = {"most": MOST_MONEY}
        messages = _messages(remedy) | {"special": remedy, "places": places}
        written = {"type": ["string", "number"], "pattern": r"^\d{1,12}(\.\d{1,2})?$"}
        rest["metadata"] = written | rest.get("metadata", {})
        super().__init__(as_string=True, error_messages=messages, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Any:
        _refuse_two_readings(value)
        amount = super()._deserialize(value, attr, data, **rest)
        if not 0 <= amount <= MOST_MONEY:
            raise self.make_error("invalid")
        if -int(amount.as_tuple().exponent) > MOST_DECIMALS:
            raise self.make_error("places")
        return amount


class Exact(fields.Decimal):
    """A number that is answered, written as a text, so that it is exact."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(as_string=True, metadata={"type": "string"}, **rest)


class Day(_Optional, fields.Date):
    """A date of this or the neighbouring centuries."""

    def __init__(self, **rest: Any) -> None:
        bounds = _Range(EARLIEST, LATEST, error=later("Write a day from %(least)s to %(most)s."))
        messages = _messages(later("Write a day as YEAR-MONTH-DAY, such as 2026-09-30."))
        super().__init__(format="iso", validate=bounds, error_messages=messages, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Any:
        # Python would take 20260930 and 2026-W40-3 too, which other readers do not know.
        if not isinstance(value, str) or len(value) != len("2026-09-30") or "W" in value:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return super()._deserialize(value, attr, data, **rest)


class Month(_Optional, fields.Field[date]):
    """A month of this or the neighbouring centuries, as its first day; written as 2026-09."""

    def __init__(self, **rest: Any) -> None:
        remedy = later("Write a month as YEAR-MONTH, such as 2026-09.")
        rest.setdefault("metadata", {"type": "string", "pattern": r"^\d{4}-\d{2}$"})
        super().__init__(error_messages=_messages(remedy), **rest)

    def _serialize(self, value: date | None, *_: Any, **__: Any) -> str | None:
        return None if value is None else f"{value:%Y-%m}"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:
        text = value.strip() if isinstance(value, str) else ""
        found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
        if found is None or not EARLIEST.year <= int(found[1]) <= LATEST.year:
            raise self.make_error("invalid")
        return date(int(found[1]), int(found[2]), 1)


class Flag(fields.Boolean):
    """Yes or no."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(error_messages=_messages(later("Say true or false.")), **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Any:
        if isinstance(value, bool):
            return value
        if not isinstance(value, str) or not from_texts.get():
            raise self.make_error("invalid", input=value)
        word = value.strip().lower()
        return bool(word) and super()._deserialize(word, attr, data, **rest)


class Link(Line):
    """An address on the web; only http and https, and none that carries a password."""

    def __init__(self, **rest: Any) -> None:
        nothing = r"\s*$|" if rest.get("allow_none") else ""
        rest.setdefault("metadata", {"pattern": rf"^({nothing}https?://[^\s/@]+)"})
        super().__init__(LONGEST_URL, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Any:
        address = super()._deserialize(value, attr, data, **rest)
        if not _is_web_address(address):
            raise ValidationError(say("Write the whole address, such as https://example.eu/page."))
        return address


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and "@" not in parts.netloc and " " not in address


class Many(fields.List[Any]):
    """A list with at most `most` entries, as a tuple."""

    def __init__(self, inner: fields.Field[Any], most: int, **rest: Any) -> None:
        bounds = _Length(max=most, error=later("Name at most %(most)s."))
        messages = _messages(later("Write a list here."))
        super().__init__(inner, validate=bounds, error_messages=messages, **rest)
        self.most = most

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Any:
        if isinstance(value, list | tuple) and len(value) > self.most:
            # Said before the entries are read, so that a huge list costs nothing.
            raise ValidationError(say("Name at most %(most)s.", most=self.most))
        return tuple(super()._deserialize(value, attr, data, **rest))


class Set(Many):
    """Like Many, but what is named twice is kept once, at its first place."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Any:
        return tuple(dict.fromkeys(super()._deserialize(value, attr, data, **rest)))
