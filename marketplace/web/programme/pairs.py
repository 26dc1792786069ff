"""The broker's view of a pair: why it fits, what is missing, who is behind it, what has been.

A pair is a challenge and a solution, or two challenges that are the same need.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.challenges.queries import (
    ChallengeFilters,
    ChallengeView,
    get_challenge,
    list_challenges,
)
from marketplace.foundation.errors import NotFound
from marketplace.foundation.paging import PageRequest
from marketplace.interests.queries import InterestFilters, list_interests
from marketplace.introductions.content import Pair
from marketplace.introductions.lifecycle import UNDER_WAY
from marketplace.introductions.operations import introduce
from marketplace.introductions.queries import introductions_of, list_introductions
from marketplace.organisations.queries import get_organisation, members_of
from marketplace.pulse.queries import Dated, quiet_challenges
from marketplace.recommendations.fitting import FITTING
from marketplace.recommendations.results import PartnerMatch, SolutionMatch
from marketplace.request_scope import current_uow
from marketplace.solutions.queries import SolutionFilters, get_solution, list_solutions
from marketplace.web.brokering import Item, days, introduction_items, whole_days
from marketplace.web.forms.belonging import require_staff
from marketplace.web.programme.history import history_of
from marketplace.web.public import filters
from marketplace.web.public.arguments import Asked
from marketplace.web.public.items import challenge_state, organisation_href
from marketplace.web.public.partners import partners_of
from marketplace.web.public.reasons import match_of, matcher, where_possible

AROUND = 10
PARTNERS_KNOWN = 50
EVERYTHING = PageRequest(1, 100)


@dataclass(frozen=True)
class Behind:
    """One organisation of a pair and the people who act for it."""

    id: UUID
    name: str
    href: str
    website: str | None
    people: list[Any]


def pairs() -> str:
    """A pair, what could be paired with a challenge, or the choice of a challenge."""
    require_staff()
    challenge, solution, partner = (_id(request.args, name) for name in NAMES)
    if challenge is None:
        return _choose(solution)
    if solution is None and partner is None:
        return _around(challenge)
    return _page(_pair(challenge, solution, partner))


def introduce_pair() -> ResponseReturnValue:
    """Introduce the two organisations behind a pair to each other."""
    require_staff()
    uow = current_uow()
    challenge, solution, partner = (_id(request.form, name) for name in NAMES)
    if challenge is None:
        raise NotFound(gettext("There is nothing at this address."))
    pair, text = _pair(challenge, solution, partner), request.form.get("text", "")
    made = introduce(uow, pair, text).id
    flash(gettext("They are introduced: both sides are told, and asked to answer."), "success")
    return redirect(url_for("organisations.introduction", introduction_id=made), 303)


NAMES = ("challenge", "solution", "partner")


def _id(values: Any, name: str) -> UUID | None:
    text = values.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound(gettext("There is nothing at this address.")) from None


def _pair(challenge: UUID, solution: UUID | None, partner: UUID | None) -> Pair:
    if (solution is None) == (partner is None):
        raise NotFound(gettext("There is nothing at this address."))
    return Pair(challenge, solution, partner)


def _choose(solution_id: UUID | None) -> str:
    """The open challenges, to look for what could be paired with one, or with this solution."""
    asked = Asked()
    beside: dict[str, Any] = {} if solution_id is None else {"solution": solution_id}
    chosen = ChallengeFilters(q=asked.text("q"), state="open")
    page = list_challenges(current_uow(), chosen, asked.page())
    items = [
        {
            "name": card.title,
            "caption": card.city_name,
            "summary": card.summary,
            "state": challenge_state(card.state, card.nature),
            "href": url_for("programme.pairs", challenge=card.id, **beside),
        }
        for card in page
    ]
    facets = [filters.field("q", gettext("Words in the challenge, or a city"))]
    shown = filters.listing(page, facets, items)
    quiet = [_quiet(one) for one in quiet_challenges(current_uow(), AROUND)]
    chosen_one = None if solution_id is None else get_solution(current_uow(), solution_id)
    return render_template(
        "programme/pairs.html", faults=asked.faults, quiet=quiet, beside=chosen_one, **shown
    )


def _quiet(one: Dated) -> Item:
    return {
        "title": one.title,
        "city": one.city,
        "days": days(whole_days(one.at, current_uow().now)),
        "href": url_for("public.challenge", challenge_id=one.id),
        "act": url_for("programme.pairs", challenge=one.id),
    }


def _around(challenge_id: UUID) -> str:
    """What fits one challenge best, and the cities with the same need."""
    uow = current_uow()
    view = get_challenge(uow, challenge_id)
    fits = where_possible(lambda: matcher().suppliers(uow, challenge_id, limit=AROUND))
    same = where_possible(lambda: matcher().partners(uow, challenge_id, limit=AROUND))
    interested = {
        one.solution_id for one in list_interests(uow, InterestFilters(challenge=challenge_id))
    }
    known = list_introductions(uow, EVERYTHING, challenge_id=challenge_id)
    met = {id_ for one in known for id_ in (one.other.id, one.challenge.id)} - {challenge_id}
    return render_template(
        "programme/around.html",
        view=view,
        others=_searched(view.id),
        solutions=None if fits is None else [_fitting(m, view.id, met, interested) for m in fits],
        partners=None if same is None else [_alike(m, view.id, met) for m in same],
    )


def _searched(challenge_id: UUID) -> list[Item] | None:
    """The solutions with the words looked for; None where none are looked for."""
    words = Asked().text("q")
    if not words:
        return None
    found = list_solutions(current_uow(), SolutionFilters(q=words), PageRequest(1, AROUND))
    return [
        {
            "name": card.name,
            "caption": card.vendor_name,
            "summary": card.summary,
            "href": url_for("programme.pairs", challenge=challenge_id, solution=card.id),
        }
        for card in found
    ]


def _fitting(
    match: SolutionMatch, challenge_id: UUID, met: set[UUID], interested: set[UUID]
) -> Item:
    card = match.solution
    return {
        "name": card.name,
        "owner": card.vendor_name,
        "score": match.score,
        "band": match.band.value,
        "deserted": card.catalogue,
        "interested": card.id in interested,
        "introduced": card.id in met,
        "href": url_for("programme.pairs", challenge=challenge_id, solution=card.id),
    }


def _alike(match: PartnerMatch, challenge_id: UUID, met: set[UUID]) -> Item:
    card = match.challenge
    return {
        "name": card.title,
        "owner": card.city_name,
        "score": match.score,
        "deserted": card.catalogue,
        "joint": match.open_to_joint,
        "is_alike": match.band in FITTING,
        "introduced": card.id in met,
        "href": url_for("programme.pairs", challenge=challenge_id, partner=card.id),
    }


def _page(pair: Pair) -> str:
    uow = current_uow()
    view = get_challenge(uow, pair.challenge_id)
    shown = _with_solution(pair, view) if pair.solution_id else _with_partner(pair, view)
    behind = [_behind(id_) for id_ in (view.city_id, shown["other_id"])]
    introductions = introductions_of(uow, pair)
    under_way = [one for one in introductions if one.state in UNDER_WAY]
    return render_template(
        "programme/pair.html",
        view=view,
        pair=pair,
        behind=behind,
        history=history_of(pair, introductions),
        under_way=introduction_items(under_way),
        unreachable=[one for one in behind if not one.people],
        text=_proposed(view, shown),
        **shown,
    )


def _with_solution(pair: Pair, view: ChallengeView) -> Item:
    """Why a solution fits, and what it does not say."""
    uow, solution_id = current_uow(), pair.solution_id or pair.challenge_id
    other = get_solution(uow, solution_id)
    found = where_possible(lambda: matcher().judged(uow, view.id, [solution_id]))
    match = match_of(found[0]) | {"rank": None} if found else None
    missing = [] if match is None else _missing(match)
    return {
        "kind": "solution",
        "other_id": other.vendor_id,
        "other_name": other.vendor_name,
        "title": other.content.name,
        "other_href": url_for("public.solution", solution_id=other.id),
        "match": match,
        "missing": missing,
        "is_compared": found is not None,
    }


def _with_partner(pair: Pair, view: ChallengeView) -> Item:
    """Why two challenges are the same need, and what stands between them."""
    uow, partner_id = current_uow(), pair.partner_id or pair.challenge_id
    other = get_challenge(uow, partner_id)
    found = where_possible(lambda: matcher().partners(uow, view.id, PARTNERS_KNOWN))
    chosen = [match for match in found or () if match.challenge.id == partner_id]
    partner = partners_of(chosen, view)[0] if chosen else None
    missing = [] if partner is None else [*partner["contradicts"], *partner["differs"]]
    return {
        "kind": "partner",
        "other_id": other.city_id,
        "other_name": other.city_name,
        "title": other.content.title,
        "other_href": url_for("public.challenge", challenge_id=other.id),
        "match": partner,
        "missing": missing,
        "is_compared": found is not None,
    }


def _missing(match: Item) -> list[str]:
    """What a city would have to ask, the essential things first."""
    asked = sorted(match["requirements"], key=lambda item: item["importance"] != "essential")
    open_ones = [item["requirement"] for item in asked if item["verdict"] != "met"]
    facts = [
        gettext("%(fact)s: needed is %(needed)s", fact=fact["name"], needed=fact["needed"])
        for fact in match["facts"]
        if fact["verdict"] != "met"
    ]
    return [*open_ones, *facts]


def _behind(organisation_id: UUID) -> Behind:
    uow = current_uow()
    row = get_organisation(uow, organisation_id)
    return Behind(
        id=row.id,
        name=row.name,
        href=organisation_href(row),
        website=row.content.website,
        people=[one for one in members_of(uow, organisation_id) if one.role != "viewer"],
    )


def _proposed(view: ChallengeView, shown: Item) -> str:
    """A text to begin with; it holds nothing that is not public."""
    said: dict[str, Any] = {
        "one": view.city_name,
        "other": shown["other_name"],
        "need": view.content.title,
        "title": shown["title"],
    }
    if shown["kind"] == "solution":
        return str(
            gettext(
                "Dear %(one)s, dear %(other)s,\n\n%(one)s is looking for an answer to “%(need)s”, "
                "and “%(title)s” of %(other)s looks as if it could be one. We suggest that you "
                "talk to each other.",
                **said,
            )
        )
    return str(
        gettext(
            "Dear %(one)s, dear %(other)s,\n\n“%(need)s” and “%(title)s” look like the same need. "
            "You could compare notes, and perhaps buy together. We suggest that you talk to each "
            "other.",
            **said,
        )
    )
