"""A challenge beside those that are the same need, in what does not rank.

That is requirements one by one, law, distance, languages, who could lead and has done it, and
what only partner cities see. It is worked out for whoever asks, from what that actor may see;
nothing of it goes into the index, a score or an order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from marketplace.challenges.content import ChallengeContent, JointRole, PartnerDetails
from marketplace.challenges.queries import ChallengeView, get_challenge, open_rows
from marketplace.challenges.sharing import details_for_partners
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationContent, ProgrammeRole
from marketplace.organisations.joint_work import JointWork, joint_work
from marketplace.organisations.models import Organisation
from marketplace.recommendations.asking import need_of_challenge
from marketplace.recommendations.fitting import FITTING
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.profiles import money_of_budget, place_of
from marketplace.recommendations.requirements_beside import (
    RequirementsBeside,
    requirements_beside,
)
from marketplace.recommendations.results import Agreement, PartnerMatch
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.models import Term
from marketplace.taxonomy.queries import terms_with
from matching.ranking.agreement import Side, budget_agreement, distance_km

APPROVED_TOGETHER = 6
"""Budgets approved within so many months of each other can be spent in one procedure."""

MONTHS = 12


class Law(StrEnum):
    """How the law of public procurement is common to two countries."""

    NATIONAL = "national"
    """One country: the same national law."""
    DIRECTIVE = "directive"
    """Both in the European Economic Area: national laws under the same directives."""
    APART = "apart"
    """One is outside it: no common directive."""


class Lead(StrEnum):
    """Which of two cities said that it would be the lead buyer."""

    OWN = "own"
    OTHER = "other"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForPartners:
    """What the other city shows to partner cities only, and how it goes with the own.

    `approval_has_passed` if the month in which its budget was to be approved is over.
    """

    details: PartnerDetails
    agreements: tuple[Agreement, ...]
    approval_has_passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """One partner city beside the city that asks.

    None where something is not known: `law` without the country's memberships, `distance_km`
    without both positions, `languages` (those of both cities) if one names none, `lead` if not
    both would buy together, `requirements` unless both name some. `mentor` if the other is a
    mentor city of the programme.
    """

    requirements: RequirementsBeside | None
    law: Law | None
    distance_km: int | None
    languages: tuple[str, ...] | None
    lead: Lead | None
    joint_work: tuple[JointWork, ...]
    mentor: bool
    for_partners: ForPartners | None


def side_by_side(
    uow: UnitOfWork, matcher: Matcher, challenge_id: UUID, found: Sequence[PartnerMatch]
) -> dict[UUID, SideBySide]:
    """Each partner beside the challenge that asks, by the id of its challenge.

    What has ended meanwhile is left out. However many there are, it takes the same few queries.

    Raises:
        NotFound: there is no such challenge, or the actor may not see it.
        Unavailable: the model cannot be loaded.
    """
    if not found:
        return {}
    requirements = _requirements(uow, matcher, challenge_id, found)
    asking = get_challenge(uow, challenge_id)
    rows = open_rows(uow, [match.challenge.id for match in found])
    found = [match for match in found if match.challenge.id in rows]
    work = joint_work(uow.session, [match.challenge.city_id for match in found])
    countries = terms_with(uow.session, TermList.COUNTRIES)[TermList.COUNTRIES]
    alike = [rows[match.challenge.id] for match in found if match.band in FITTING]
    details = details_for_partners(uow, asking.id, alike)
    today, here = brussels_today(uow.now), uow.session.get_one(Organisation, asking.city_id)
    return {
        match.challenge.id: _beside(
            (asking, match),
            (here.content, rows[match.challenge.id].city.content),
            countries,
            requirements=requirements.get(match.challenge.id),
            joint_work=work.get(match.challenge.city_id, ()),
            for_partners=_for_partners(asking.content, details.get(match.challenge.id), today),
        )
        for match in found
    }


def _requirements(
    uow: UnitOfWork, matcher: Matcher, challenge_id: UUID, found: Sequence[PartnerMatch]
) -> dict[UUID, RequirementsBeside | None]:
    """By the very versions that were ranked."""
    _, library, _ = matcher.asked(uow)
    own, today = need_of_challenge(uow, challenge_id), brussels_today(uow.now)
    others = {match.challenge.id: library.needs.get(str(match.challenge.id)) for match in found}
    return {
        match.challenge.id: requirements_beside(library, own, other, today)
        for match in found
        if (other := others[match.challenge.id]) is not None
        and other.version == str(match.partner_version)
    }


def _beside(
    both: tuple[ChallengeView, PartnerMatch],
    cities: tuple[OrganisationContent, OrganisationContent],
    countries: Mapping[str, Term],
    **told: Any,
) -> SideBySide:
    (asking, match), (here, there) = both, cities
    apart = distance_km(place_of(here), place_of(there))
    return SideBySide(
        law=_law(here.country, there.country, countries),
        distance_km=None if apart is None else round(apart),
        languages=_languages(here, there),
        lead=_lead(asking.content, match.content) if match.open_to_joint else None,
        mentor=there.city is not None and there.city.programme_role is ProgrammeRole.MENTOR,
        **told,
    )


def _law(own: str, other: str, countries: Mapping[str, Term]) -> Law | None:
    if own == other:
        return Law.NATIONAL
    terms = [countries.get(code) for code in (own, other)]
    inside = [_is_inside(term) for term in terms]
    if None in inside:
        return None
    return Law.DIRECTIVE if all(inside) else Law.APART


def _is_inside(term: Term | None) -> bool | None:
    """Whether a country is in the European Economic Area; None if its list does not say."""
    said = {} if term is None else term.extra
    return bool(said["eu"] or said["eea"]) if {"eu", "eea"} <= said.keys() else None


def _languages(here: OrganisationContent, there: OrganisationContent) -> tuple[str, ...] | None:
    own, other = (() if city.city is None else city.city.languages for city in (here, there))
    return tuple(code for code in own if code in other) if own and other else None


def _lead(own: ChallengeContent, other: ChallengeContent) -> Lead:
    would = [JointRole.LEAD_BUYER in content.joint_roles for content in (own, other)]
    if all(would):
        return Lead.BOTH
    return Lead.OWN if would[0] else Lead.OTHER if would[1] else Lead.NEITHER


def _for_partners(
    own: ChallengeContent, other: PartnerDetails | None, today: date
) -> ForPartners | None:
    if other is None:
        return None
    money = budget_agreement(money_of_budget(own.budget), money_of_budget(other.budget))
    month = other.approval_month
    has_passed = month is not None and _number(month) < _number(today)
    # What may have been approved long ago is to be asked about, and cannot be compared.
    months = None if has_passed else _approvals(own.approval_month, month)
    return ForPartners(
        details=other,
        agreements=tuple(item for item in (money, months) if item is not None),
        approval_has_passed=has_passed,
    )


def _approvals(own: date | None, other: date | None) -> Agreement | None:
    if own is None or other is None:
        return None
    near = abs(_number(own) - _number(other)) <= APPROVED_TOGETHER
    side: Side = "agrees" if near else "differs"
    return Agreement("approval_month", f"{own:%Y-%m}", f"{other:%Y-%m}", side)


def _number(day: date) -> int:
    """The month of a day, counted through."""
    return day.year * MONTHS + day.month
