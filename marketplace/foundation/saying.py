"""Sentences for people, in the language in which they are read.

Code says what it has to say in English; catalogues in `marketplace/translations` hold the
same sentences in the other languages. Which one is meant is a matter of the context: pages
set it by request, the worker by the person who is written to, and everything else (the API,
commands, logs) stays English. Dates, money and numbers are `web.words`' business.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

SOURCE = "en"
LANGUAGES: Mapping[str, str] = {
    SOURCE: "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "pl": "Polski",
}
"""The languages of the product by ISO 639-1 code, each under its own name."""

CATALOGUES = files("marketplace") / "translations"

_spoken: ContextVar[str] = ContextVar("spoken", default=SOURCE)


def language() -> str:
    """The code of the language that is spoken here and now."""
    return _spoken.get()


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Speak this language inside; English where it is None or not one of ours."""
    before = _spoken.set(SOURCE if code is None or code not in LANGUAGES else code)
    try:
        yield
    finally:
        _spoken.reset(before)


def locale() -> str:
    """How dates, numbers and money are written in the language spoken, as CLDR names it."""
    return "en_GB" if language() == SOURCE else language()


def say(message: str, /, **values: object) -> str:
    """The message in the language spoken, with `values` for its %(names)s."""
    text = catalogue(language()).gettext(message)
    return text % values if values else text


def say_many(one: str, many: str, number: int, /, **values: object) -> str:
    """The form of the message that suits the number, which is `%(num)s` in it."""
    text = catalogue(language()).ngettext(one, many, number)
    return text % {"num": number, **values}


def say_in(context: str, message: str, /) -> str:
    """The message as it is said in this context, where the same words mean something else."""
    return str(catalogue(language()).pgettext(context, message))


def later(message: str) -> str:
    """Mark a constant as a message; it is said where it is used."""
    return message


@cache
def catalogue(code: str) -> NullTranslations:
    """The messages of a language; those of English are the messages themselves."""
    if code == SOURCE:
        return NullTranslations()
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        messages = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)
