"""What each filter on the matches of a challenge leaves, counted by the rules that rank."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext

from marketplace.recommendations.relaxing import in_the_running
from marketplace.recommendations.results import Filters
from marketplace.request_scope import current_uow
from marketplace.taxonomy.codes import DataLocation, TermList
from marketplace.web import words
from marketplace.web.glossary import glossary
from marketplace.web.public import filters
from marketplace.web.public.items import Item
from marketplace.web.public.reasons import matcher

CODES = {
    "theme": ("themes", TermList.THEMES),
    "country": ("countries", TermList.COUNTRIES),
    "language": ("languages", TermList.LANGUAGES),
    "technology": ("technologies", TermList.TECHNOLOGIES),
    "standard": ("standards", TermList.STANDARDS),
}
"""The fields for codes: which filter of the engine each sets, and from which list."""

LEVELS = range(1, 10)
ALL, CHOSEN = ("all", ""), ("chosen", "")

Key = tuple[str, str]


class Narrowing:
    """The filters of one page of matches, and how many solutions each leaves in the running."""

    def __init__(self, challenge_id: UUID, chosen: Filters) -> None:
        choices = {ALL: Filters(), CHOSEN: chosen} | dict(_choices(chosen))
        counts = in_the_running(matcher(), current_uow(), challenge_id, list(choices.values()))
        self._counts = dict(zip(choices, counts, strict=True))

    @property
    def total(self) -> int:
        """How many are in the running without any filter."""
        return self._counts[ALL]

    @property
    def remain(self) -> int:
        """How many are in the running with all filters in use."""
        return self._counts[CHOSEN]

    def facets(self) -> list[filters.Facet]:
        """The fields, each choice with what would remain with it beside the other filters."""
        labels = {
            "theme": gettext("Theme"),
            "country": gettext("Serves country"),
            "language": gettext("Speaks language"),
            "technology": gettext("Technology"),
            "standard": gettext("Standard"),
        }
        hints = {"country": gettext("Entries that do not say so are left out.")}
        facets = [
            filters.codes(name, labels[name], terms, self._of(name), hints.get(name))
            for name, (_, terms) in CODES.items()
        ]
        levels = [(str(n), gettext("%(level)s and above", level=n)) for n in LEVELS]
        return filters.usable(
            [
                *facets,
                self._choice("data_location", gettext("Data stays"), words.DATA_LOCATIONS.items()),
                self._choice("trl_min", gettext("TRL"), levels),
                filters.field(
                    "price_max", gettext("Costs at most, in euro"), "number", hints["country"]
                ),
            ]
        )

    def cost(self, in_use: list[dict[str, str]]) -> list[Item]:
        """What each filter in use leaves alone, and all of them together; for a table of bars."""
        rows = [
            {"label": item["label"], "value": self._counts["alone", item["name"]]}
            for item in in_use
            if ("alone", item["name"]) in self._counts
        ]
        together = [{"label": gettext("All filters together"), "value": self.remain}]
        return rows + (together if len(rows) > 1 else [])

    def _of(self, name: str) -> dict[str, int]:
        return {code: count for (of, code), count in self._counts.items() if of == name and count}

    def _choice(self, name: str, label: str, choices: Iterable[tuple[str, Any]]) -> filters.Facet:
        counts = {value: count for (of, value), count in self._counts.items() if of == name}
        return filters.choice(name, label, choices, counts=counts)


def _choices(chosen: Filters) -> Iterator[tuple[Key, Filters]]:
    """Every choice of every field, with the other filters; then each filter in use alone."""
    nothing = Filters()
    for name, (of, terms) in CODES.items():
        for code in glossary().list_of(terms):
            yield (name, code), _with(chosen, of, frozenset({code}))
        yield ("alone", name), _with(nothing, of, getattr(chosen, of))
    for place in DataLocation:
        yield ("data_location", place.value), replace(chosen, data_location=place.value)
    for level in LEVELS:
        yield ("trl_min", str(level)), replace(chosen, trl_min=level)
    for name in ("data_location", "trl_min", "price_max"):
        yield ("alone", name), _with(nothing, name, getattr(chosen, name))


def _with(chosen: Filters, name: str, value: Any) -> Filters:
    changes: dict[str, Any] = {name: value}
    return replace(chosen, **changes)
