"""Several at once decide on one item, draw the need up anew and cut lots: one at a time wins."""

from collections import Counter

from sqlalchemy import select

from marketplace.common_needs.content import Choice, Decision, LotsBy
from marketplace.common_needs.cutting import take_over
from marketplace.common_needs.lots import rows_of
from marketplace.common_needs.operations import decide, draw_up
from marketplace.common_needs.queries import items_of
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.services import Services
from tests.factories.needs import KEEPS, WISHES, drawn_up
from tests.factories.procurements import make_buyers
from tests.organisations.test_at_once import apart, at_once

__all__ = ["apart"]


def test_of_many_that_decide_one_wins_and_what_it_decided_outlasts_drawing_up(
    apart: Services,
) -> None:
    buyers = make_buyers(apart)
    id_ = drawn_up(buyers)
    with apart.unit_of_work(writes=False) as uow:
        rows = uow.session.scalars(items_of(id_)).all()
        about = next(row.id for row in rows if KEEPS in str(row.said))

    def decides(uow: UnitOfWork) -> None:
        said = Decision(choice=Choice.EXTRA, took_part=buyers.cities[:1])
        decide(uow, id_, about, said, expected_version=1)

    def draws(uow: UnitOfWork) -> None:
        draw_up(uow, apart.matcher, id_)

    def cuts(uow: UnitOfWork) -> None:
        take_over(uow, id_, LotsBy.MEMBER)

    deeds = [decides] * 6 + [draws] * 2 + [cuts] * 3
    heard = at_once(apart, *((None, deed) for deed in deeds))
    with apart.unit_of_work(writes=False) as uow:
        texts = [row for row in uow.session.scalars(items_of(id_)) if row.about == "requirement"]
        lots = uow.session.scalars(rows_of(id_)).all()
        done = Counter(uow.session.scalars(select(ActivityEvent.action)).all())
    decided = [row for row in texts if row.choice is not None]
    assert [row.id for row in decided] == [about]
    assert done["common_need.decide"] == 1
    assert done["common_need.draw_up"] == 3
    assert sum(len(row.said.sources) for row in texts) == sum(map(len, WISHES))
    assert [lot.number for lot in lots] == [1, 2, 3]
    assert done["lot.add"] == 3
    assert Counter(heard) == {"done": 4, "Stale": 5, "Conflict": 2}
