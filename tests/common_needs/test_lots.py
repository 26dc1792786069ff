"""Lots are proposed from the common need, and people cut them as they like."""

from decimal import Decimal
from uuid import UUID

import pytest

from marketplace.challenges.content import Budget, Visibility
from marketplace.common_needs.content import Choice, Decision, LotContent, LotsBy
from marketplace.common_needs.cutting import (
    add_lot,
    change_lot,
    merge_lots,
    remove_lot,
    take_over,
)
from marketplace.common_needs.lots import LotsView, lots_of, proposed_lots
from marketplace.common_needs.operations import decide
from marketplace.common_needs.queries import need_of
from marketplace.foundation.access import VISITOR, Role
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.record import ActivityEvent
from marketplace.procurements.models import Procurement
from tests.factories.market import STAFF, member
from tests.factories.needs import BEES, SAME, drawn_up, make_group
from tests.factories.procurements import Buyers


def seen(buyers: Buyers, id_: UUID) -> LotsView:
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        return lots_of(uow, id_)


def add(buyers: Buyers, id_: UUID, **content: object) -> UUID:
    with buyers.services.unit_of_work(member(buyers.cities[0])) as uow:
        return add_lot(uow, id_, LotContent(**({"title": "Lamps"} | content))).id  # type: ignore[arg-type]


def test_lots_by_city_have_what_all_ask_for_its_own_wishes_and_its_public_budget(
    buyers: Buyers,
) -> None:
    budget = Budget(maximum=Decimal(90_000), visibility=Visibility.PUBLIC)
    id_ = drawn_up(buyers, budget=budget)
    with buyers.services.unit_of_work(member(buyers.cities[0])) as uow:
        take_over(uow, id_, LotsBy.MEMBER)
    found = seen(buyers, id_)
    assert [(one.content.title, one.cities, one.asks_for) for one in found.lots] == [
        ("Espoo", ("Espoo",), (SAME, BEES)),
        ("Graz", ("Graz",), (SAME,)),
        ("Linz", ("Linz",), (SAME,)),
    ]
    assert found.total == 3 * Decimal(90_000)
    assert {one.content.country for one in found.lots} == {"AT"}
    assert not found.uncovered
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Conflict, match="already"):
        take_over(uow, id_, LotsBy.PART)


def test_a_budget_that_is_not_public_is_no_value_of_a_lot(buyers: Buyers) -> None:
    budget = Budget(maximum=Decimal(90_000), visibility=Visibility.NETWORK)
    id_ = drawn_up(buyers, budget=budget)
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        found = proposed_lots(uow, id_, LotsBy.MEMBER)
    assert {one.value for one in found} == {None}


def test_lots_by_part_gather_what_several_ask_for(buyers: Buyers) -> None:
    pumps = "Pumps bring heat of the river into schools."
    id_ = drawn_up(buyers, ((SAME, pumps), (SAME, pumps), (SAME, BEES)))
    with buyers.services.unit_of_work(STAFF) as uow:
        take_over(uow, id_, LotsBy.PART)
    found = seen(buyers, id_)
    assert {one.asks_for for one in found.lots} == {(SAME,), (pumps,)}
    assert {one.cities for one in found.lots} == {("Espoo", "Graz", "Linz")}
    assert (found.total, found.without_value) == (Decimal(0), 2)
    with buyers.services.unit_of_work(STAFF) as uow:
        need = need_of(uow, id_)
        item = next(one for one in need.items if one.says == pumps) if need else None
        assert item is not None
        said = Decision(choice=Choice.DROPPED, took_part=buyers.cities[:1], reason="Too dear.")
        decide(uow, id_, item.id, said, expected_version=item.version)
    assert {one.asks_for for one in seen(buyers, id_).lots} == {(SAME,), ()}


def test_lots_cannot_be_proposed_before_the_need_is_drawn_up(buyers: Buyers) -> None:
    id_ = make_group(buyers)
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Conflict, match="Draw up"):
        take_over(uow, id_, LotsBy.PART)


