"""Words and organisations that solutions and challenges need before they can be made."""

from uuid import UUID

from marketplace.foundation.access import Actor, ActorKind, Role
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationContent, OrganisationKind
from marketplace.organisations.models import Verification
from marketplace.organisations.operations import create_catalogue_organisation
from marketplace.taxonomy.models import Term

WORDS = {
    "themes": (("EN", None), ("EN1", "EN"), ("MO", None)),
    "technologies": (("iot", None), ("ai", None)),
    "standards": (("mqtt", None), ("mim1", None)),
    "languages": (("en", None), ("it", None)),
    "countries": (("AT", None), ("IT", None), ("PT", None)),
    "licences": (("MIT", None),),
}

STAFF = Actor(kind=ActorKind.PERSON, user_id=1, label="staff", staff=True)


def add_words(uow: UnitOfWork) -> None:
    for name, codes in WORDS.items():
        for code, parent in codes:
            uow.session.add(Term(list=name, code=code, label=code, parent=parent))
    uow.session.flush()


def make_organisation(
    uow: UnitOfWork, *, name: str, kind: OrganisationKind, verified: bool, country: str = "AT"
) -> UUID:
    """A catalogue entry, or one whose own people staff have verified."""
    content = OrganisationContent(kind=kind, name=name, country=country)
    organisation = create_catalogue_organisation(uow, content, f"{kind}-{name}")
    if verified:
        organisation.catalogue = False
        organisation.verification = Verification.VERIFIED
        uow.session.flush()
    return organisation.id


def make_vendor(uow: UnitOfWork, *, name: str, verified: bool = True) -> UUID:
    return make_organisation(uow, name=name, kind=OrganisationKind.VENDOR, verified=verified)


def make_city(uow: UnitOfWork, *, name: str, verified: bool = True, country: str = "AT") -> UUID:
    return make_organisation(
        uow, name=name, kind=OrganisationKind.CITY, verified=verified, country=country
    )


def member(organisation: UUID, role: Role = Role.EDITOR, *, network: bool = False) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        user_id=2,
        label=f"{role} of {organisation}",
        memberships={organisation: role},
        network=network,
    )
