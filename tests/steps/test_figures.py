"""What came of buying together: sums, cities, savings and days, as they stand."""

from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.awards.content import Claim
from marketplace.awards.outcomes import claim_saving, confirm_saving
from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import ProductError
from marketplace.pooled_demand.content import Pledge
from marketplace.pooled_demand.operations import commit
from marketplace.procurements.lifecycle import Step
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import get_procurement
from marketplace.steps.figures import TogetherFigures, together_figures
from marketplace.steps.operations import dissolve, move_on
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers
from tests.factories.ways import award


def figures(buyers: Buyers) -> TogetherFigures:
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        return together_figures(uow)


def test_before_anything_there_is_nothing_to_tell(buyers: Buyers) -> None:
    found = figures(buyers)
    assert (found.under_way, found.cities, found.committed, found.days_to_award) == (0, 0, {}, None)


def test_an_award_appears_in_the_figures_and_what_is_dissolved_does_not(buyers: Buyers) -> None:
    id_, gone = buyers.joined(), buyers.joined(cities=2)
    one, two = buyers.cities[:2]
    for procurement, city, amount in ((id_, one, 700), (id_, two, 50), (gone, one, 9000)):
        with buyers.services.unit_of_work(member(city)) as uow:
            commit(uow, procurement, city, Pledge(amount=Decimal(amount), currency="EUR"))
    award(buyers, id_, 1000)
    with buyers.services.unit_of_work(STAFF) as uow:
        row = uow.session.get_one(Procurement, id_)
        row.step = Step.EVALUATION.value
        row.created_at = uow.now - timedelta(days=40)
        move_on(uow, id_, Step.AWARDED, "Coldco.", expected_version=row.version)
        dissolve(uow, gone, "No.", expected_version=get_procurement(uow, gone).version)
    with buyers.services.unit_of_work(member(one)) as uow:
        claim_saving(
            uow, id_, one, Claim(amount=Decimal(80), basis="Last one."), expected_version=0
        )
    assert [(s.claimed, s.confirmed) for s in figures(buyers).saved] == [(80, 0)]
    with buyers.services.unit_of_work(member(one)) as uow:
        confirm_saving(uow, id_, one, expected_version=1)
    found = figures(buyers)
    assert (found.under_way, found.awarded_ones, found.dissolved) == (1, 1, 1)
    assert (found.cities, found.countries) == (3, 1)
    assert (found.committed, found.awarded) == ({"EUR": 750}, {"EUR": 1000})
    assert [(s.claimed, s.confirmed) for s in found.saved] == [(80, 80)]
    assert found.days_to_award == 40


def test_they_are_for_staff(buyers: Buyers) -> None:
    for actor in (VISITOR, member(buyers.cities[0])):
        with (
            buyers.services.unit_of_work(actor, writes=False) as uow,
            pytest.raises(ProductError),
        ):
            together_figures(uow)
