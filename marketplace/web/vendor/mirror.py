"""The mirror: which challenges a solution fits, and what keeps it out of the others."""

from typing import Any
from uuid import UUID

from flask import render_template, url_for

from marketplace.recommendations.results import ChallengeMatch
from marketplace.request_scope import current_uow
from marketplace.solutions.queries import SolutionView, get_solution
from marketplace.web.forms.belonging import own_organisation
from marketplace.web.public.reasons import (
    challenge_match_of,
    factors_of,
    facts_of,
    matcher,
    requirement_of,
    unknown_languages,
)

SHOWN = 10


def mirror(solution_id: UUID) -> str:
    """The challenges that the solution fits, and those that it nearly fits."""
    uow = current_uow()
    view = get_solution(uow, solution_id)
    own_organisation(view.vendor_id)
    found = matcher().challenges_for(uow, solution_id, limit=SHOWN)
    return render_template(
        "vendor/mirror.html",
        view=view,
        fits=[_shown(match, view) for match in found.fits],
        nearly=[_shown(match, view) for match in found.near_misses],
        languages=unknown_languages([*found.fits, *found.near_misses]),
    )


def _shown(match: ChallengeMatch, view: SolutionView) -> dict[str, Any]:
    content = view.content
    return challenge_match_of(match) | {
        "rank": match.rank,
        "place": match.place,
        "why_href": url_for("vendor.why_not", solution_id=view.id, challenge_id=match.challenge.id),
        "score": match.score,
        "requirements": [requirement_of(item, content) for item in match.requirements],
        "facts_judged": facts_of(match.facts),
        "factors": factors_of(match.factors),
        "facts_in_the_way": facts_of(match.facts_in_the_way),
        "contradicted": [requirement_of(item, content) for item in match.requirements_in_the_way],
    }
