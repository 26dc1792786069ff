"""Cities with people of their own that could buy together, and joint procurements of theirs."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from marketplace.challenges.content import JointRole
from marketplace.foundation.access import Actor, Role
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.models import Organisation
from marketplace.procurements.content import Invited, OnRecord, ProcurementContent
from marketplace.procurements.members import accept, choose_lead
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.operations import propose
from marketplace.services import Services
from tests.factories.challenges import make_challenge
from tests.factories.market import STAFF, add_words, make_city, make_vendor, member
from tests.factories.organisations import join

NAMES = ("Graz", "Linz", "Espoo", "Gent")


@dataclass(frozen=True)
class Buyers:
    """Four cities, each with an open challenge, and a vendor; `stranger` is a fifth city."""

    services: Services
    cities: tuple[UUID, ...]
    challenges: tuple[UUID, ...]
    vendor: UUID
    stranger: UUID

    def proposed(self, *, actor: Actor = STAFF, cities: int = 3) -> UUID:
        """A joint procurement to which the first cities are invited."""
        content = ProcurementContent(title="Heat from the river", summary="Pumps for all of us.")
        asked = [Invited(challenge_id=id_) for id_ in self.challenges[:cities]]
        with self.services.unit_of_work(actor) as uow:
            return propose(uow, content, asked).id

    def joined(
        self,
        *,
        cities: int = 3,
        lead: bool = True,
        roles: Collection[JointRole] = (),
    ) -> UUID:
        """One in which all the cities take part as buyers, or in `roles`; the first one leads."""
        id_ = self.proposed(cities=cities)
        chosen = [*roles] or [JointRole.BUYER] * cities
        for city, role in zip(self.cities, chosen, strict=False):
            with self.services.unit_of_work(member(city, Role.EDITOR)) as uow:
                accept(uow, id_, city, role, expected_version=1)
        if lead:
            with self.services.unit_of_work(STAFF) as uow:
                let_lead(uow, id_, self.cities[0], "It has done it.")
        return id_

    def version(self, procurement_id: UUID, city: UUID) -> int:
        """That of the part of one city."""
        with self.services.unit_of_work(writes=False) as uow:
            its = select(ProcurementMember.version).filter_by(
                procurement_id=procurement_id, organisation_id=city
            )
            return uow.session.scalars(its).one()


def let_lead(
    uow: UnitOfWork, procurement_id: UUID, city: UUID, why: str, *more: UUID
) -> ProcurementMember:
    """Make a city the lead buyer as things stand; it took part in that, and `more`."""
    said = OnRecord(text=why, took_part=(city, *more))
    version = uow.session.get_one(Procurement, procurement_id).version
    return choose_lead(uow, procurement_id, city, said, expected_version=version)


def make_buyers(services: Services) -> Buyers:
    """Cities that could buy together."""
    with services.unit_of_work() as uow:
        add_words(uow)
        cities = tuple(make_city(uow, name=name) for name in NAMES)
        stranger, vendor = make_city(uow, name="Porto"), make_vendor(uow, name="Heatwise")
        for number, id_ in enumerate((*cities, stranger, vendor)):
            row = uow.session.get_one(Organisation, id_)
            join(uow, row, email=f"owner{number}@org.example", role=Role.OWNER)
    return Buyers(
        services=services,
        cities=cities,
        challenges=tuple(
            make_challenge(services, city, title=f"Heat for {name}")
            for city, name in zip(cities, NAMES, strict=True)
        ),
        vendor=vendor,
        stranger=stranger,
    )
