"""What the group of `procurement` thinks of its suppliers: a long list, points, an outcome.

The group of `procurement` is still judging; that of `procurement_asked` stays as it is.
"""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from marketplace.awards.content import (
    Award,
    Claim,
    Criteria,
    Criterion,
    Mark,
    Marks,
    OutcomeContent,
    Result,
    TendererContent,
)
from marketplace.awards.operations import add_tenderer, name_evaluator, set_criteria
from marketplace.awards.outcomes import claim_saving, record_outcome, tell_supplier
from marketplace.awards.scoring import agree, declare, give_points, open_consensus
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.long_lists.operations import freeze
from marketplace.long_lists.queries import ranked
from marketplace.pooled_demand.queries import lots_in
from tests.browser.furniture import CITY, Furniture

CRITERIA = Criteria(
    scale=10,
    items=(
        Criterion(
            key="",
            name="Quality of the service",
            weight=Decimal(60),
            minimum=Decimal(5),
            about="How residents are visited, and by whom.",
        ),
        Criterion(key="", name="Price", weight=Decimal(40)),
    ),
)
MARKS = Marks(
    items=(
        Mark(criterion="c1", points=Decimal("7.5"), comment="Trained people, good plan."),
        Mark(criterion="c2", points=Decimal(8), comment="Third lowest price."),
    )
)


def furnish_judged(made: Furniture) -> None:
    """A frozen list, three offers (one agreed on, one not), an outcome, feedback and a saving."""
    id_, city = made.id_of("procurement"), made.id_of("city")
    services = made.installation.services
    with services.unit_of_work() as uow:
        made.acting(uow, CITY)
        found, note = ranked(uow, services.matcher, id_), "As it stood when they met in spring."
        mark = found.content.mark
        freeze(uow, found, id_, title="Before the consultation", note=note, mark=mark)
        set_criteria(uow, id_, CRITERIA, "https://tenders.example/7", expected_version=0)
        one, two = (lot.id for lot in lots_in(uow.session, id_))
        chosen = TendererContent(
            name="Neighbourly", solution_id=made.id_of("solution_published"), lot_id=one
        )
        offer = add_tenderer(uow, id_, chosen).id
        other = add_tenderer(uow, id_, TendererContent(name="Visits and more", lot_id=two)).id
        name_evaluator(uow, id_, city, CITY)
        for about in (offer, other):
            declare(uow, id_, about, has_conflict=False, declaration="", expected_version=0)
        give_points(uow, id_, offer, MARKS, expected_version=1)
        open_consensus(uow, id_)
        agree(uow, id_, offer, MARKS, expected_version=0)
        made.ids["offer"], made.ids["offer_open"] = str(offer), str(other)
        _record(made, uow, offer)


def _record(made: Furniture, uow: UnitOfWork, offer: UUID) -> None:
    id_, city = made.id_of("procurement"), made.id_of("city")
    award = Award(
        tenderer_id=offer,
        name="",
        lot="",
        value=Decimal("120000.50"),
        begins=uow.now.date(),
        ends=uow.now.date() + timedelta(days=730),
    )
    outcome = OutcomeContent(
        result=Result.AWARDED,
        decided_on=uow.now.date(),
        offers=3,
        currency="EUR",
        reason="The best plan for visits.",
        awards=(award,),
    )
    record_outcome(uow, id_, outcome, expected_version=0)
    tell_supplier(uow, id_, offer, "Your plan convinced both cities.", expected_version=1)
    claimed = Claim(amount=Decimal(9000), basis="The price of the last contract.")
    claim_saving(uow, id_, city, claimed, expected_version=0)
