"""The mirror: which challenges a vendor or one solution fits, and what keeps it out of others."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for

from marketplace.challenges.content import Nature
from marketplace.challenges.queries import ChallengeCard
from marketplace.interests.queries import InterestFilters, list_interests
from marketplace.organisations.content import OrganisationKind
from marketplace.recommendations.fitting import FITTING
from marketplace.recommendations.overview import Reach, Standing, Wanted
from marketplace.recommendations.results import ChallengeMatch
from marketplace.request_scope import current_uow
from marketplace.solutions.queries import SolutionView, get_solution
from marketplace.web.forms.belonging import own_organisation
from marketplace.web.glossary import glossary
from marketplace.web.interests import interest_item
from marketplace.web.public.items import Item, challenge_state
from marketplace.web.public.reasons import (
    challenge_match_of,
    factors_of,
    facts_of,
    matcher,
    requirement_of,
    unknown_languages,
    where_possible,
)

SHOWN = 10
MOST_SHOWN = 50


def fits(organisation_id: UUID) -> str:
    """Which challenges a vendor fits, which nearly, and what keeps it out of those."""
    uow = current_uow()
    row = own_organisation(organisation_id, OrganisationKind.VENDOR)
    calls_only = request.args.get("kind") == Nature.CALL
    found = where_possible(lambda: matcher().overview(uow, Wanted(organisation_id)))
    chosen = [one for one in found or () if not calls_only or one.challenge.nature == Nature.CALL]
    known = list_interests(uow, InterestFilters(vendor=organisation_id))
    interests = {view.challenge_id: interest_item(view) for view in known}
    by_reach: dict[Reach, list[Item]] = {reach: [] for reach in Reach}
    for one in chosen:
        by_reach[one.reach].append(_standing(one, interests))
    return render_template(
        "vendor/fits.html",
        row=row,
        is_answered=found is not None,
        calls_only=calls_only,
        most=MOST_SHOWN,
        fits=by_reach[Reach.FITS],
        nearly=by_reach[Reach.NEARLY],
        others=by_reach[Reach.NOT],
    )


def mirror(solution_id: UUID) -> str:
    """The challenges that the solution fits, those that it nearly fits, and the nearest others."""
    uow = current_uow()
    view = get_solution(uow, solution_id)
    own_organisation(view.vendor_id)
    found = matcher().challenges_for(uow, solution_id, limit=SHOWN)
    return render_template(
        "vendor/mirror.html",
        view=view,
        fits=[_shown(match, view) for match in found.fits if match.band in FITTING],
        nearly=[_shown(match, view) for match in found.near_misses if match.band in FITTING],
        others=[
            _shown(match, view)
            for match in (*found.fits, *found.near_misses)
            if match.band not in FITTING
        ],
        languages=unknown_languages([*found.fits, *found.near_misses]),
    )


def _standing(one: Standing, interests: Mapping[UUID, Item]) -> Item:
    card = one.challenge
    known = interests.get(card.id)
    return {
        "title": card.title,
        "href": url_for("public.challenge", challenge_id=card.id),
        "where": ", ".join(filter(None, (card.city_name, glossary().country(card.city_country)))),
        "summary": card.summary,
        "state": challenge_state(card.state, card.nature),
        "band": one.band.value,
        "solution": one.solution.name,
        "why_href": url_for("vendor.why_not", solution_id=one.solution.id, challenge_id=card.id),
        "facts_in_the_way": facts_of(one.facts_in_the_way),
        "contradicted": [item.requirement for item in one.requirements_in_the_way],
        "interest": known,
        "express_href": None if known else _express_href(card, one.solution.id),
    }


def _express_href(card: ChallengeCard, solution_id: UUID) -> str | None:
    """Where interest is expressed; None where nobody asks or nobody would read it."""
    if card.nature != Nature.CALL or card.catalogue:
        return None
    return url_for("vendor.express", challenge_id=card.id, solution_id=solution_id)


def _shown(match: ChallengeMatch, view: SolutionView) -> dict[str, Any]:
    content = view.content
    return challenge_match_of(match) | {
        "band": match.band.value,
        "place": match.place,
        "why_href": url_for("vendor.why_not", solution_id=view.id, challenge_id=match.challenge.id),
        "express_href": _express_href(match.challenge, view.id),
        "score": match.score,
        "requirements": [requirement_of(item, content) for item in match.requirements],
        "facts_judged": facts_of(match.facts),
        "factors": factors_of(match.factors),
        "facts_in_the_way": facts_of(match.facts_in_the_way),
        "contradicted": [requirement_of(item, content) for item in match.requirements_in_the_way],
    }
