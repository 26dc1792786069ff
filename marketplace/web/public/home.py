"""The start page, and the search that answers a sentence with ranked solutions."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext, ngettext

from marketplace.challenges.queries import ChallengeFilters, list_challenges
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.queries import OrganisationFilters, list_organisations
from marketplace.recommendations.results import Filters, SolutionMatch, nothing_fits
from marketplace.request_scope import current_uow
from marketplace.solutions.queries import SolutionFilters, facet_counts, list_solutions
from marketplace.taxonomy.codes import DataLocation, TermList
from marketplace.web import words
from marketplace.web.public import filters
from marketplace.web.public.arguments import Asked
from marketplace.web.public.items import challenge_item
from marketplace.web.public.reasons import match_of, matcher, unknown_languages

SHORTEST_NEED = 10
FEWEST_WORDS = 2
LONGEST_NEED = 1200
FOUND_AT_ONCE = 10
EXAMPLES = 3
ONE = PageRequest(1, 1)


def home() -> str:
    """What this is for, figures, and three challenges to begin with."""
    uow = current_uow()
    challenges = list_challenges(uow, ChallengeFilters(state="open"), PageRequest(1, 60))
    # One from each city, spread over the list: three of one city would look like its page.
    cities = list({card.city_id: card for card in challenges}.values())
    step = max(1, len(cities) // EXAMPLES)
    return render_template(
        "public/home.html",
        examples=[challenge_item(card) for card in cities[::step][:EXAMPLES]],
        figures=_figures(uow, challenges.total),
    )


def search() -> str:
    """Ranked solutions for a need in somebody's own words."""
    need = request.args.get("need", "").strip()
    fault = _fault(need)
    asked = Asked()
    chosen = match_filters(asked)
    found: list[SolutionMatch] = []
    if need and not fault:
        found = matcher().suppliers_for_text(
            current_uow(), need, filters=chosen, limit=FOUND_AT_ONCE
        )
    facets = match_facets()
    return render_template(
        "public/search.html",
        need=need,
        fault=fault,
        faults=asked.faults,
        asked=bool(need) and not fault,
        matches=[match_of(match) for match in found],
        nothing=nothing_fits(match.band for match in found),
        languages=unknown_languages(found),
        made_by_what=found[0].made_by if found else None,
        facets=facets,
        in_use=filters.in_use(facets),
        address=url_for("public.search"),
    )


def match_filters(asked: Asked) -> Filters:
    """What ranked solutions are narrowed to."""
    location = asked.choice("data_location", DataLocation)
    return Filters(
        themes=_one(asked.code("theme")),
        technologies=_one(asked.code("technology")),
        countries=_one(asked.code("country")),
        languages=_one(asked.code("language")),
        standards=_one(asked.code("standard")),
        price_max=asked.amount("price_max"),
        trl_min=asked.whole("trl_min", 1, 9),
        data_location=location.value if location else None,
    )


def match_facets() -> list[filters.Facet]:
    """The fields to narrow ranked solutions by: what solutions do say."""
    left_out = gettext("Entries that do not say so are left out.")
    lists = {
        "theme": TermList.THEMES,
        "country": TermList.COUNTRIES,
        "language": TermList.LANGUAGES,
        "technology": TermList.TECHNOLOGIES,
        "standard": TermList.STANDARDS,
    }
    labels = {
        "theme": gettext("Theme"),
        "country": gettext("Serves country"),
        "language": gettext("Speaks language"),
        "technology": gettext("Technology"),
        "standard": gettext("Standard"),
    }
    used = facet_counts(current_uow(), SolutionFilters(), lists)
    facets = [
        *(
            filters.codes(
                name, labels[name], terms, used[name], left_out if name == "country" else None
            )
            for name, terms in lists.items()
        ),
        filters.choice("data_location", gettext("Data stays"), words.DATA_LOCATIONS.items()),
        filters.field("trl_min", gettext("TRL at least"), "number"),
        filters.field("price_max", gettext("Costs at most, in euro"), "number", left_out),
    ]
    return filters.usable(facets)


def _figures(uow: UnitOfWork, challenges: int) -> list[dict[str, Any]]:
    solutions = list_solutions(uow, SolutionFilters(), ONE).total
    cities = list_organisations(uow, OrganisationFilters(kind=OrganisationKind.CITY), ONE).total
    counted = [
        (solutions, ngettext("solution", "solutions", solutions), "public.solutions"),
        (challenges, ngettext("challenge", "challenges", challenges), "public.challenges"),
        (
            cities,
            ngettext("city or public buyer", "cities and public buyers", cities),
            "public.cities",
        ),
    ]
    return [
        {"value": words.number(value), "label": label, "href": url_for(endpoint)}
        for value, label, endpoint in counted
    ]


def _fault(need: str) -> str | None:
    """What keeps a need from being searched for; None if nothing, or nothing was asked."""
    told: str | None = None
    if not need and "need" in request.args:
        told = gettext("Write what your city needs, in a sentence or two.")
    elif "\0" in need:
        told = gettext("Leave out characters that cannot be shown.")
    elif len(need) > LONGEST_NEED:
        told = gettext(
            "The text has %(now)s characters. Shorten it to %(most)s: the problem and what a "
            "solution has to do are enough.",
            now=words.number(len(need)),
            most=words.number(LONGEST_NEED),
        )
    elif need and (len(need) < SHORTEST_NEED or len(need.split()) < FEWEST_WORDS):
        told = gettext("Write a little more: one whole sentence finds better than a word.")
    return told


def _one(code: str | None) -> frozenset[str]:
    return frozenset({code}) if code else frozenset()
