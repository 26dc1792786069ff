"""Figures that anybody may use: a page of small charts with their tables, and a file of them."""

from collections.abc import Iterator

from flask import Response, render_template, url_for
from flask_babel import gettext, ngettext

from marketplace.pulse.figures import CURRENCY, Figures, Range, Tally, figures
from marketplace.request_scope import current_uow
from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.brokering import Item
from marketplace.web.glossary import glossary
from marketplace.web.spreadsheets import csv_file

MOST_COUNTRIES = 15
"""The others are folded."""

HEADER = ("topic", "code", "label", "solutions", "calls", "examples", "challenges", "made_at")
"""The columns of the file; they are for programs, so they stay as they are in any language."""


def statistics() -> str:
    """What is public, counted."""
    found = figures(current_uow())
    return render_template(
        "public/statistics.html",
        found=found,
        totals=_totals(found),
        themes=[theme_row(tally) for tally in found.themes],
        countries=[country_row(tally) for tally in found.countries],
        most_countries=MOST_COUNTRIES,
        budgets=[{"label": _range(one), "value": one.challenges} for one in found.values],
        prices=[{"label": _range(one), "value": one.solutions} for one in found.values],
    )


def statistics_file() -> Response:
    """The same as a table for spreadsheets."""
    found = figures(current_uow())
    made_at = found.made_at.isoformat(timespec="seconds")
    return csv_file("rialto-statistics.csv", HEADER, ((*row, made_at) for row in _rows(found)))


def theme_row(tally: Tally) -> Item:
    """Supply and demand of one theme."""
    label = glossary().label(TermList.THEMES, tally.code)
    return _row(tally, label, url_for("public.challenges", theme=tally.code))


def country_row(tally: Tally) -> Item:
    """Supply and demand of one country."""
    return _row(tally, _country(tally.code), url_for("public.challenges", country=tally.code))


def _country(code: str) -> str:
    return glossary().country(code) or str(gettext("Not stated"))


def _row(tally: Tally, label: str, href: str) -> Item:
    return {
        "label": label,
        "href": href if tally.challenges else None,
        "solutions": tally.solutions,
        "calls": tally.calls,
        "examples": tally.examples,
    }


def _totals(found: Figures) -> list[Item]:
    totals = found.totals
    vendors, calls, examples = totals.vendors, totals.calls, totals.examples
    cities, awarded = totals.cities, totals.awarded
    counted = [
        (totals.solutions, ngettext("solution", "solutions", totals.solutions), "public.solutions"),
        (vendors, ngettext("vendor with a solution", "vendors with a solution", vendors), None),
        (
            calls,
            ngettext("call: a city that asks now", "calls: cities that ask now", calls),
            "public.challenges",
        ),
        (
            examples,
            ngettext("example from a published plan", "examples from published plans", examples),
            "public.challenges",
        ),
        (
            cities,
            ngettext("city or public buyer", "cities and public buyers", cities),
            "public.cities",
        ),
        (awarded, ngettext("challenge awarded", "challenges awarded", awarded), None),
    ]
    return [
        {
            "value": words.number(value),
            "label": label,
            "href": url_for(endpoint) if endpoint else None,
        }
        for value, label, endpoint in counted
    ]


def _range(one: Range) -> str:
    """A range of amounts in words; its upper end belongs to the next."""
    least = words.number(one.least)
    if one.most is None:
        return str(gettext("€%(least)s or more", least=least))
    most = words.number(one.most)
    if not one.least:
        return str(gettext("below €%(most)s", most=most))
    return str(gettext("€%(least)s to below €%(most)s", least=least, most=most))


def _rows(found: Figures) -> Iterator[tuple[object, ...]]:
    words_of = glossary()
    for tally in found.themes:
        label = words_of.label(TermList.THEMES, tally.code)
        yield ("theme", tally.code, label, *_counts(tally))
    for tally in found.countries:
        yield ("country", tally.code, _country(tally.code), *_counts(tally))
    for one in found.values:
        code = f"{one.least}-{'' if one.most is None else one.most} {CURRENCY}"
        yield ("value", code, _range(one), one.solutions, None, None, one.challenges)
    totals = found.totals
    asked = (totals.calls, totals.examples, totals.calls + totals.examples)
    yield ("all", "", "", totals.solutions, *asked)


def _counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.solutions, tally.calls, tally.examples, tally.challenges
