"""Filters of lists as the components show them: their fields, and those in use."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from marketplace.foundation.paging import Page
from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.design_system import with_query
from marketplace.web.glossary import Option, glossary

Facet = dict[str, Any]


def field(name: str, label: str, kind: str = "text", hint: str | None = None) -> Facet:
    """A field to write into, filled with what was asked for."""
    return {
        "name": name,
        "label": label,
        "kind": kind,
        "hint": hint,
        "value": request.args.get(name, ""),
    }


def codes(
    name: str,
    label: str,
    terms: TermList,
    counts: Mapping[str, int] | None,
    hint: str | None = None,
) -> Facet:
    """A choice among codes; with `counts` only those that find something."""
    options = glossary().options(terms, counts, request.args.get(name))
    return {"name": name, "label": label, "kind": "select", "hint": hint, "options": options}


def choice(
    name: str,
    label: str,
    choices: Iterable[tuple[str, Any]],
    none_chosen: str | None = None,
    counts: Mapping[str, int] | None = None,
) -> Facet:
    """A choice among a few words; `none_chosen` says what holds where nothing is chosen."""
    asked, known = request.args.get(name), counts or {}
    options = [
        Option(value, str(text), known.get(value), value == asked) for value, text in choices
    ]
    facet: Facet = {"name": name, "label": label, "kind": "select", "options": options}
    return facet | {"any": none_chosen}


def tick(name: str, label: str, text: str) -> Facet:
    """One box to tick."""
    ticked = request.args.get(name) == "yes"
    options = [Option("yes", text, None, ticked)]
    return {"name": name, "label": label, "kind": "checkboxes", "options": options}


def usable(facets: Iterable[Facet]) -> list[Facet]:
    """The facets that can find something; a choice without choices would only puzzle."""
    return [facet for facet in facets if facet.get("options", True)]


def in_use(facets: Sequence[Facet]) -> list[dict[str, str]]:
    """The filters in use, each with the way to the list without it."""
    found = []
    for facet in facets:
        if request.args.get(facet["name"]):
            href = with_query(**{facet["name"]: None, "page": None})
            label = f"{facet['label']}: {_shown(facet)}"
            found.append({"name": facet["name"], "label": label, "href": href})
    return found


def carried(address: str) -> str:
    """Another page, with the filters of this one."""
    asked = urlencode(list(request.args.items(multi=True)))
    return f"{address}?{asked}" if asked else address


def listing(page: Page[Any], facets: Sequence[Facet], items: Sequence[Any]) -> dict[str, Any]:
    """What the template of a list needs of its page and its filters."""
    address = url_for(request.endpoint or "", **(request.view_args or {}))
    first = (page.page - 1) * page.page_size + 1
    return {
        "page": page,
        "items": items,
        "facets": facets,
        "in_use": in_use(facets),
        "address": address,
        "shown_from": first,
        "shown_to": first + len(items) - 1,
    }


def _shown(facet: Facet) -> str:
    for option in facet.get("options", ()):
        if option.selected:
            return str(option.label).removeprefix(words.CHILD)
    return str(request.args.get(facet["name"], ""))[:60]
