"""A city and a vendor with people of their own, what they published, and another city."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from marketplace.foundation.access import Actor, Role
from marketplace.introductions.content import Pair
from marketplace.introductions.operations import introduce
from marketplace.organisations.models import Organisation
from marketplace.services import Services
from tests.factories.challenges import make_challenge
from tests.factories.market import STAFF, add_words, make_city, make_vendor, member
from tests.factories.organisations import join
from tests.factories.solutions import make_solution


@dataclass(frozen=True)
class Meeting:
    """Who could meet whom; nobody acts for `deserted`, whose challenge is open all the same."""

    services: Services
    city: UUID
    vendor: UUID
    twin: UUID
    challenge: UUID
    solution: UUID
    partner: UUID
    deserted: UUID

    @property
    def pair(self) -> Pair:
        return Pair(self.challenge, solution_id=self.solution)

    @property
    def cities(self) -> Pair:
        return Pair(self.challenge, partner_id=self.partner)

    def introduced(self, pair: Pair | None = None, *, actor: Actor = STAFF) -> UUID:
        with self.services.unit_of_work(actor) as uow:
            return introduce(uow, pair or self.pair, "You should talk.").id


@pytest.fixture
def meeting(services: Services) -> Meeting:
    with services.unit_of_work() as uow:
        add_words(uow)
        city, twin = make_city(uow, name="Graz"), make_city(uow, name="Linz")
        vendor, empty = make_vendor(uow, name="Heatwise"), make_city(uow, name="Empty")
        for number, id_ in enumerate((city, twin, vendor)):
            row = uow.session.get_one(Organisation, id_)
            join(uow, row, email=f"owner{number}@org.example", role=Role.OWNER)
    return Meeting(
        services=services,
        city=city,
        vendor=vendor,
        twin=twin,
        challenge=make_challenge(services, city, title="Heat is lost"),
        solution=make_solution(services, vendor, name="Heat finder"),
        partner=make_challenge(services, twin, title="Cold flats"),
        deserted=make_challenge(services, empty, title="Nobody here"),
    )


__all__ = ["Meeting", "meeting", "member"]
