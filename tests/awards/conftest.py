"""A group of three cities that judges two offers, with one evaluator of each of two cities."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.awards.content import Criteria, Criterion, Mark, Marks, TendererContent
from marketplace.awards.judging import EvaluationView, evaluation_view
from marketplace.awards.operations import add_tenderer, name_evaluator, set_criteria
from marketplace.awards.scoring import declare, give_points
from marketplace.foundation.access import Actor, Role
from marketplace.organisations.models import Membership
from marketplace.organisations.queries import actor_of
from marketplace.services import Services
from tests.factories.market import member
from tests.factories.procurements import Buyers, make_buyers
from tests.factories.solutions import make_solution

CRITERIA = Criteria(
    scale=10,
    items=(
        Criterion(key="", name="Quality", weight=Decimal(60), minimum=Decimal(5)),
        Criterion(key="", name="Price", weight=Decimal("40.00")),
    ),
)


def marks(*points: str, comment: str = "As offered.") -> Marks:
    return Marks(
        items=tuple(
            Mark(criterion=f"c{number}", points=Decimal(one), comment=comment)
            for number, one in enumerate(points, 1)
        )
    )


@dataclass
class Panel:
    """`lead` manages; `one` and `two` evaluate, for the first and the second city."""

    buyers: Buyers
    id: UUID
    lead: Actor
    one: Actor
    two: Actor
    offers: list[UUID] = field(default_factory=list)

    @property
    def services(self) -> Services:
        return self.buyers.services

    def view(self, actor: Actor | None = None) -> EvaluationView:
        with self.services.unit_of_work(actor or self.lead, writes=False) as uow:
            return evaluation_view(uow, self.id)

    def declare(self, actor: Actor, offer: UUID, *, conflict: bool = False) -> None:
        with self.services.unit_of_work(actor) as uow:
            declare(
                uow,
                self.id,
                offer,
                has_conflict=conflict,
                declaration="My brother works there." if conflict else "",
                expected_version=self._version(actor, offer),
            )

    def score(self, actor: Actor, offer: UUID, *points: str, comment: str = "As offered.") -> None:
        if self._version(actor, offer) == 0:
            self.declare(actor, offer)
        with self.services.unit_of_work(actor) as uow:
            at = self._version(actor, offer)
            give_points(uow, self.id, offer, marks(*points, comment=comment), expected_version=at)

    def _version(self, actor: Actor, offer: UUID) -> int:
        mine = self.view(actor).tenderer(offer).mine
        return mine.version if mine else 0


def make_panel(services: Services) -> Panel:
    buyers = make_buyers(services)
    id_ = buyers.joined()
    with services.unit_of_work() as uow:
        people = []
        for city in buyers.cities[:2]:
            its = select(User).join(Membership, Membership.user_id == User.id)
            user = uow.session.scalars(its.where(Membership.organisation_id == city)).one()
            people.append((actor_of(uow.session, user), user.email))
    (one, _), (two, _) = people
    panel = Panel(buyers, id_, member(buyers.cities[0], Role.OWNER), one, two)
    solution = make_solution(services, buyers.vendor, name="River pump")
    with services.unit_of_work(panel.lead) as uow:
        set_criteria(uow, id_, CRITERIA, expected_version=0)
        pump = TendererContent(name="Heatwise", solution_id=solution)
        for content in (pump, TendererContent(name="Coldco")):
            panel.offers.append(add_tenderer(uow, id_, content).id)
    for (actor, email), city in zip(people, buyers.cities, strict=False):
        with services.unit_of_work(actor) as uow:
            name_evaluator(uow, id_, city, email.upper())
    return panel


@pytest.fixture
def panel(services: Services) -> Panel:
    return make_panel(services)
