"""Organisations with people of their own, in every state of verification."""

from typing import Any

from marketplace.accounts.models import User
from marketplace.foundation.access import SYSTEM, Role
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import CityProfile, OrganisationContent, OrganisationKind
from marketplace.organisations.models import Membership, Organisation
from marketplace.organisations.operations import (
    add_member,
    create_organisation,
    verify_organisation,
)
from marketplace.taxonomy.models import Term
from tests.factories.accounts import act_as, make_user

TERMS = {
    "countries": ("AT", "EL", "EU", "GR", "IT"),
    "languages": ("de", "en", "it"),
    "regions": ("AT130", "AT221", "ITC4C"),
    "specialisations": ("health",),
    "themes": ("energy", "mobility"),
}


def add_terms(uow: UnitOfWork) -> None:
    for name, codes in TERMS.items():
        uow.session.add_all(Term(list=name, code=code, label=code) for code in codes)
    uow.session.add(Term(list="themes", code="energy.heat", label="Heat", parent="energy"))
    uow.session.flush()


def city_content(*, name: str, country: str = "AT", **profile: Any) -> OrganisationContent:
    city = CityProfile(**profile)
    return OrganisationContent(kind=OrganisationKind.CITY, name=name, country=country, city=city)


def vendor_content(*, name: str, country: str = "AT") -> OrganisationContent:
    return OrganisationContent(kind=OrganisationKind.VENDOR, name=name, country=country)


def make_owned(
    uow: UnitOfWork, content: OrganisationContent, *, owner: User, verified: bool
) -> Organisation:
    """An organisation that `owner` created; the unit of work goes on as the system."""
    act_as(uow, owner)
    row = create_organisation(uow, content)
    uow.actor = SYSTEM
    if verified:
        verify_organisation(uow, row.id, expected_version=row.version)
    return row


def join(uow: UnitOfWork, organisation: Organisation, *, email: str, role: Role) -> Membership:
    """A new person who acts for the organisation."""
    user = make_user(uow, email=email)
    return add_member(uow, organisation.id, user.id, role)


def make_staff(uow: UnitOfWork, *, email: str) -> User:
    """A person of a verified programme."""
    user = make_user(uow, email=email)
    content = OrganisationContent(kind=OrganisationKind.PROGRAMME, name="Programme", country="EU")
    make_owned(uow, content, owner=user, verified=True)
    return user
