"""Cities and vendors: the list of cities with its map, and the profile of each organisation."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.challenges.queries import ChallengeFilters, list_challenges
from marketplace.foundation.paging import PageRequest
from marketplace.organisations.content import CityProfile, OrganisationKind, ProgrammeRole
from marketplace.organisations.queries import (
    OrganisationFilters,
    get_organisation,
    list_organisations,
    similar_cities,
)
from marketplace.request_scope import current_uow
from marketplace.solutions.queries import SolutionFilters, list_solutions
from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.glossary import glossary
from marketplace.web.public import filters
from marketplace.web.public.arguments import Asked
from marketplace.web.public.done import done_by
from marketplace.web.public.items import (
    challenge_item,
    city_item,
    organisation_href,
    places,
    solution_item,
    without_caption,
)

ON_MAP = 500
OF_ONE = PageRequest(1, 50)
SIMILAR = 5


def cities() -> str:
    """The list of cities, narrowed as asked, and where they are."""
    asked, uow = Asked(), current_uow()
    chosen = OrganisationFilters(
        kind=OrganisationKind.CITY,
        q=asked.text("q"),
        country=asked.code("country"),
        theme=asked.code("theme"),
        programme_role=asked.choice("role", ProgrammeRole),
        mission_city=True if asked.yes("mission") else None,
    )
    page = list_organisations(uow, chosen, asked.page())
    on_map = list_organisations(uow, chosen, PageRequest(1, ON_MAP))
    shown = filters.listing(page, _facets(), [city_item(row) for row in page])
    return render_template(
        "public/cities.html", faults=asked.faults, places=places(on_map), **shown
    )


def city(city_id: UUID) -> ResponseReturnValue:
    """One city: its profile, what it needs, has done and offers, and cities like it."""
    return _profile(city_id, OrganisationKind.CITY)


def organisation(organisation_id: UUID) -> ResponseReturnValue:
    """A vendor or the programme: its profile and its solutions."""
    return _profile(organisation_id, None)


def _profile(organisation_id: UUID, kind: OrganisationKind | None) -> ResponseReturnValue:
    uow = current_uow()
    row = get_organisation(uow, organisation_id)
    is_city = row.kind == OrganisationKind.CITY
    if is_city != (kind is OrganisationKind.CITY):
        return redirect(organisation_href(row), 301)
    solutions = list_solutions(uow, SolutionFilters(vendor=row.id), OF_ONE)
    values = {
        "row": row,
        "content": row.content,
        "country": glossary().country(row.country),
        "solutions": [without_caption(solution_item(card)) for card in solutions],
        "total_solutions": solutions.total,
    }
    if not is_city:
        return render_template("public/organisation.html", **values)
    asked_for = list_challenges(uow, ChallengeFilters(city=row.id), OF_ONE)
    facts = _facts(row.content.city or CityProfile())
    return render_template(
        "public/city.html",
        **values,
        facts=[fact for fact in facts if fact["value"]],
        unstated=[fact["label"] for fact in facts if not fact["value"]],
        places=places([row], [row.id]),
        challenges=[without_caption(challenge_item(card)) for card in asked_for],
        total_challenges=asked_for.total,
        **done_by(row),
        similar=[
            without_caption(city_item(other))
            for other in similar_cities(current_uow(), row, SIMILAR, abroad=False)
        ],
    )


def _facets() -> list[filters.Facet]:
    roles = [(role, text) for role, text in words.PROGRAMME_ROLES.items() if role != "none"]
    return [
        filters.field("q", gettext("Name of a city")),
        filters.codes("country", gettext("Country"), TermList.COUNTRIES, None),
        filters.choice("role", gettext("Part in the Intelligent Cities Challenge"), roles),
        filters.codes("theme", gettext("Interested in"), TermList.THEMES, None),
        filters.tick("mission", gettext("EU Mission"), gettext("Climate-neutral Mission city")),
    ]


def _facts(profile: CityProfile) -> list[dict[str, Any]]:
    words_of = glossary()
    role = words.word(words.PROGRAMME_ROLES, profile.programme_role)
    region = words_of.label(TermList.REGIONS, profile.nuts) if profile.nuts else None
    priorities = words_of.labels(TermList.SPECIALISATIONS, profile.specialisation_priorities)
    named = [
        (gettext("Residents"), _residents(profile)),
        (gettext("Region"), f"{region} ({profile.nuts})" if region else None),
        (gettext("Languages"), words_of.labels(TermList.LANGUAGES, profile.languages)),
        (gettext("Part in the Intelligent Cities Challenge"), role),
        (gettext("Editions"), list(profile.programme_editions)),
        (gettext("Mission city"), gettext("Yes") if profile.mission_city else gettext("No")),
        (gettext("Interested in"), words_of.labels(TermList.THEMES, profile.themes)),
        (gettext("Smart specialisation"), priorities),
    ]
    return [
        {"label": label, "value": value or None, "estimate": False, "href": None}
        for label, value in named
    ]


def _residents(profile: CityProfile) -> str | None:
    if profile.population is None:
        return None
    counted = words.number(profile.population)
    year, told_by = str(profile.population_year or ""), profile.population_source or ""
    source = ", ".join(filter(None, (year if year not in told_by else "", told_by)))
    return f"{counted} ({source})" if source else counted
