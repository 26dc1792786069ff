"""The page a vendor starts from: what needs doing, and how each of its solutions stands."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template, url_for
from flask_babel import gettext, pgettext

from marketplace.challenges.content import Nature
from marketplace.challenges.lifecycle import OPEN
from marketplace.challenges.queries import ChallengeFilters, list_challenges
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.interests.queries import InterestFilters, InterestView, list_interests
from marketplace.introductions.queries import waiting_for
from marketplace.organisations.content import OrganisationKind
from marketplace.recommendations.overview import Reach, Standing, Wanted
from marketplace.request_scope import current_uow
from marketplace.solutions.content import ReferenceState
from marketplace.solutions.questions import unanswered_counts
from marketplace.solutions.upkeep import KeptListing, own_listings
from marketplace.web.forms.belonging import may_edit, own_organisation
from marketplace.web.public.items import Item
from marketplace.web.public.reasons import matcher, where_possible
from marketplace.web.tasks import Task, Urgency, first_steps
from marketplace.web.vendor.tasks import CHALLENGE_IS_NEWS, Standings, tasks_of

NEWEST = PageRequest(1, 20)


def home(organisation_id: UUID) -> str:
    """What needs doing, then the vendor's solutions."""
    uow = current_uow()
    row = own_organisation(organisation_id, OrganisationKind.VENDOR)
    listings = own_listings(uow, organisation_id)
    interests = list_interests(uow, InterestFilters(vendor=organisation_id)).items
    found = Standings(
        vendor_id=organisation_id,
        now=uow.now,
        listings=listings,
        questions=unanswered_counts(uow, organisation_id),
        interests=interests,
        introductions=waiting_for(uow, organisation_id),
        fits=_new_fits(uow, organisation_id, interests),
    )
    editor = may_edit(row.id)
    steps = first_steps(row, None if listings else _first_solution(row.id)) if editor else ()
    return render_template(
        "vendor/home.html",
        row=row,
        tasks=[*steps, *tasks_of(found)],
        waiting=sum(view.is_waiting for view in interests),
        listings=[_listing(kept) for kept in listings],
        may_edit=editor,
    )


def _first_solution(vendor_id: UUID) -> Task:
    return Task(
        title=gettext("List your first solution"),
        hint=gettext("Cities find it once programme staff have read it."),
        href=url_for("vendor.new_solution", organisation_id=vendor_id),
        urgency=Urgency.NOW,
    )


def _new_fits(
    uow: UnitOfWork, vendor_id: UUID, interests: Sequence[InterestView]
) -> list[Standing]:
    """The new calls that a vendor fits and has not answered; none while the engine does not."""
    calls = list_challenges(uow, ChallengeFilters(nature=Nature.CALL, state=OPEN), NEWEST)
    known = {view.challenge_id for view in interests}
    new = frozenset(
        card.id
        for card in calls
        if card.published_at
        and card.published_at > uow.now - CHALLENGE_IS_NEWS
        and not card.catalogue
        and card.id not in known
    )
    if not new:
        return []
    found = where_possible(lambda: matcher().overview(uow, Wanted(vendor_id, new))) or []
    return [one for one in found if one.reach is Reach.FITS]


def _listing(kept: KeptListing) -> Item:
    row = kept.solution
    states = [reference.reference.state for reference in kept.references]
    return {
        "name": row.name,
        "summary": row.summary,
        "state": row.state,
        "is_public": kept.is_public,
        "needs_confirmation": kept.needs_confirmation,
        "href": url_for("vendor.manage_solution", thing_id=row.id),
        "mirror_href": url_for("vendor.mirror", solution_id=row.id),
        "references": len(states),
        "confirmed": states.count(ReferenceState.CONFIRMED),
        "steps": [
            {"label": pgettext("when a listing was begun", "Begun"), "at": row.created_at},
            {
                "label": gettext("Published"),
                "at": row.first_published_at if kept.is_public else None,
            },
            {
                "label": gettext("Last confirmed"),
                "at": row.confirmed_at if kept.is_public else None,
            },
        ],
    }
