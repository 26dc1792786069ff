"""A form with its answers and what is to be said beside them; what the templates are given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from marketplace.foundation.errors import Fault
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.labels import in_order, label_of
from marketplace.web.forms.parts import Entries, Field, Group, Part, Sections
from marketplace.web.forms.saying import as_text, at, in_words
from marketplace.web.glossary import glossary


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A form as it is shown.

    `document` holds the answers, as typed or as stored. `version` is that of the row which
    the answers were made on, `key` the number of a form that makes something new. `remarks`
    are what staff want mended, by field. `newer` is what is stored meanwhile, where somebody
    was faster. `hidden` goes along with the answers unseen.
    """

    sections: Sections
    document: Mapping[str, Any]
    version: int = 0
    key: str = ""
    faults: tuple[Fault, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    newer: Mapping[str, Any] | None = None
    hidden: Mapping[str, str] = field(default_factory=dict)

    def text(self, part: Field, path: str) -> str:
        """What stands in the field; what it starts with as long as it was never asked."""
        found = at(self.document, path, part.start)
        return "" if found is None else as_text(found)

    def chosen(self, path: str) -> list[str]:
        """What is ticked."""
        return [str(value) for value in at(self.document, path) or ()]

    def entries(self, part: Entries) -> range:
        """The numbers of the entries of a list."""
        return range(len(at(self.document, part.name) or ()))

    def error(self, path: str) -> str | None:
        """What is wrong with exactly this part."""
        known = set(paths(self.sections, self.document))
        found = [self._message(f, path) for f in self.faults if _nearest(f.field, known) == path]
        return " ".join(dict.fromkeys(found)) or None

    def remark(self, path: str) -> str | None:
        """What staff want mended here."""
        return self.remarks.get(path)

    def meanwhile(self, part: Part, path: str) -> str | None:
        """What is stored here by now, where that is something else than what was typed."""
        if self.newer is None:
            return None
        stored = in_words(part, at(self.newer, path))
        same = stored == in_words(part, at(self.document, path))
        return None if same else stored or gettext("nothing")

    def summary(self) -> list[dict[str, str]]:
        """Every fault once, with the field that it is about."""
        known = dict(labels(self.sections, self.document))
        found = []
        for fault in self.faults:
            path = _nearest(fault.field, set(known))
            label = known.get(path, fault.field) if path else ""
            text = f"{label}: {self._message(fault, path)}" if label else fault.message
            found.append({"text": text} | ({"href": f"#{path}"} if path else {}))
        return found

    def _message(self, fault: Fault, path: str | None) -> str:
        """What is wrong; where nothing was chosen, the codes to choose from are no help."""
        if path == fault.field and path in self._unchosen():
            return str(gettext("Choose one."))
        rest = fault.field.removeprefix(path or "").lstrip(".")
        if path and rest.isdecimal():
            line = gettext("line %(number)s", number=int(rest) + 1)
            return f"{fault.message} ({line}{': ' + fault.value if fault.value else ''})"
        return fault.message

    def _unchosen(self) -> set[str]:
        fields = (part for section in self.sections for part in section.parts)
        return {
            part.name
            for part in fields
            if isinstance(part, Field)
            and (part.words or part.codes)
            and not at(self.document, part.name)
        }

    def options(self, part: Field) -> list[tuple[str, str]]:
        """What can be chosen, with its words, by words where the list is long."""
        if part.codes is None:
            return [(value, str(words)) for value, words in part.words.items()]
        known = glossary().list_of(part.codes)
        return sorted(((code, label_of(term)) for code, term in known.items()), key=_by_label)

    def themes(self) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
        """The themes, each with those below it."""
        known = glossary().list_of(TermList.THEMES).values()
        return [
            (
                (top.code, label_of(top)),
                [(term.code, label_of(term)) for term in known if term.parent == top.code],
            )
            for top in known
            if top.parent is None
        ]


def paths(sections: Sections, document: Mapping[str, Any]) -> Iterator[str]:
    """The paths of everything in the form that a fault can be about."""
    for path, _ in labels(sections, document):
        yield path


def labels(sections: Sections, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The same, each with its label."""
    for part in (part for section in sections for part in section.parts):
        yield part.name, str(part.label)
        if isinstance(part, Group):
            for inner in part.fields:
                yield f"{part.name}.{inner.name}", f"{part.label}, {inner.label}"
        elif isinstance(part, Entries):
            for number in range(len(at(document, part.name) or ())):
                for inner in part.fields:
                    path = f"{part.name}.{number}.{inner.name}"
                    yield path, f"{part.one} {number + 1}, {inner.label}"


def _nearest(path: str, known: set[str]) -> str | None:
    """The part of the form that is or holds what `path` names."""
    while path and path not in known:
        path = path.rpartition(".")[0]
    return path or None


def _by_label(option: tuple[str, str]) -> str:
    return in_order(option[1])
