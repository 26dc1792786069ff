"""Two cities of a town that buy together: what they need, pool and commit, with secrets in it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from marketplace.challenges.content import JointRole
from marketplace.common_needs.content import LotContent, Sides, Source
from marketplace.common_needs.cutting import add_lot
from marketplace.common_needs.models import CommonNeed
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.pooled_demand.content import DemandContent, Pledge, Terms, YearNeed
from marketplace.pooled_demand.operations import agree_on, commit, write_demand
from marketplace.procurements import members as buyers
from marketplace.procurements import operations as procurements
from marketplace.procurements.content import Invited, Mandate, ProcurementContent
from marketplace.procurements.models import Procurement
from tests.factories.needs import new_item
from tests.factories.procurements import let_lead

if TYPE_CHECKING:
    from tests.factories.town import Town

SECRETS = {
    "what a group counts in": "puffinunit",
    "a lot": "narwhallot",
    "a mandate of a city": "dormousemandate",
    "a decision of a group": "weaseldecision",
}
POOLED_AMOUNT, COMMITTED_AMOUNT = 864_209, 518_327


def buy_together(town: Town) -> None:
    """Staff propose that both cities buy together: one leads, the other has not answered."""
    city, neighbour = town.id_of("organisation.city"), town.id_of("organisation.neighbour")
    content = ProcurementContent(title="Warm homes together", summary="Both lose the same heat.")
    brought = (town.id_of(f"challenge.{name}") for name in ("network", "neighbour"))
    with town.acting("staff") as uow:
        asked = [Invited(challenge_id=id_) for id_ in brought]
        id_ = procurements.propose(uow, content, asked).id
    with town.acting("city.owner") as uow:
        buyers.accept(uow, id_, city, JointRole.BUYER, expected_version=1)
        note = SECRETS["a mandate of a city"]
        buyers.state_mandate(uow, id_, city, Mandate.GIVEN, note, expected_version=2)
    with town.acting("staff") as uow:
        why = SECRETS["a decision of a group"]
        lead = let_lead(uow, id_, city, why)
        town.know("procurement", uow.session.get_one(Procurement, id_))
        for name, member, version in (("lead", city, lead.version), ("invited", neighbour, 1)):
            town.ids[f"member.{name}"], town.versions[f"member.{name}"] = str(member), version
        town.ids["plan"], town.versions["plan"] = str(id_), 0
    with town.acting("city.owner") as uow:
        _pool(town, uow, id_, city)
        _share_a_need(town, uow, id_, city)


def _share_a_need(town: Town, uow: UnitOfWork, id_: UUID, city: UUID) -> None:
    """What the city asks for, as drawn up before the others left, and a lot of it."""
    said = Source(
        organisation_id=city,
        challenge_id=town.id_of("challenge.network"),
        version=1,
        field="requirements.0.text",
        text="Shows where heat is lost.",
        essential=True,
    )
    need = CommonNeed(procurement_id=id_, made_of=[], unread=[], version=1)
    need.drawn_up_at, need.drawn_up_by = uow.now, uow.actor.label
    item = new_item(id_, Sides(sides=((said,),)), kind="extra", proposed=said.text)
    uow.session.add_all((need, item))
    uow.session.flush()
    town.ids["need"], town.versions["need"] = str(id_), 1
    town.know("need_item", item)
    town.know("lot", add_lot(uow, id_, LotContent(title=SECRETS["a lot"], members=(city,))))
    town.know("other_lot", add_lot(uow, id_, LotContent(title="The rest")))


def _pool(town: Town, uow: UnitOfWork, id_: UUID, city: UUID) -> None:
    """The city says what it needs and can pay, and commits a part of it."""
    terms = agree_on(uow, id_, Terms(unit=SECRETS["what a group counts in"]), expected_version=0)
    need = YearNeed(year=2027, units=40, budget=Decimal(POOLED_AMOUNT))
    said = DemandContent(currency="EUR", years=(need,))
    demand = write_demand(uow, id_, city, said, expected_version=0)
    pledge = Pledge(amount=Decimal(COMMITTED_AMOUNT), currency="EUR")
    town.know("commitment", commit(uow, id_, city, pledge))
    town.ids["terms"], town.versions["terms"] = str(id_), terms.version
    town.ids["demand.lead"], town.versions["demand.lead"] = str(city), demand.version
