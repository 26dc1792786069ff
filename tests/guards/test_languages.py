"""No page says anything in English to a reader of another language.

Every message is put between marks instead of being translated; then whatever stands outside
of them on a page was never in a catalogue. What people wrote, names and figures may.
"""

import re
from collections.abc import Iterator
from gettext import NullTranslations
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from babel import Locale
from sqlalchemy import MetaData, select
from werkzeug.test import TestResponse

from marketplace.foundation import saying
from marketplace.services import Services
from marketplace.web import languages
from tests.factories.town import SECRETS
from tests.guards.conftest import Door
from tests.guards.table import Row, rows

SPOKEN = "pl"
BEGIN, END = "⟦", "⟧"
NAMES = {
    "Rialto",
    "GeoNames",
    "CC",
    "BY",
    "hashing",
    "TRL",
    "EUR",
    "NUTS",
    "CPV",
    "DOCX",
    "ODT",
    "SHA",
    "SDG",
    "CSV",
    "JSON",
    "API",
    *saying.LANGUAGES.values(),
}
SAID_ALOUD = ("alt", "title", "aria-label", "placeholder", "content", "value")
NOT_FOR_THEM = {"/design", "/api/docs", "/api/v1/openapi.json"}
"""For those who write pages and programs, in English."""
UNSEEN = {"code", "script", "style", "template", "textarea", "option", "title"}
MARKS = "…“”„. "
CODE = re.compile(r"[a-z_.]+")
OWN_WORDS = {
    "name",
    "note",
    "message",
    "text",
    "internal_note",
    "verification_note",
    "why",
    "document",
    "file_name",
}
"""In which columns a single word in small letters is somebody's own."""
PARTS = re.compile(r"[:,;()]| (?=\S+@)")
LETTERS = re.compile(r"[^\W\d_]{2,}")


class Marked(NullTranslations):
    """A catalogue in which every message is there, between marks."""

    def gettext(self, message: str) -> str:
        """The message between the marks."""
        return f"{BEGIN}{message}{END}"

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The right one of the two."""
        return self.gettext(one if number == 1 else many)

    def pgettext(self, _context: str, message: str) -> str:
        """Contexts do not matter here."""
        return self.gettext(message)

    ugettext, ungettext, upgettext = gettext, ngettext, pgettext

    def unpgettext(self, _context: str, one: str, many: str, number: int) -> str:
        """Contexts do not matter here."""
        return self.ngettext(one, many, number)


class Reader(HTMLParser):
    """What somebody sees and hears of a page, without what is marked as another language."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where the page changes its language."""
        known = dict(attrs)
        other = known.get("lang") not in (None, SPOKEN) or tag in UNSEEN
        if known.get("type") in {"submit", "button"} or tag in {"img", "nav", "a", "section"}:
            self.said += [known.get(name) or "" for name in SAID_ALOUD[:4]]
        if tag not in {"br", "img", "input", "hr", "meta", "link", "path", "use", "circle", "rect"}:
            self._open.append((tag, other))

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last under this name."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Keep a text, unless it is hidden or in another language."""
        if not any(other for _, other in self._open):
            self.said.append(data)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = Marked()
    for module in (saying, languages):
        monkeypatch.setattr(module, "catalogue", lambda _code: catalogue)


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_is_said_in_english(door: Door) -> None:
    written = Written(door.town.services)
    found: dict[str, list[str]] = {}
    for row in rows():
        for text in _leftovers(door, row, written):
            found.setdefault(text, []).append(str(row))

    assert found == {}


def _leftovers(door: Door, row: Row, written: "Written") -> Iterator[str]:
    if row.is_api or row.address in NOT_FOR_THEM:
        return
    for answer in _answers(door, row):
        reader = Reader()
        reader.feed(answer.get_data(as_text=True))
        for text in _outside("\0".join(reader.said)).split("\0"):
            rest = " ".join(text.split())
            if not written.knows(rest):
                yield rest


def _answers(door: Door, row: Row) -> Iterator[TestResponse]:
    """The page of each class of answer, and what an empty form gets."""
    for who in {row.expected[who]: who for who in row.actors}.values():
        request = row.request(door.town, who)
        forms: tuple[dict[str, str], ...] = ({}, request["data"]) if row.method == "POST" else ({},)
        for form in forms:
            asked = request | {"data": form, "headers": {"Accept-Language": SPOKEN}}
            answer = door.ask(who, row.method, **asked)
            if answer.mimetype == "text/html":
                yield answer


def _outside(text: str) -> str:
    """The text without what stands between marks, which may stand within each other."""
    kept, depth = [], 0
    for char in text:
        depth += char == BEGIN
        if not depth:
            kept.append(char)
        depth -= char == END
    return "".join(kept)


class Written:
    """What people wrote, and the names of Polish calendars, languages and countries."""

    def __init__(self, services: Services) -> None:
        locale = Locale(SPOKEN)
        months = locale.months["format"]
        self._names = (
            set(NAMES)
            | set(SECRETS.values())
            | set(locale.languages.values())
            | set(locale.territories.values())
        )
        self._names |= set(months["wide"].values()) | set(months["abbreviated"].values())
        self._texts = "\n".join(" ".join(text.split()) for text in _said_in(services))

    def knows(self, text: str) -> bool:
        """Whether nobody has to translate it."""
        return all(self._is_known(part.strip(MARKS)) for part in PARTS.split(text))

    def _is_known(self, part: str) -> bool:
        if set(LETTERS.findall(part)) <= self._names:
            return True
        return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", self._texts) is not None


def _said_in(services: Services) -> Iterator[str]:
    """Every text in the database, but for the codes that nobody wrote."""
    tables = MetaData()
    with services.unit_of_work() as uow:
        tables.reflect(uow.session.connection())
        for table in tables.sorted_tables:
            for row in uow.session.execute(select(table)).mappings():
                for column, value in row.items():
                    for text in _leaves(value):
                        if column in OWN_WORDS or not CODE.fullmatch(text):
                            yield text


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, UUID):
        yield str(value)
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
