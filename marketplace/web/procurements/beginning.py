"""Proposing a joint procurement: from a challenge of one's own, or from a group that was found."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.challenges.content import JointRole
from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.queries import ChallengeCard, cards, get_challenge, own_challenges
from marketplace.foundation.access import Role
from marketplace.foundation.errors import Forbidden, NotFound, Unauthenticated
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.queries import my_organisations
from marketplace.procurements.content import Invited, ProcurementContent
from marketplace.procurements.operations import LONGEST_SUMMARY, LONGEST_TITLE, propose
from marketplace.request_scope import current_actor, current_uow
from marketplace.web.procurements.frame import BOTH
from marketplace.web.procurements.partners import may_be_asked
from marketplace.web.procurements.reading import ids_in
from marketplace.web.public.reasons import matcher, where_possible

Item = dict[str, Any]
PARTNERS = 10
OWN = PageRequest(1, 50)
MOST_CHALLENGES = 30


def new() -> ResponseReturnValue:
    """Choose a challenge to begin from; or, with challenges in the address, propose."""
    _require_proposer()
    if request.method == "POST":
        return _propose()
    chosen = ids_in(request.args.getlist("challenge")[:MOST_CHALLENGES], "challenge")
    if not chosen:
        return render_template("procurements/begin.html", challenges=_own_open_challenges())
    known = cards(current_uow(), chosen)
    found = [known[id_] for id_ in dict.fromkeys(chosen) if id_ in known]
    if not found:
        raise NotFound(say(NOTHING))
    first = get_challenge(current_uow(), found[0].id)
    return render_template(
        "procurements/new.html",
        first=first,
        choices=_choices(found),
        title=first.content.title[:LONGEST_TITLE],
        summary=first.content.problem[:LONGEST_SUMMARY],
    )


def may_begin() -> bool:
    """Whether to offer it; the operation asks again."""
    actor = current_actor()
    return actor.may_write and (actor.acts_as_staff or bool(_own_cities()))


def _propose() -> ResponseReturnValue:
    ids = ids_in(request.form.getlist("challenges"), "challenges")
    known = cards(current_uow(), ids)
    content = ProcurementContent(
        title=request.form.get("title", ""),
        summary=request.form.get("summary", ""),
        themes=_themes(known.values()),
    )
    cities = [Invited(challenge_id=id_, role=JointRole.BUYER) for id_ in dict.fromkeys(ids)]
    row = propose(current_uow(), content, cities)
    flash(gettext("Proposed. The cities are told, and asked to answer."), "success")
    return redirect(url_for("procurements.show", procurement_id=row.id), 303)


def _themes(found: Any) -> tuple[str, ...]:
    """The themes of all the challenges, each once."""
    return tuple(dict.fromkeys(code for card in found for code in card.codes.get("theme", ())))


def _choices(found: list[ChallengeCard]) -> list[Item]:
    """The challenges to tick: those that were asked for, then partners of the first."""
    first = found[0]
    matches = where_possible(partial(matcher().partners, current_uow(), first.id, PARTNERS)) or ()
    scores = {match.challenge.id: round(100 * match.score) for match in matches}
    cities = {card.city_id for card in found}
    more = [
        match.challenge
        for match in matches
        if may_be_asked(match) and match.challenge.city_id not in cities
    ]
    asked = {card.id for card in found}
    return [
        {"card": card, "score": scores.get(card.id), "chosen": card.id in asked}
        for card in (*found, *more)
    ]


def _own_open_challenges() -> list[ChallengeCard]:
    uow = current_uow()
    return [
        card
        for city_id in _own_cities()
        for card in own_challenges(uow, city_id, OWN)
        if card.number is not None and card.state not in ENDED
    ]


def _own_cities() -> list[UUID]:
    """The cities for which the reader writes."""
    writers = (Role.OWNER, Role.EDITOR)
    return [
        row.id
        for row, role in my_organisations(current_uow())
        if row.kind == OrganisationKind.CITY and role in writers
    ]


def _require_proposer() -> None:
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to propose a joint procurement."))
    if not may_begin():
        raise Forbidden(
            gettext("Only owners and editors of cities, and programme staff, can do this.")
        )


ROUTES = (("/procurements/new", "new", new, BOTH),)
