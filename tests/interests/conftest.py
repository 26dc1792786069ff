"""A vendor with a solution and a city with a challenge, and their neighbours."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from marketplace.challenges.content import Requirement
from marketplace.foundation.access import Actor, Role
from marketplace.services import Services
from tests.factories.challenges import make_challenge
from tests.factories.interests import express
from tests.factories.market import add_words, make_city, make_vendor, member
from tests.factories.solutions import make_solution

PHONE = "Volunteers ring older residents by phone every week."
TURKISH = "Speaks Turkish."


@dataclass(frozen=True)
class Fair:
    """Who and what is there."""

    services: Services
    vendor: UUID
    rival: UUID
    city: UUID
    neighbour: UUID
    solution: UUID
    challenge: UUID

    @property
    def seller(self) -> Actor:
        return member(self.vendor)

    @property
    def buyer(self) -> Actor:
        return member(self.city)

    @property
    def strangers(self) -> tuple[Actor, ...]:
        return (member(self.rival, Role.OWNER), member(self.neighbour, Role.OWNER, network=True))


@pytest.fixture
def fair(services: Services) -> Fair:
    with services.unit_of_work() as uow:
        add_words(uow)
        vendor, rival = make_vendor(uow, name="Caller"), make_vendor(uow, name="Rival")
        city, neighbour = make_city(uow, name="Graz"), make_city(uow, name="Linz")
    wanted = (Requirement(text=PHONE), Requirement(text=TURKISH))
    return Fair(
        services,
        vendor,
        rival,
        city,
        neighbour,
        make_solution(services, vendor, name="Calls", features=(PHONE,)),
        make_challenge(services, city, title="Alone", requirements=wanted),
    )


@pytest.fixture
def interest(fair: Fair) -> UUID:
    return express(fair.services, fair.solution, fair.challenge)
