"""The words for codes of the taxonomy, each list read once for a request."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from flask import g
from flask_babel import gettext

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.request_scope import current_uow
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.labels import in_order, label_of
from marketplace.taxonomy.models import Term
from marketplace.taxonomy.queries import terms_with
from marketplace.web import words


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a select; `count` is None where nobody counted."""

    value: str
    label: str
    count: int | None
    selected: bool


class Glossary:
    """Labels of codes; a code that its list does not have stands for itself."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._lists: dict[TermList, Mapping[str, Term]] = {}

    def list_of(self, name: TermList) -> Mapping[str, Term]:
        """The terms of a list by code."""
        if name not in self._lists:
            self._lists |= terms_with(self._uow.session, name)
        return self._lists[name]

    def label(self, name: TermList, code: str) -> str:
        """The label of one code."""
        term = self.list_of(name).get(code)
        return label_of(term) if term else code

    def labels(self, name: TermList, codes: Iterable[str]) -> list[str]:
        """The labels of codes, in their order; without parents whose children are there too."""
        known = self.list_of(name)
        given = list(codes)
        parents = {known[code].parent for code in given if code in known}
        return [self.label(name, code) for code in given if code not in parents]

    def country(self, code: str) -> str:
        """The name of a country."""
        known = {"ZZ": "", "EU": gettext("European Union")}
        return known[code] if code in known else self.label(TermList.COUNTRIES, code)

    def options(
        self, name: TermList, counts: Mapping[str, int] | None, selected: str | None
    ) -> list[Option]:
        """Choices for a filter: those that find something, children after their parents."""
        known = self.list_of(name)
        shown = [
            term
            for term in known.values()
            if counts is None or term.code in counts or term.code == selected
        ]
        shown.sort(key=lambda term: _place(term, known))
        return [_option(term, counts, selected) for term in shown]

    def fact(self, name: str, text: str) -> str | None:
        """What is needed or offered of a fact, from the engine's codes into words."""
        if not text:
            return None
        say: Mapping[str, Callable[[str], str | None]] = {
            "country": lambda codes: self._each(codes, self._served),
            "languages": lambda codes: self._each(codes, partial(self.label, TermList.LANGUAGES)),
            "standards": lambda codes: self._each(codes, partial(self.label, TermList.STANDARDS)),
            "budget": words.figures_of,
            "population": words.figures_of,
            "data_location": partial(words.word, words.DATA_LOCATIONS),
            "start": words.day_of,
        }
        return say.get(name, str)(text)

    def _each(self, codes: str, say: Callable[[str], str]) -> str:
        return ", ".join(say(code) for code in codes.split(", "))

    def _served(self, code: str) -> str:
        country = self.country(code.removeprefix("not "))
        return gettext("not %(country)s", country=country) if code.startswith("not ") else country


def glossary() -> Glossary:
    """The glossary of this request."""
    if "glossary" not in g:
        g.glossary = Glossary(current_uow())
    made: Glossary = g.glossary
    return made


def _place(term: Term, known: Mapping[str, Term]) -> tuple[str, str]:
    parent = known.get(term.parent or "")
    label = in_order(label_of(term))
    return (in_order(label_of(parent)), label) if parent else (label, "")


def _option(term: Term, counts: Mapping[str, int] | None, selected: str | None) -> Option:
    label = words.CHILD + label_of(term) if term.parent else label_of(term)
    count = None if counts is None else counts.get(term.code, 0)
    return Option(term.code, label, count, term.code == selected)
