"""What stands beside a partner city and ranks nothing, and who sees which part of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.challenges.content import (
    Budget,
    JointRole,
    PartnerDetail,
    Requirement,
    Visibility,
)
from marketplace.foundation.access import VISITOR, Actor
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import CityProfile, ProgrammeRole
from marketplace.organisations.models import Organisation
from marketplace.recommendations.side_by_side import Law, Lead, SideBySide, side_by_side
from marketplace.services import Services
from marketplace.taxonomy.models import Term
from tests.factories.challenges import make_challenge
from tests.factories.market import STAFF, add_words, make_city, member
from tests.factories.stories import make_group

EVERY = tuple(PartnerDetail)
MEMBERSHIPS = {
    "AT": {"eu": True, "eea": True},
    "NO": {"eu": False, "eea": True},
    "RS": {"eu": False, "eea": False},
}


def private(maximum: int, currency: str = "EUR") -> Budget:
    return Budget(maximum=Decimal(maximum), currency=currency, visibility=Visibility.PRIVATE)


@pytest.fixture
def graz(services: Services) -> UUID:
    with services.unit_of_work() as uow:
        add_words(uow)
        austria = select(Term).where(Term.list == "countries", Term.code == "AT")
        uow.session.scalars(austria).one().extra = MEMBERSHIPS["AT"]
        for code in ("NO", "RS"):
            said = MEMBERSHIPS[code]
            uow.session.add(Term(list="countries", code=code, label=code, extra=said))
        return make_city(uow, name="Graz")


def another(services: Services, name: str, country: str, profile: CityProfile | None) -> UUID:
    with services.unit_of_work() as uow:
        city = make_city(uow, name=name, country=country)
        describe(uow, city, profile)
        return city


def describe(uow: UnitOfWork, city: UUID, profile: CityProfile | None) -> None:
    row = uow.session.get_one(Organisation, city)
    row.content = replace(row.content, city=profile)


def beside(
    services: Services, actor: Actor, own: UUID
) -> tuple[Mapping[UUID, SideBySide], list[tuple[UUID, float]]]:
    """What the actor sees beside each partner, and the ranking that it sees."""
    with services.unit_of_work(actor, writes=False) as uow:
        found = services.matcher.partners(uow, own)
        ranking = [(match.challenge.id, match.score) for match in found]
        return side_by_side(uow, services.matcher, own, found), ranking


def test_law_distance_languages_and_experience_stand_beside_each_partner(
    services: Services, graz: UUID
) -> None:
    here = CityProfile(latitude=47.07, longitude=15.44, languages=("de",))
    there = CityProfile(
        latitude=59.91, longitude=10.75, languages=("nb", "de"), programme_role=ProgrammeRole.MENTOR
    )
    with services.unit_of_work() as uow:
        describe(uow, graz, here)
    oslo, nis = another(services, "Oslo", "NO", there), another(services, "Niš", "RS", None)
    linz = another(services, "Linz", "AT", CityProfile(languages=("it",)))
    with services.unit_of_work() as uow:
        make_group(uow, oslo, title="Alone no more", period="2020")
        make_group(uow, linz, title="Warm together", lead=oslo)
    leads: dict[str, Any] = {"joint_procurement": True, "joint_roles": (JointRole.LEAD_BUYER,)}
    own = make_challenge(services, graz, title="Alone", joint_procurement=True)
    of = {city: make_challenge(services, city, title="Alone too") for city in (nis, linz)}
    of[oslo] = make_challenge(services, oslo, title="Alone too", **leads)

    found, _ = beside(services, VISITOR, own)

    far = found[of[oslo]]
    assert (far.law, far.languages, far.lead, far.mentor) == (
        Law.DIRECTIVE, ("de",), Lead.OTHER, True,
    )  # fmt: skip
    assert far.distance_km == pytest.approx(1464, abs=15)
    assert [(work.title, work.led) for work in far.joint_work] == [
        ("Warm together", True), ("Alone no more", False),
    ]  # fmt: skip
    near, outside = found[of[linz]], found[of[nis]]
    assert (near.law, near.languages, near.lead, near.distance_km) == (
        Law.NATIONAL, (), None, None,
    )  # fmt: skip
    assert (outside.law, outside.languages, outside.joint_work) == (Law.APART, None, ())


def test_what_is_for_partners_is_compared_for_them_and_moves_no_rank(
    services: Services, graz: UUID
) -> None:
    linz = another(services, "Linz", "AT", None)
    kept: dict[str, Any] = {"approval_month": date(2025, 12, 1), "partner_contact": "office@linz"}
    own = make_challenge(
        services, graz, title="Alone", joint_procurement=True,
        approval_month=date(2026, 9, 1), budget=private(500),
    )  # fmt: skip
    theirs = make_challenge(
        services, linz, title="Alone too", budget=private(90, "CHF"), **kept,
        shown_to_partners=EVERY,
    )  # fmt: skip
    seen, ranking = beside(services, member(graz, network=True), own)
    shown = seen[theirs].for_partners
    assert shown is not None
    assert (shown.details.contact, shown.approval_has_passed) == ("office@linz", True)
    assert [(item.name, item.own, item.other, item.side) for item in shown.agreements] == [
        ("budget", "-500 EUR once", "-90 CHF once", "contradicts"),
    ]

    for stranger in (VISITOR, member(linz, network=True), member(graz)):
        assert beside(services, stranger, own)[0][theirs].for_partners is None
    staff = beside(services, STAFF, own)[0][theirs].for_partners
    # They see what partners are shown, but nothing that Graz shows to nobody.
    assert staff is not None
    assert (staff.details, staff.agreements) == (shown.details, ())

    assert ranking == beside(services, VISITOR, own)[1]


def test_requirements_stand_side_by_side_and_figures_that_exclude_each_other_contradict(
    services: Services, graz: UUID
) -> None:
    linz = another(services, "Linz", "AT", None)
    same, alone = "Works by ordinary telephone.", "Speaks the languages of migrants."
    least, most = "Serves at least 500 residents.", "Serves no more than 300 residents."
    mine, theirs = ([Requirement(text=text) for text in said] for said in
                    ((same, least), (same, most, alone)))  # fmt: skip
    own = make_challenge(services, graz, title="Alone", requirements=tuple(mine))
    other = make_challenge(services, linz, title="Alone too", requirements=tuple(theirs))

    compared = beside(services, VISITOR, own)[0][other].requirements

    assert compared is not None
    assert compared.shared == ((same, same),)
    assert compared.contradicting == ((least, most),)
    assert (compared.only_own, compared.only_other) == ((), (alone,))


@pytest.mark.parametrize(
    ("month", "side"), [("2027-03", "agrees"), ("2027-04", "differs"), ("2026-11", "agrees")]
)
def test_budgets_approved_within_half_a_year_of_each_other_agree(
    services: Services, graz: UUID, month: str, side: str
) -> None:
    linz = another(services, "Linz", "AT", None)
    said: dict[str, Any] = {"joint_procurement": True, "approval_month": date(2026, 9, 1)}
    own = make_challenge(services, graz, title="Alone", **said)
    shown: dict[str, Any] = {"approval_month": date.fromisoformat(f"{month}-01")}
    theirs = make_challenge(
        services,
        linz,
        title="Alone too",
        **shown,
        shown_to_partners=(PartnerDetail.APPROVAL_MONTH,),
    )
    seen = beside(services, member(graz, network=True), own)[0][theirs].for_partners
    assert seen is not None
    assert not seen.approval_has_passed
    assert [(item.other, item.side) for item in seen.agreements] == [(month, side)]
