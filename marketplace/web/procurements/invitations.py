"""What an invited city reads before it is in: what, who else, why, and what taking part means."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.challenges.queries import get_challenge
from marketplace.procurements.lifecycle import INVITED
from marketplace.procurements.queries import MemberView, ProcurementView, get_procurement
from marketplace.request_scope import current_uow
from marketplace.web.procurements.frame import GET, ONE, own_members
from marketplace.web.procurements.words import MODES, ROLE_CHOICES
from marketplace.web.public.partners import partners_of
from marketplace.web.public.reasons import matcher, where_possible

Item = dict[str, Any]
PARTNERS_KNOWN = 50


def invitation(procurement_id: UUID) -> ResponseReturnValue:
    """The invitation of the reader's city; staff read what the invited read."""
    view = get_procurement(current_uow(), procurement_id)
    mine = [one for one in own_members(view) if one.state == INVITED]
    asked = mine or [one for one in view.members if one.state == INVITED and one.may_speak]
    if not asked:
        return redirect(url_for("procurements.show", procurement_id=procurement_id), 303)
    one = asked[0]
    return render_template(
        "procurements/invitation.html",
        view=view,
        here="home",
        one=one,
        is_own=bool(mine),
        others=[other for other in view.members if other.organisation_id != one.organisation_id],
        reasons=_reasons(view, one),
        mode=MODES[view.content.mode] if view.content.mode else None,
        roles=ROLE_CHOICES,
    )


def _reasons(view: ProcurementView, one: MemberView) -> list[Item] | None:
    """How the needs of the others compare with the city's own; None if nobody can say now."""
    uow = current_uow()
    if one.challenge_title is None:
        return None
    found = where_possible(partial(matcher().partners, uow, one.challenge_id, PARTNERS_KNOWN))
    if found is None:
        return None
    theirs = {other.challenge_id for other in view.members} - {one.challenge_id}
    chosen = [match for match in found if match.challenge.id in theirs]
    cards = partners_of(chosen, get_challenge(uow, one.challenge_id))
    return [card | {"rank": None, "moves": None} for card in cards]


ROUTES = ((f"{ONE}/invitation", "invitation", invitation, GET),)
