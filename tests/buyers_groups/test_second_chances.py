"""Who could take the place of a city that said no, and what group comes after one that failed."""

from datetime import timedelta
from uuid import UUID

import pytest

from marketplace.buyers_groups.second_chances import left_of, next_best, next_cities, next_group
from marketplace.foundation.access import Actor
from marketplace.foundation.clock import SetClock
from marketplace.foundation.errors import Forbidden, NotFound
from marketplace.funding.content import GroupRule, RuleKind
from marketplace.procurements.content import Invited, ProcurementContent
from marketplace.procurements.members import decline, withdraw
from marketplace.procurements.models import Procurement
from marketplace.procurements.operations import invite, propose
from marketplace.procurements.queries import get_procurement
from marketplace.steps.operations import dissolve
from marketplace.steps.queries import board
from tests.buyers_groups.test_proposals import PCP, named, pcp
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers
from tests.factories.rule_sets import make_rule_set

__all__ = ["pcp"]

GRAZ, LINZ, ESPOO, GENT = range(4)
ELSEWHERE = ProcurementContent(title="Buses", summary="Buses for others.")


def leaves(pcp: Buyers, id_: UUID, number: int) -> None:
    city = pcp.cities[number]
    with pcp.services.unit_of_work(member(city)) as uow:
        withdraw(uow, id_, city, "Later.", expected_version=pcp.version(id_, city))


def ends(pcp: Buyers, id_: UUID) -> None:
    with pcp.services.unit_of_work(STAFF) as uow:
        version = uow.session.get_one(Procurement, id_).version
        dissolve(uow, id_, "Too dear.", expected_version=version)


def next_of(pcp: Buyers, id_: UUID, actor: Actor = STAFF) -> list[set[str]]:
    with pcp.services.unit_of_work(actor) as uow:
        return [named(group) for group in next_best(uow, id_)]


def after(pcp: Buyers, id_: UUID) -> set[str]:
    with pcp.services.unit_of_work(STAFF) as uow:
        found = next_group(uow, get_procurement(uow, id_))
        return named(found) if found else set()


def on_board(pcp: Buyers, id_: UUID) -> tuple[tuple[str, ...], str | None]:
    with pcp.services.unit_of_work(STAFF) as uow:
        found = [one for items in board(uow).values() for one in items if one.view.id == id_]
        return found[0].lost, found[0].second.city if found[0].second else None


def test_the_next_best_city_keeps_who_is_in_and_is_nobody_who_said_no(
    pcp: Buyers, clock: SetClock
) -> None:
    id_ = pcp.joined()
    assert on_board(pcp, id_) == ((), None)
    leaves(pcp, id_, ESPOO)
    lead = member(pcp.cities[GRAZ])
    assert next_of(pcp, id_) == next_of(pcp, id_, lead) == [{"Graz", "Linz", "Gent"}]
    assert on_board(pcp, id_) == (("Espoo",), "Gent")

    clock.moment += timedelta(days=1)
    with pcp.services.unit_of_work(STAFF) as uow:
        asked = invite(uow, id_, Invited(challenge_id=pcp.challenges[GENT]))
        assert asked.state == "invited"
    assert on_board(pcp, id_) == ((), None)
    clock.moment += timedelta(days=1)
    with pcp.services.unit_of_work(member(pcp.cities[GENT])) as uow:
        decline(uow, id_, pcp.cities[GENT], "No.", expected_version=1)
    assert next_of(pcp, id_) == []
    assert on_board(pcp, id_) == (("Espoo", "Gent"), None)


def test_who_is_asked_elsewhere_moves_what_staff_see_and_nothing_that_the_lead_sees(
    pcp: Buyers,
) -> None:
    id_ = pcp.joined(cities=2)
    with pcp.services.unit_of_work(STAFF) as uow:
        elsewhere = [Invited(challenge_id=pcp.challenges[one]) for one in (ESPOO, GENT)]
        propose(uow, ELSEWHERE, elsewhere)
    assert next_of(pcp, id_) == []
    both = [{"Graz", "Linz", "Espoo"}, {"Graz", "Linz", "Gent"}]
    assert next_of(pcp, id_, member(pcp.cities[GRAZ])) == both
    with pcp.services.unit_of_work(STAFF) as uow:
        # Gent is the only Mission city: under its own rules it comes first, whatever fits better.
        make_rule_set(uow, GroupRule(kind=RuleKind.MISSION_CITIES, least=1), key="mission")
        row = uow.session.get_one(Procurement, id_)
        row.rule_sets = [{"key": "mission", "number": 1}]
    assert next_of(pcp, id_, member(pcp.cities[GRAZ])) == both[::-1]
    with pcp.services.unit_of_work() as uow:
        left = {id_: left_of(uow.session.get_one(Procurement, id_))}
        assert next_cities(uow, left) == {}
        assert next_cities(uow, left, taken_too=True)[id_].city == "Gent"


def test_only_who_manages_a_group_sees_who_comes_next_and_staff_alone_what_comes_after_it(
    pcp: Buyers,
) -> None:
    id_ = pcp.joined(cities=2)
    for city, error in ((pcp.cities[LINZ], Forbidden), (pcp.stranger, NotFound)):
        with pytest.raises(error):
            next_of(pcp, id_, member(city))
    with pcp.services.unit_of_work(member(pcp.cities[GRAZ])) as uow, pytest.raises(Forbidden):
        next_group(uow, get_procurement(uow, id_))


def test_after_a_dissolved_group_those_who_are_left_are_proposed_with_others(pcp: Buyers) -> None:
    id_ = pcp.joined()
    with pcp.services.unit_of_work() as uow:
        relied_on: list[dict[str, str | int]] = [{"key": PCP, "number": 1}]
        uow.session.get_one(Procurement, id_).rule_sets = relied_on
    leaves(pcp, id_, ESPOO)
    assert after(pcp, id_) == set()
    ends(pcp, id_)
    assert after(pcp, id_) == {"Graz", "Linz", "Gent"}
    assert next_of(pcp, id_) == []

    with pcp.services.unit_of_work(STAFF) as uow:
        again = [Invited(challenge_id=pcp.challenges[one]) for one in (GRAZ, LINZ, GENT)]
        propose(uow, ELSEWHERE, again)
    assert after(pcp, id_) == set()


def test_rules_that_no_group_meets_any_more_hold_nobody_back(pcp: Buyers) -> None:
    id_ = pcp.joined(cities=2)
    with pcp.services.unit_of_work() as uow:
        make_rule_set(uow, GroupRule(kind=RuleKind.MEMBERS, least=9), key="nine")
        uow.session.get_one(Procurement, id_).rule_sets = [{"key": "nine", "number": 1}]
    ends(pcp, id_)
    assert after(pcp, id_) == {"Graz", "Linz", "Espoo"}


def test_where_all_of_a_dissolved_group_fit_nobody_else_one_of_them_is_proposed_with_others(
    pcp: Buyers,
) -> None:
    id_ = pcp.joined()
    ends(pcp, id_)
    assert after(pcp, id_) == {"Graz", "Gent"}


def test_a_group_of_too_few_can_go_on_with_others(pcp: Buyers) -> None:
    id_ = pcp.joined(cities=2)
    leaves(pcp, id_, LINZ)
    assert after(pcp, id_) == {"Graz", "Espoo"}
