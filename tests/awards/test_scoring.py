"""Evaluators judge each by themselves, then together; the criteria were said before."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from marketplace.awards.content import Criteria, Criterion, TendererContent
from marketplace.awards.models import ScoreSheet
from marketplace.awards.operations import (
    add_tenderer,
    name_evaluator,
    remove_evaluator,
    remove_tenderer,
    set_criteria,
)
from marketplace.awards.scoring import agree, give_points, open_consensus
from marketplace.common_needs.content import LotContent
from marketplace.common_needs.cutting import add_lot, change_lot, remove_lot
from marketplace.foundation.access import SYSTEM, VISITOR, Role
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.record import ActivityEvent
from marketplace.organisations.models import Membership
from tests.awards.conftest import CRITERIA, Panel, marks
from tests.factories.market import STAFF, member


def test_points_are_hidden_from_everybody_else_until_all_have_given_theirs(panel: Panel) -> None:
    first, second = panel.offers
    panel.score(panel.one, first, "7", "8.5", comment="Marmot is my reason.")
    others = (panel.lead, panel.two, STAFF, SYSTEM, member(panel.buyers.cities[2], Role.OWNER))
    assert "Marmot" in repr(panel.view(panel.one))
    for actor in others:
        view = panel.view(actor)
        assert "Marmot" not in repr(view)
        assert view.tenderer(first).sheets == ()
        assert [one.done for one in view.evaluators] == [1, 0]
    for actor in (VISITOR, member(panel.buyers.vendor), member(panel.buyers.stranger)):
        with pytest.raises(NotFound):
            panel.view(actor)
    panel.score(panel.one, second, "5", "5")
    panel.score(panel.two, first, "8", "8")
    assert panel.view().opened_at is None
    panel.declare(panel.two, second, conflict=True)
    view = panel.view(STAFF)
    assert view.opened_at is not None
    assert "Marmot" in repr(view)
    assert view.tenderer(first).mean_of("c2") == Decimal("8.25")
    with pytest.raises(Conflict):
        panel.score(panel.one, first, "1", "1")


def test_who_acts_for_the_city_no_longer_is_waited_for_no_longer(panel: Panel) -> None:
    first, second = panel.offers
    panel.score(panel.two, first, "8", "8")
    panel.score(panel.one, first, "7", "7")
    with panel.services.unit_of_work() as uow:
        its = select(Membership).where(Membership.user_id == panel.two.user_id)
        uow.session.delete(uow.session.scalars(its).one())
    assert [one.is_active for one in panel.view().evaluators] == [True, False]
    panel.score(panel.one, second, "5", "5")
    assert panel.view().opened_at is not None


def test_offers_are_for_lots_of_the_procurement_and_placed_within_them(panel: Panel) -> None:
    with panel.services.unit_of_work(panel.lead) as uow:
        lots = [add_lot(uow, panel.id, LotContent(title="Pumps")).id for _ in range(2)]
        for name, lot in (("Warmco", lots[0]), ("Coldco", lots[0]), ("Warmco", lots[1])):
            panel.offers.append(
                add_tenderer(uow, panel.id, TendererContent(name=name, lot_id=lot)).id
            )
        with pytest.raises(Conflict):
            add_tenderer(uow, panel.id, TendererContent(name="Warmco", lot_id=lots[1]))
        with pytest.raises(Invalid, match="one of the lots"):
            add_tenderer(uow, panel.id, TendererContent(name="Warmco", lot_id=panel.id))
    panel.score(panel.one, panel.offers[0], "5", "5")
    with panel.services.unit_of_work(panel.lead) as uow:
        open_consensus(uow, panel.id)
    with panel.services.unit_of_work(panel.one) as uow:
        for offer, points in zip(panel.offers, ("5", "6", "7", "8", "6"), strict=True):
            agree(uow, panel.id, offer, marks(points, points), expected_version=0)
    with panel.services.unit_of_work(panel.lead) as uow:
        change_lot(uow, panel.id, lots[0], LotContent(title="Heat"), expected_version=1)
        remove_lot(uow, panel.id, lots[1], expected_version=1)
    view = panel.view()
    assert [[one.name for one in lot] for lot in view.lots] == [
        ["Coldco", "Heatwise"], ["Coldco", "Warmco"], ["Warmco"],
    ]  # fmt: skip
    assert [lot[0].lot for lot in view.lots] == ["", "Heat", "Pumps"]
    assert [lot.title for lot in view.can_be_for] == ["Heat"]


def test_the_group_agrees_and_the_sum_is_shown(panel: Panel) -> None:
    first, second = panel.offers
    panel.score(panel.one, first, "7", "8.5")
    with panel.services.unit_of_work(panel.lead) as uow:
        open_consensus(uow, panel.id)
    with panel.services.unit_of_work(panel.lead) as uow, pytest.raises(Invalid):
        agree(uow, panel.id, first, marks("7", "8", comment=" "), expected_version=0)
    for offer, points in ((first, ("7.5", "8")), (second, ("4", "10"))):
        with panel.services.unit_of_work(panel.two) as uow:
            agree(uow, panel.id, offer, marks(*points), expected_version=0)
    with panel.services.unit_of_work(panel.one) as uow, pytest.raises(Stale):
        agree(uow, panel.id, first, marks("1", "1"), expected_version=0)
    ((best, excluded),) = panel.view().lots
    assert best.total is not None
    assert excluded.total is not None
    assert (best.id, best.place, best.total.total) == (first, 1, Decimal(77))
    assert [line.adds for line in best.total.lines] == [Decimal(45), Decimal(32)]
    assert (excluded.place, excluded.total.total) == (None, Decimal(64))
    assert [one.name for one in excluded.total.excluded_by] == ["Quality"]


def test_whoever_has_a_conflict_of_interest_gives_no_points(panel: Panel) -> None:
    first = panel.offers[0]
    panel.score(panel.one, first, "7", "7")
    panel.declare(panel.one, first, conflict=True)
    with panel.services.unit_of_work(writes=False) as uow:
        assert [sheet.marks.items for sheet in uow.session.scalars(select(ScoreSheet))] == [()]
    with pytest.raises(Conflict, match="conflict of interest"):
        panel.score(panel.one, first, "7", "7")
    panel.score(panel.two, first, "7", "7")
    with panel.services.unit_of_work(panel.lead) as uow:
        open_consensus(uow, panel.id)
    with panel.services.unit_of_work(panel.one) as uow, pytest.raises(Conflict):
        agree(uow, panel.id, first, marks("9", "9"), expected_version=0)
    # Nor can the city take back the naming, and the declaration with it.
    me = next(one for one in panel.view(panel.one).evaluators if one.is_me)
    with panel.services.unit_of_work(panel.one) as uow, pytest.raises(Conflict):
        remove_evaluator(uow, panel.id, me.id)
    with panel.services.unit_of_work(writes=False) as uow:
        declared = select(ActivityEvent).where(ActivityEvent.action == "evaluation.declare")
        assert {tuple(one.after) for one in uow.session.scalars(declared)} == {("version",)}


def test_points_need_a_declaration_and_have_bounds(panel: Panel) -> None:
    first = panel.offers[0]
    with panel.services.unit_of_work(panel.one) as uow, pytest.raises(Conflict):
        give_points(uow, panel.id, first, marks("7", "7"), expected_version=0)
    panel.declare(panel.one, first)
    for points in (
        ("7",),
        ("11", "1"),
        ("-1", "1"),
        ("NaN", "1"),
        ("Infinity", "1"),
        ("1.001", "1"),
    ):
        with panel.services.unit_of_work(panel.one) as uow, pytest.raises(Invalid):
            give_points(uow, panel.id, first, marks(*points), expected_version=1)
    with panel.services.unit_of_work(panel.lead) as uow, pytest.raises(Conflict):
        open_consensus(uow, panel.id)


def test_criteria_add_up_to_a_hundred_and_stay_once_points_are_given(panel: Panel) -> None:
    def criteria(*weights: str, scale: int = 10, minimum: str = "0") -> Criteria:
        items = (
            Criterion(key="", name="x", weight=Decimal(one), minimum=Decimal(minimum))
            for one in weights
        )
        return Criteria(scale=scale, items=tuple(items))

    for wrong in (
        criteria("60", "39.99"),
        criteria("0", "100"),
        criteria("NaN", "100"),
        criteria("1E+18"),
        criteria("33.333", "66.667"),
        criteria("100", scale=7),
        criteria("100", minimum="11"),
        criteria(),
    ):
        with panel.services.unit_of_work(panel.lead) as uow, pytest.raises(Invalid):
            set_criteria(uow, panel.id, wrong, expected_version=1)
    with panel.services.unit_of_work(panel.lead) as uow, pytest.raises(Stale):
        set_criteria(uow, panel.id, CRITERIA, expected_version=0)
    with panel.services.unit_of_work(panel.lead) as uow:
        assert set_criteria(uow, panel.id, criteria("100"), expected_version=1).version == 2
        set_criteria(uow, panel.id, CRITERIA, expected_version=2)
    panel.score(panel.one, panel.offers[0], "7", "7")
    with panel.services.unit_of_work(panel.lead) as uow, pytest.raises(Conflict):
        set_criteria(uow, panel.id, CRITERIA, expected_version=3)


def test_each_city_names_its_own_people_and_only_the_lead_notes_offers(panel: Panel) -> None:
    graz, linz, espoo = panel.buyers.cities[:3]
    for actor, city in ((panel.two, graz), (STAFF, graz), (panel.one, panel.buyers.stranger)):
        with panel.services.unit_of_work(actor) as uow, pytest.raises((Forbidden, NotFound)):
            name_evaluator(uow, panel.id, city, "owner2@org.example")
    third = member(espoo, Role.OWNER)
    with panel.services.unit_of_work(third) as uow, pytest.raises(Invalid):
        name_evaluator(uow, panel.id, espoo, "owner0@org.example")
    with panel.services.unit_of_work(third) as uow:
        named = name_evaluator(uow, panel.id, espoo, "owner2@org.example").id
    with panel.services.unit_of_work(third) as uow:
        remove_evaluator(uow, panel.id, named)
    with panel.services.unit_of_work(panel.two) as uow, pytest.raises(Forbidden):
        add_tenderer(uow, panel.id, TendererContent(name="Another"))
    with panel.services.unit_of_work(panel.lead) as uow, pytest.raises(Conflict):
        add_tenderer(uow, panel.id, TendererContent(name="Coldco"))
    panel.score(panel.two, panel.offers[0], "7", "7")
    me = next(one for one in panel.view(panel.two).evaluators if one.is_me)
    with panel.services.unit_of_work(panel.two) as uow, pytest.raises(Conflict):
        remove_evaluator(uow, panel.id, me.id)
    with panel.services.unit_of_work(panel.lead) as uow, pytest.raises(Conflict):
        remove_tenderer(uow, panel.id, panel.offers[0])
    with panel.services.unit_of_work(panel.lead) as uow:
        remove_tenderer(uow, panel.id, panel.offers[1])
    assert [one.name for one in panel.view().tenderers] == ["Heatwise"]
    assert linz


def test_only_a_named_person_gives_points_and_each_change_is_on_record_without_them(
    panel: Panel,
) -> None:
    first = panel.offers[0]
    namesake = replace(panel.one, user_id=9_999)
    for actor in (panel.lead, STAFF, namesake):
        with panel.services.unit_of_work(actor) as uow, pytest.raises(Forbidden):
            give_points(uow, panel.id, first, marks("7", "7"), expected_version=0)
    panel.score(panel.one, first, "7.25", "3.75", comment="Otter")
    with panel.services.unit_of_work(writes=False) as uow:
        events = uow.session.scalars(
            select(ActivityEvent).where(ActivityEvent.action.startswith("evaluation."))
        ).all()
        told = [event.action for event in events]
        assert told.count("evaluation.give_points") == 1
        assert not any("7.25" in f"{e.before}{e.after}" or "Otter" in f"{e.after}" for e in events)