def test_merged_lots_cover_both_and_are_worth_both(buyers: Buyers) -> None:
    id_ = drawn_up(buyers)
    one = add(buyers, id_, quantity=Decimal(3), unit="lamps", value=Decimal("10.50"), country="AT")
    two = add(buyers, id_, quantity=Decimal(4), unit="lamps", value=Decimal(5), country="IT")
    three = add(buyers, id_, quantity=Decimal(4), unit="poles", members=buyers.cities[:1])
    with buyers.services.unit_of_work(STAFF) as uow:
        merge_lots(uow, id_, one, two, expected_version=1, other_version=1)
    both = seen(buyers, id_).lots[0].content
    assert (both.quantity, both.unit, both.value, both.country) == (
        Decimal(7),
        "lamps",
        Decimal("15.5"),
        None,
    )
    with buyers.services.unit_of_work(STAFF) as uow:
        merge_lots(uow, id_, one, three, expected_version=2, other_version=1)
    (left,) = seen(buyers, id_).lots
    assert (left.content.quantity, left.content.unit, left.cities) == (None, "", ("Graz",))
    # What one part is worth is not what the whole is.
    assert left.content.value is None
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Invalid):
        merge_lots(uow, id_, one, one, expected_version=3, other_version=3)


def test_lots_are_changed_and_removed_and_numbered_anew(buyers: Buyers) -> None:
    id_ = drawn_up(buyers)
    one, two = add(buyers, id_, title="One"), add(buyers, id_, title="Two")
    with buyers.services.unit_of_work(STAFF) as uow:
        change_lot(uow, id_, two, LotContent(title="Two more"), expected_version=1)
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Stale):
        change_lot(uow, id_, two, LotContent(title="Late"), expected_version=1)
    with buyers.services.unit_of_work(STAFF) as uow:
        remove_lot(uow, id_, one, expected_version=1)
    assert [(lot.number, lot.content.title) for lot in seen(buyers, id_).lots] == [(1, "Two more")]
    with buyers.services.unit_of_work() as uow:
        done = [
            row.action
            for row in uow.session.query(ActivityEvent).order_by(ActivityEvent.id)
            if row.action.startswith("lot.")
        ]
    assert done == ["lot.add", "lot.add", "lot.change", "lot.remove"]


def test_what_no_lot_covers_and_a_sum_above_the_cap_are_said(buyers: Buyers) -> None:
    id_ = drawn_up(buyers)
    add(buyers, id_, value=Decimal(1000))
    with buyers.services.unit_of_work() as uow:
        uow.session.get_one(Procurement, id_).cap = Decimal(999)
    found = seen(buyers, id_)
    assert [item.says for item in found.uncovered] == [SAME]
    assert found.is_above_cap


NOT_TAKEN: tuple[tuple[dict[str, object], list[str]], ...] = (
    ({"title": " "}, ["title"]),
    ({"quantity": Decimal(0), "unit": "lamps"}, ["quantity"]),
    ({"quantity": Decimal(3)}, ["unit"]),
    ({"value": Decimal("NaN")}, ["value"]),
    ({"value": Decimal("1e18"), "cpv": "1", "country": "XX"}, ["value", "country", "cpv"]),
    ({"value": Decimal("1.234")}, ["value"]),
    ({"items": (UUID(int=1),), "members": (UUID(int=1),)}, ["items", "members"]),
)


def test_a_lot_that_cannot_be_taken_names_its_fields(buyers: Buyers) -> None:
    id_ = make_group(buyers)
    for content, fields in NOT_TAKEN:
        with pytest.raises(Invalid) as caught:
            add(buyers, id_, **content)
        assert [fault.field for fault in caught.value.faults] == fields
    assert seen(buyers, id_).lots == ()


def test_only_those_who_lead_cut_lots_and_only_the_inside_sees_them(buyers: Buyers) -> None:
    id_ = drawn_up(buyers)
    lot = add(buyers, id_)
    for actor, refusal in (
        (member(buyers.cities[1]), Forbidden),
        (member(buyers.cities[0], Role.VIEWER), Forbidden),
        (member(buyers.stranger), NotFound),
        (VISITOR, NotFound),
    ):
        with buyers.services.unit_of_work(actor) as uow, pytest.raises(refusal):
            remove_lot(uow, id_, lot, expected_version=1)
    with buyers.services.unit_of_work(member(buyers.cities[1]), writes=False) as uow:
        assert not lots_of(uow, id_).may_cut
    with buyers.services.unit_of_work(VISITOR, writes=False) as uow, pytest.raises(NotFound):
        lots_of(uow, id_)
