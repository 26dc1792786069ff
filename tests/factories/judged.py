"""What a town's group thinks of its suppliers: a frozen list, an evaluation under way, an outcome.

The editor of the city is its one evaluator, and has judged the first of two offers.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
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
from marketplace.awards.scoring import declare, give_points
from marketplace.long_lists.operations import freeze
from marketplace.long_lists.queries import ranked

if TYPE_CHECKING:
    from tests.factories.town import Town

SECRETS = {
    "what an evaluator thinks of an offer": "ibexpoints",
    "what a supplier is told": "tapirfeedback",
    "what a group says on a long list": "vicunalist",
}
QUALITY = Criterion(key="", name="Quality", weight=Decimal(100))


def judge(town: "Town") -> None:
    """Freeze a long list, judge one of two offers, and record what came of it."""
    id_, city = town.id_of("procurement"), town.id_of("organisation.city")
    matcher = town.services.matcher
    with town.acting("city.owner") as uow:
        found = ranked(uow, matcher, id_)
        mark, note = found.content.mark, SECRETS["what a group says on a long list"]
        freeze(uow, found, id_, title="First list", note=note, mark=mark)
        set_criteria(uow, id_, Criteria(scale=10, items=(QUALITY,)), expected_version=0)
        chosen = town.id_of("solution.published")
        heatwise = TendererContent(name="Heatwise", solution_id=chosen)
        offer = add_tenderer(uow, id_, heatwise).id
        other = add_tenderer(uow, id_, TendererContent(name="Coldco"))
        evaluator = name_evaluator(uow, id_, city, town.emails["city.editor"])
        town.know("evaluator", evaluator)
        town.know("offer.other", other)
    _score(town, id_, offer)
    award = Award(tenderer_id=offer, name="", lot="", value=Decimal(1000))
    outcome = OutcomeContent(
        result=Result.AWARDED,
        decided_on=date(2026, 11, 2),
        offers=2,
        currency="EUR",
        awards=(award,),
    )
    with town.acting("city.owner") as uow:
        record_outcome(uow, id_, outcome, expected_version=0)
        told = tell_supplier(
            uow, id_, offer, SECRETS["what a supplier is told"], expected_version=1
        )
        town.know("offer", told)
        claimed = Claim(amount=Decimal(10), basis="The last contract.")
        claim_saving(uow, id_, city, claimed, expected_version=0)
    for name, thing in (("evaluation", id_), ("outcome", id_), ("saving", city)):
        town.ids[name], town.versions[name] = str(thing), 1
    town.ids["offer.judged"], town.versions["offer.judged"] = str(offer), 2


def _score(town: "Town", procurement_id: UUID, offer_id: UUID) -> None:
    comment = SECRETS["what an evaluator thinks of an offer"]
    marks = Marks(items=(Mark(criterion="c1", points=Decimal(7), comment=comment),))
    with town.acting("city.editor") as uow:
        declare(
            uow, procurement_id, offer_id, has_conflict=False, declaration="", expected_version=0
        )
        give_points(uow, procurement_id, offer_id, marks, expected_version=1)
