"""Rows of lists as the components show them: solutions, deployments, challenges, cities."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext

from marketplace.challenges.content import Nature
from marketplace.challenges.queries import ChallengeCard
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.models import Organisation
from marketplace.solutions.content import Deployment, ReferenceState
from marketplace.solutions.models import Reference
from marketplace.solutions.queries import SolutionCard
from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.glossary import glossary

Item = dict[str, Any]
MOST_TAGS = 4


def solution_state(card: Any) -> str | None:
    """What has to be said of a solution's standing: whose entry it is, or that it is old."""
    if card.needs_confirmation and not card.catalogue:
        return "to_be_confirmed"
    return "catalogue" if card.catalogue else None


def challenge_state(state: str, nature: str) -> str:
    """An example is called that while it is open; an end is an end."""
    return "example" if nature == Nature.EXAMPLE and state == "open" else state


def solution_item(card: SolutionCard) -> Item:
    """A solution in a list."""
    licence = ", ".join(card.codes.get("licence", ()))
    return {
        "name": card.name,
        "href": url_for("public.solution", solution_id=card.id),
        "caption": ", ".join(filter(None, (card.vendor_name, _country(card.vendor_country)))),
        "summary": card.summary,
        "state": solution_state(card),
        "tags": _themes(card.codes),
        "facts": [(gettext("Licence"), licence)] if licence else [],
    }


def deployment_item(deployment: Deployment, reference: Reference | None) -> Item:
    """Where a solution runs, for the list of its deployments and for the page of the place."""
    country = _country(deployment.country) if deployment.country else None
    return {
        "place": deployment.place,
        "where": None if country == deployment.place else country,
        "period": deployment.period,
        "scale": deployment.scale,
        "summary": deployment.summary,
        "indicator": words.capital(deployment.indicator),
        "measured": words.figure(deployment.result, deployment.unit),
        "evidence_link": deployment.evidence_link,
        "evidence_note": deployment.evidence_note,
        "state": reference.state if reference else ReferenceState.CLAIMED.value,
    }


def challenge_item(card: ChallengeCard) -> Item:
    """A challenge in a list."""
    facts = [(gettext("Published"), _published(card)), (gettext("Programme"), card.programme)]
    if card.joint_procurement:
        facts.append((gettext("Buying together"), gettext("open to it")))
    return {
        "name": card.title,
        "href": url_for("public.challenge", challenge_id=card.id),
        "caption": ", ".join(filter(None, (card.city_name, _country(card.city_country)))),
        "summary": card.summary,
        "state": challenge_state(card.state, card.nature),
        "tags": _themes(card.codes),
        "facts": [(name, value) for name, value in facts if value],
    }


def without_caption(item: Item) -> Item:
    """The same row where whose it is goes without saying."""
    return item | {"caption": None}


def city_item(row: Organisation) -> Item:
    """A city in a list."""
    facts = [(gettext("Residents"), words.number(row.population))] if row.population else []
    if row.programme_role != "none":
        role = words.word(words.PROGRAMME_ROLES, row.programme_role)
        facts.append((gettext("Intelligent Cities Challenge"), role))
    return {
        "name": row.name,
        "href": organisation_href(row),
        "caption": _country(row.country),
        "summary": None,
        "state": "catalogue" if row.catalogue else None,
        "tags": [gettext("Mission city")] if row.mission_city else [],
        "facts": facts,
    }


def organisation_href(row: Organisation) -> str:
    """The public page of an organisation."""
    if row.kind == OrganisationKind.CITY:
        return url_for("public.city", city_id=row.id)
    return url_for("public.organisation", organisation_id=row.id)


def places(rows: Iterable[Organisation], highlighted: Iterable[Any] = ()) -> list[Item]:
    """Cities as the map shows them; those with the ids `highlighted` carry their name."""
    marked = set(highlighted)
    return [
        {
            "name": row.name,
            "latitude": row.latitude,
            "longitude": row.longitude,
            "href": organisation_href(row),
            "note": _country(row.country),
            "highlighted": row.id in marked,
        }
        for row in rows
    ]


def _published(card: ChallengeCard) -> object:
    """The day of a call; of an example the year in which the city published it elsewhere."""
    if card.nature == Nature.EXAMPLE:
        return card.published_year
    return words.day(card.published_at)


def _country(code: str) -> str:
    return glossary().country(code)


def _themes(codes: Mapping[str, tuple[str, ...]]) -> list[str]:
    return glossary().labels(TermList.THEMES, codes.get("theme", ()))[:MOST_TAGS]
