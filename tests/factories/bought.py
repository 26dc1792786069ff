"""A joint procurement in which every field is filled in, as rows; for those who read them all."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import select

from marketplace.awards.content import Award, Criteria, Criterion, OutcomeContent, Result
from marketplace.awards.models import Evaluation, Outcome, Tenderer
from marketplace.common_needs.content import LotContent
from marketplace.common_needs.models import Lot
from marketplace.consultations.content import ConsultationContent
from marketplace.consultations.models import Consultation
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.pooled_demand.content import DemandContent, SharingKey, YearNeed
from marketplace.pooled_demand.models import Commitment, DemandTerms, MemberDemand
from tests.factories.market import STAFF
from tests.factories.needs import drawn_up
from tests.factories.procurements import Buyers

BUDGET, COMMITTED, WORTH = Decimal(765_432), Decimal(543_210), Decimal(432_101)
LOT = LotContent(
    title="Lamps for squares",
    description="Lamps that report.",
    quantity=Decimal(1200),
    unit="lamps",
    value=WORTH,
    country="AT",
    region="AT221",
    cpv="34928510",
)
CONSULTED = ConsultationContent(
    title="Lamps that report", text="We mean to buy lamps.", questions=("How many a year?",)
)
CRITERIA = Criteria(
    scale=10,
    items=(
        Criterion(key="c1", name="Quality", weight=Decimal(60)),
        Criterion(key="c2", name="Price", weight=Decimal(40)),
    ),
)


def fill_in(buyers: Buyers) -> UUID:
    """One with a common need, lots, demand, money, a consultation, criteria and an outcome."""
    id_ = drawn_up(buyers)
    with buyers.services.unit_of_work(STAFF) as uow:
        for rows in (_needed(uow, buyers, id_), _asked(uow, id_)):
            uow.session.add_all(rows)
        uow.session.flush()
        for row in _judged(uow, id_):
            uow.session.add(row)
            uow.session.flush()
    return id_


def _needed(uow: UnitOfWork, buyers: Buyers, id_: UUID) -> list[object]:
    now, by, city = uow.now, "ann@graz.example", buyers.cities[0]
    demand = DemandContent(currency="EUR", years=(YearNeed(year=2027, units=400, budget=BUDGET),))
    return [
        Lot(procurement_id=id_, number=1, content=LOT, written_at=now, written_by=by, version=1),
        DemandTerms(procurement_id=id_, unit="lamp", sharing=SharingKey.UNITS.value, version=1),
        MemberDemand(
            procurement_id=id_,
            organisation_id=city,
            content=demand,
            written_at=now,
            written_by=by,
            version=1,
        ),
        Commitment(
            procurement_id=id_,
            organisation_id=city,
            lot="",
            amount=COMMITTED,
            currency="EUR",
            committed_at=now,
            committed_by=by,
            version=1,
        ),
    ]


def _asked(uow: UnitOfWork, id_: UUID) -> list[object]:
    return [
        Consultation(
            procurement_id=id_,
            content=CONSULTED,
            deadline=uow.now + timedelta(days=30),
            written_by="ann@graz.example",
            opened_at=uow.now,
            version=2,
        )
    ]


def _judged(uow: UnitOfWork, id_: UUID) -> list[object]:
    lot = uow.session.scalars(select(Lot.id).where(Lot.procurement_id == id_)).one()
    tenderer, by = uuid4(), "ann@graz.example"
    award = Award(
        tenderer_id=tenderer,
        name="Heatwise",
        lot=LOT.title,
        lot_id=lot,
        value=Decimal("400000.50"),
        begins=date(2027, 1, 1),
        ends=date(2029, 12, 31),
    )
    outcome = OutcomeContent(
        result=Result.AWARDED,
        decided_on=date(2026, 11, 18),
        offers=3,
        currency="EUR",
        reason="It was the best.",
        awards=(award,),
    )
    return [
        Evaluation(
            procurement_id=id_, criteria=CRITERIA, written_by=by, written_at=uow.now, version=1
        ),
        Tenderer(
            id=tenderer,
            procurement_id=id_,
            name="Heatwise",
            lot=LOT.title,
            lot_id=lot,
            added_at=uow.now,
            added_by=by,
            version=1,
        ),
        Outcome(procurement_id=id_, number=1, content=outcome, recorded_at=uow.now, recorded_by=by),
    ]
