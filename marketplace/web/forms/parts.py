"""What a form asks for, and how its answers become a document that a schema can load.

Every input is named by the path of its field in that document (`deployments.0.place`), which
is also how faults name it. So no mapping between the two is needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from werkzeug.datastructures import MultiDict

from marketplace.taxonomy.codes import TermList
from marketplace.web.forms import figures

MOST_ENTRIES = 200

Answers = MultiDict[str, str]


class Kind(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    AREA = "area"
    LINES = "lines"
    DAY = "day"
    MONTH = "month"
    FIGURE = "figure"
    DEGREES = "degrees"
    RADIOS = "radios"
    SELECT = "select"
    CHECKBOXES = "checkboxes"
    THEMES = "themes"


MANY = frozenset({Kind.CHECKBOXES, Kind.THEMES})
READERS = {
    Kind.DAY: figures.day,
    Kind.MONTH: figures.month,
    Kind.FIGURE: figures.plain,
    Kind.DEGREES: figures.decimal,
}
"""What is typed into these fields is made plain where it can be read in one way only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that is asked for.

    What is `optional` is marked so, unless it starts with something anyhow.
    `words` are what can be chosen, by value; with `codes` they are the terms of that list.
    `start` is what stands there as long as nothing is stated; `width` is in characters.
    Texts may be lazy ones.
    """

    name: str
    label: Any
    kind: Kind = Kind.LINE
    hint: Any = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    codes: TermList | None = None
    start: str = ""
    optional: bool = False
    width: int | None = None
    rows: int = 4

    def read(self, answers: Answers, before: str = "") -> Any:
        """The answer as a text, or a list of texts."""
        path = before + self.name
        if self.kind in MANY:
            return answers.getlist(path)
        text = answers.get(path, "")
        if self.kind is Kind.LINES:
            return [line.strip() for line in text.splitlines() if line.strip()]
        return READERS[self.kind](text) if self.kind in READERS else text

    def is_blank(self, answer: Any) -> bool:
        """Whether nothing was answered."""
        return not answer or (isinstance(answer, str) and answer.strip() in ("", self.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that say one thing together; unless `always`, blank ones say nothing at all."""

    name: str
    label: Any
    fields: tuple[Field, ...]
    hint: Any = ""
    always: bool = False

    def read(self, answers: Answers, before: str = "") -> dict[str, Any] | None:
        """The answers by name, or None."""
        inside = f"{before}{self.name}."
        found = {part.name: part.read(answers, inside) for part in self.fields}
        return None if _all_blank(self.fields, found) and not self.always else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Any number of entries with the same fields; `one` is what an entry is called.

    `add`, `more` and `remove` stand on the buttons for the first, another and no more of them;
    `remove` holds `%(number)s`.
    """

    name: str
    label: Any
    one: Any
    add: Any
    more: Any
    remove: Any
    fields: tuple[Field, ...]
    optional: bool = False
    hint: Any = ""

    def read(self, answers: Answers, before: str = "") -> list[dict[str, Any]]:
        """The entries in which something was answered, closed up."""
        inside = f"{before}{self.name}."
        numbers = sorted({n for key in answers if (n := _number(key, inside)) is not None})
        found = [
            {part.name: part.read(answers, f"{inside}{number}.") for part in self.fields}
            for number in numbers
        ]
        return [entry for entry in found if not _all_blank(self.fields, entry)]


Part = Field | Group | Entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Parts of a form under a heading; `id` is what its link points at.

    In a form that is filled in step by step each section is a step, at an address that ends in
    its `id`; `chapter` is the heading under which the list of steps shows it.
    """

    id: str
    title: Any
    parts: tuple[Part, ...]
    lead: Any = ""
    chapter: Any = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of the document that are asked for here."""
        return tuple(part.name for part in self.parts)


Sections = tuple[Section, ...]


def read(sections: Sections, answers: Answers) -> dict[str, Any]:
    """What was answered, as a document of texts."""
    return {part.name: part.read(answers) for section in sections for part in section.parts}


def holding(sections: Sections, name: str) -> Section | None:
    """The section that asks for this field of the document."""
    return next((section for section in sections if name in section.names), None)


def over(kept: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, with what is kept wherever the form asks nothing."""
    found = dict(kept)
    for name, value in typed.items():
        before = kept.get(name)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            found[name] = {**before, **value}
        else:
            found[name] = value
    return found


def in_order(part: Part, value: Any, before: Any) -> Any:
    """The value; where the same boxes are ticked as before, in the order they had then."""
    ticked = isinstance(part, Field) and part.kind in MANY
    return before if ticked and set(value or ()) == set(before or ()) else value


def without_entry(document: dict[str, Any], path: str) -> dict[str, Any]:
    """The document without the entry at `path`, such as `deployments.1`."""
    name, _, number = path.partition(".")
    entries = document.get(name)
    if not isinstance(entries, list):
        return document
    return document | {name: [e for n, e in enumerate(entries) if str(n) != number]}


def with_entry(document: dict[str, Any], name: str) -> dict[str, Any]:
    """The document with one more, empty entry in that list."""
    entries = document.get(name)
    return document | {name: [*entries, {}]} if isinstance(entries, list) else document


def with_text(document: dict[str, Any], what: str) -> dict[str, Any]:
    """The document with one more entry, as in `requirements.text Report failures`."""
    path, _, text = what.partition(" ")
    name, _, inside = path.partition(".")
    entries = document.get(name)
    if not isinstance(entries, list) or not inside or not text:
        return document
    return document | {name: [*entries, {inside: text}]}


def _all_blank(fields: tuple[Field, ...], found: Mapping[str, Any]) -> bool:
    return all(part.is_blank(found[part.name]) for part in fields)


def _number(key: str, inside: str) -> int | None:
    text = key.removeprefix(inside).partition(".")[0] if key.startswith(inside) else ""
    # More digits than these are no entry, and a few thousand are no number that Python reads.
    usable = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_ENTRIES))
    return int(text) if usable and int(text) < MOST_ENTRIES else None
