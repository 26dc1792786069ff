"""A small market: a few words, cities, vendors, solutions and challenges, made as staff would."""

from uuid import UUID, uuid4

from marketplace.challenges.content import ChallengeContent
from marketplace.challenges.operations import create_catalogue_challenge
from marketplace.foundation.access import SYSTEM, Actor, ActorKind, Role
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import CityProfile, OrganisationContent, OrganisationKind
from marketplace.organisations.operations import create_catalogue_organisation
from marketplace.services import Services
from marketplace.solutions.content import SolutionContent
from marketplace.solutions.models import Solution
from marketplace.solutions.operations import create_catalogue_solution, withdraw
from marketplace.taxonomy.models import Term

WORDS = (
    ("countries", "PT", None),
    ("countries", "FI", None),
    ("languages", "pt", None),
    ("languages", "fi", None),
    ("themes", "SO", None),
    ("themes", "SO1", "SO"),
    ("themes", "MO", None),
)


def member_of(organisation: UUID, *, network: bool = False) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        user_id=1,
        label="somebody",
        memberships={organisation: Role.EDITOR},
        network=network,
    )


def add_words(uow: UnitOfWork) -> None:
    for name, code, parent in WORDS:
        uow.session.add(
            Term(list=name, code=code, label=code, parent=parent, note="", source="", extra={})
        )
    uow.session.flush()


def add_organisation(uow: UnitOfWork, kind: OrganisationKind, name: str, country: str) -> UUID:
    city = CityProfile(latitude=41.0, longitude=-8.0) if kind is OrganisationKind.CITY else None
    content = OrganisationContent(kind=kind, name=name, country=country, city=city)
    return create_catalogue_organisation(uow, content, f"{kind}-{name}").id


def add_city(uow: UnitOfWork, *, name: str, country: str = "PT") -> UUID:
    return add_organisation(uow, OrganisationKind.CITY, name, country)


def add_vendor(uow: UnitOfWork, *, name: str) -> UUID:
    return add_organisation(uow, OrganisationKind.VENDOR, name, "FI")


def add_solution(uow: UnitOfWork, vendor: UUID, *, name: str, text: str, **more: object) -> UUID:
    content = SolutionContent(name=name, summary=text[:150], description=text, **more)
    return create_catalogue_solution(uow, vendor, content, f"solution-{uuid4()}", signs=()).id


def add_challenge(uow: UnitOfWork, city: UUID, *, title: str, problem: str, **more: object) -> UUID:
    content = ChallengeContent(title=title, problem=problem, **more)
    return create_catalogue_challenge(uow, city, content, f"challenge-{uuid4()}").id


def withdraw_solution(services: Services, solution_id: UUID) -> None:
    with services.unit_of_work(SYSTEM) as uow:
        version = uow.session.get_one(Solution, solution_id).version
        withdraw(uow, solution_id, expected_version=version)
