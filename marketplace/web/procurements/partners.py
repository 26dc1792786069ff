"""Which cities with the same need can be asked to buy together, and which come next."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from marketplace.buyers_groups.second_chances import next_best, next_group
from marketplace.challenges.content import Nature
from marketplace.procurements.lifecycle import ACCEPTED, INVITED
from marketplace.procurements.queries import MemberView, ProcurementView
from marketplace.recommendations.fitting import FITTING
from marketplace.recommendations.results import PartnerMatch
from marketplace.request_scope import current_actor, current_uow
from marketplace.web.buyers_groups import group_items
from marketplace.web.public.reasons import matcher, where_possible

Item = dict[str, Any]
ASKED = 20
"""So many partners of each challenge are looked at for others who could be invited."""
SHOWN = 10


def may_be_asked(match: PartnerMatch) -> bool:
    """Whether the need is much the same, and the city has not said that it buys alone.

    A city whose published plan is an example here was never asked.
    """
    card = match.challenge
    willing = card.joint_procurement or card.nature == Nature.EXAMPLE
    return willing and match.band in FITTING


def next_cities(view: ProcurementView) -> list[Item] | None:
    """Cities that could be invited, the best first; None while the engine does not answer.

    They are those that make the best group with one city more, with the rule sets that it meets
    then; where there is none, those with the same need as some. Whoever said no is left out.
    """
    return makes_best_group(view) or _partners(view)


def makes_best_group(view: ProcurementView) -> list[Item]:
    """Those of them who make a group in which every city fits every other."""
    inside = {one.challenge_id for one in _inside(view)}
    return [
        _item(
            one.city,
            one.country,
            one.title,
            one.challenge_id,
            gettext("Fits every city, %(score)s of 100 at least", score=group.weakest),
        )
        | {"reaches": [check.name for check in group.checks if check.met]}
        for group in next_best(current_uow(), view.id)
        for one in group.members
        if one.challenge_id not in inside
    ]


def group_in_its_place(view: ProcurementView) -> Item | None:
    """For staff, of a group that has failed: the next best one, and who of it is not in this."""
    found = next_group(current_uow(), view) if current_actor().acts_as_staff else None
    if found is None:
        return None
    inside = {one.challenge_id for one in _inside(view)}
    new = [one for one in found.members if one.challenge_id not in inside]
    known = replace(
        found,
        members=tuple(
            replace(one, asked=one.asked or one.challenge_id in inside) for one in found.members
        ),
    )
    return group_items([known], mapped=False)[0] | {
        "new": [one.challenge_id for one in new],
        "asked": ", ".join(one.city for one in new),
        "met": [check.name for check in found.checks if check.met],
    }


def _partners(view: ProcurementView) -> list[Item] | None:
    """First those that fit most of the group, then those whose weakest fit is the best."""
    uow, inside = current_uow(), _inside(view)
    known = {member.organisation_id for member in view.members}
    scores: dict[UUID, list[float]] = {}
    cards: dict[UUID, Any] = {}
    for member in inside:
        if member.challenge_title is None:
            continue
        found = where_possible(partial(matcher().partners, uow, member.challenge_id, ASKED))
        if found is None:
            return None
        for match in found:
            if may_be_asked(match) and match.challenge.city_id not in known:
                scores.setdefault(match.challenge.id, []).append(match.score)
                cards[match.challenge.id] = match.challenge
    best = sorted(scores, key=lambda id_: (-len(scores[id_]), -min(scores[id_]), str(id_)))
    return [
        _item(
            (card := cards[id_]).city_name,
            card.city_country,
            card.title,
            id_,
            gettext(
                "Fits %(fits)s of %(of)s in the group, %(score)s of 100 at least",
                fits=len(scores[id_]),
                of=len(inside),
                score=round(100 * min(scores[id_])),
            ),
        )
        for id_ in best[:SHOWN]
    ]


def _inside(view: ProcurementView) -> list[MemberView]:
    return [one for one in view.members if one.state in (ACCEPTED, INVITED)]


def _item(city: str, country: str, title: str, challenge_id: UUID, fits: str) -> Item:
    return {
        "city": city,
        "country": country,
        "title": title,
        "challenge_id": challenge_id,
        "href": url_for("public.challenge", challenge_id=challenge_id),
        "fits": fits,
    }
