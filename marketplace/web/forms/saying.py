"""What a document says, in words: for whoever reads an entry without filling it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.taxonomy.codes import TermList
from marketplace.web.forms.differences import Piece, pieces_of
from marketplace.web.forms.parts import Entries, Field, Group, Kind, Part, Sections
from marketplace.web.glossary import glossary
from marketplace.web.words import day_of, figure, month_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one part says; `before` is what it said in the version compared with."""

    name: str
    label: str
    text: str
    before: str = ""
    remark: str | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the two versions differ here."""
        return self.text != self.before

    @property
    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        """Both versions, the older with what was taken out and the newer with what was put in."""
        return pieces_of(self.before, self.text)


def lines(
    sections: Sections,
    document: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    remarks: Mapping[str, str] | None = None,
) -> list[tuple[str, list[Line]]]:
    """All that the document says, by section, beside an older one."""
    return [
        (
            str(section.title),
            [
                Line(
                    name=part.name,
                    label=str(part.label),
                    text=in_words(part, document.get(part.name)),
                    before=in_words(part, (before or {}).get(part.name)),
                    remark=(remarks or {}).get(part.name),
                )
                for part in section.parts
            ],
        )
        for section in sections
    ]


def in_words(part: Part, value: Any) -> str:
    """What was answered, as somebody reads it; empty if nothing was."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(part, Group):
        return _pairs(part.fields, value)
    if isinstance(part, Entries):
        return "\n\n".join(_pairs(part.fields, entry) for entry in value)
    if part.kind is Kind.THEMES:
        return "\n".join(sorted(glossary().labels(TermList.THEMES, value)))
    if isinstance(value, list | tuple):
        words = [_word(part, str(one)) for one in value]
        # What is ticked has no order of its own; lines that were typed have one.
        return "\n".join(sorted(words) if part.kind is Kind.CHECKBOXES else words)
    return _word(part, as_text(value))


def as_text(value: Any) -> str:
    """A value of a document as it is typed."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "\n".join(str(one) for one in value)
    return str(value)


def at(document: Mapping[str, Any], path: str, missing: Any = None) -> Any:
    """What stands at the path; `missing` if the document has no such place."""
    found: Any = document
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(step, missing)
        elif isinstance(found, list | tuple) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return missing
    return found


def _pairs(fields: tuple[Field, ...], values: Mapping[str, Any]) -> str:
    found = ((part.label, in_words(part, values.get(part.name))) for part in fields)
    return "\n".join(f"{label}: {words}" for label, words in found if words)


def _word(part: Field, value: str) -> str:
    if part.kind is Kind.DAY:
        return day_of(value) or value
    if part.kind is Kind.MONTH:
        return month_of(value) or value
    if part.kind is Kind.FIGURE:
        return figure(value)
    if part.codes is not None:
        return glossary().label(part.codes, value)
    return str(part.words.get(value, value))
