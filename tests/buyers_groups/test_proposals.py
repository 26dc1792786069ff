"""Staff find groups under rules and pins, each proved; a failing one is told what it lacks."""

from decimal import Decimal
from uuid import UUID

import pytest

from marketplace.buyers_groups.content import GroupView, Pinned
from marketplace.buyers_groups.queries import checked, pinnable, proposals
from marketplace.challenges.content import Visibility
from marketplace.challenges.models import Challenge
from marketplace.challenges.operations import close
from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import Forbidden, Invalid, NotFound, Unauthenticated
from marketplace.funding.content import Basis, GroupRule, RuleKind
from marketplace.procurements.members import decline
from marketplace.recommendations.models import JointFit
from tests.factories.challenges import budget, make_challenge
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers
from tests.factories.rule_sets import make_rule_set

PCP = "pcp"
THREE_STATES = (
    GroupRule(kind=RuleKind.STATES_ASSOCIATED, least=3),
    GroupRule(kind=RuleKind.PROCURER_STATES_ASSOCIATED, least=2),
    GroupRule(kind=RuleKind.MEMBERS_EU),
    GroupRule(kind=RuleKind.MISSION_CITIES, least=2, basis=Basis.GENERAL_KNOWLEDGE),
)


def named(group: GroupView) -> set[str]:
    return {member.city for member in group.members}


def found(buyers: Buyers, pinned: Pinned) -> list[set[str]]:
    with buyers.services.unit_of_work(STAFF) as uow:
        return [named(group) for group in proposals(uow, pinned).groups]


@pytest.fixture
def pcp(buyers: Buyers) -> Buyers:
    with buyers.services.unit_of_work() as uow:
        make_rule_set(
            uow, *THREE_STATES, key=PCP, eu=("AT", "DE", "FI", "BE"), associated=(), name="PCP"
        )
        make_rule_set(uow)
    return buyers


def test_the_group_whose_weakest_pair_fits_best_comes_with_its_proof(pcp: Buyers) -> None:
    with pcp.services.unit_of_work(STAFF) as uow:
        (group,) = proposals(uow, Pinned(rule_sets=(PCP,))).groups
    assert named(group) == {"Graz", "Linz", "Espoo"}
    assert (group.weakest, group.mean) == (60, 70)
    assert all(rule.met for rule in group.together)
    check = {check.key: check for check in group.checks}[PCP]
    states, procurers, union = check.rules
    assert (states.met, states.has, states.countries) == (True, Decimal(3), ("AT", "DE", "FI"))
    assert set(states.names) == {"Graz", "Linz", "Espoo"}
    assert procurers.met
    assert union.met
    assert check.not_asked == ("Mission cities: at least 2",)


def test_pins_are_kept(pcp: Buyers) -> None:
    gent, graz = pcp.cities[3], pcp.cities[0]
    rules = (PCP,)
    assert found(pcp, Pinned(rule_sets=rules, cities=frozenset({gent}))) == [
        {"Graz", "Linz", "Gent"}
    ]
    assert found(pcp, Pinned(rule_sets=rules, without=frozenset({graz}))) == []
    assert found(pcp, Pinned(size=2)) == [{"Graz", "Linz"}]
    assert found(pcp, Pinned(size=3, theme="EN"))[0] == {"Graz", "Linz", "Espoo"}
    assert found(pcp, Pinned(theme="MO")) == []
    assert found(pcp, Pinned(only_open=True)) == []
    for pinned, field in ((Pinned(rule_sets=("no",)), "rule_set"), (Pinned(size=9), "size")):
        with pytest.raises(Invalid) as caught:
            found(pcp, pinned)
        assert caught.value.faults[0].field == field


def test_a_group_that_fails_is_told_the_smallest_mend(pcp: Buyers) -> None:
    with pcp.services.unit_of_work(STAFF) as uow:
        group = checked(uow, pcp.challenges[:2])
    check = {check.key: check for check in group.checks}[PCP]
    assert not check.met
    assert check.mend is not None
    assert [member.city for member in check.mend.added] == ["Espoo"]
    assert check.mend.removed == ()


def test_where_nobody_can_mend_it_the_missing_city_is_described(pcp: Buyers) -> None:
    with pcp.services.unit_of_work() as uow:
        for row in uow.session.query(JointFit):
            if {row.one, row.other} != set(pcp.challenges[:2]):
                uow.session.delete(row)
    with pcp.services.unit_of_work(STAFF) as uow:
        group = checked(uow, pcp.challenges[:2])
    check = {check.key: check for check in group.checks}[PCP]
    assert check.mend is None
    assert check.wanted is not None
    assert check.wanted.number == 1
    assert check.wanted.countries == ("BE", "FI")
    assert "1 more city is missing." in check.wanted.sentences


def test_rules_that_changed_leave_a_group_with_the_version_it_relies_on(pcp: Buyers) -> None:
    with pcp.services.unit_of_work(STAFF) as uow:
        make_rule_set(uow, GroupRule(kind=RuleKind.STATES, least=4), key=PCP, number=2)
        relied_on = checked(uow, pcp.challenges[:3], [(PCP, 1)])
        today = checked(uow, pcp.challenges[:3])
    (old,) = relied_on.checks
    assert (old.number, old.met, old.newer) == (1, True, 2)
    new = {check.key: check for check in today.checks}[PCP]
    assert (new.number, new.met, new.newer) == (2, False, None)


def test_a_budget_that_is_not_public_decides_nothing(buyers: Buyers) -> None:
    services = buyers.services
    rich = {
        visibility: make_challenge(
            services, buyers.stranger, title=visibility, budget=budget(visibility, maximum=500_000)
        )
        for visibility in (Visibility.PRIVATE, Visibility.PUBLIC)
    }
    with services.unit_of_work() as uow:
        for visibility, id_ in rich.items():
            fit = 0.9 if visibility is Visibility.PRIVATE else 0.3
            one, other = sorted((id_, buyers.challenges[0]))
            uow.session.add(JointFit(one=one, other=other, fit=fit))
    with services.unit_of_work(STAFF) as uow:
        (group,) = proposals(uow, Pinned(value=Decimal(500_000))).groups
    assert {one.title for one in group.members} >= {Visibility.PUBLIC.value}
    assert "private" not in {one.title for one in group.members}


def test_what_has_ended_is_in_no_group(pcp: Buyers) -> None:
    espoo, city = pcp.challenges[2], pcp.cities[2]
    with pcp.services.unit_of_work(member(city)) as uow:
        close(uow, espoo, expected_version=uow.session.get_one(Challenge, espoo).version)
    assert found(pcp, Pinned(rule_sets=(PCP,))) == [{"Graz", "Linz", "Gent"}]
    for ids in ([espoo], [UUID(int=1)]):
        with pytest.raises(NotFound), pcp.services.unit_of_work(STAFF) as uow:
            checked(uow, ids)
    with pytest.raises(Invalid), pcp.services.unit_of_work(STAFF) as uow:
        checked(uow, [])


def test_what_is_brought_to_a_group_is_not_proposed_again_until_its_city_declines(
    pcp: Buyers,
) -> None:
    asked = pcp.proposed(cities=2)
    assert not any(group & {"Graz", "Linz"} for group in found(pcp, Pinned(size=2)))
    graz = pcp.cities[0]
    with pcp.services.unit_of_work(member(graz)) as uow:
        decline(uow, asked, graz, "Another year.", expected_version=1)
    assert found(pcp, Pinned(size=2)) == [{"Graz", "Espoo"}]
    with pcp.services.unit_of_work(STAFF) as uow:
        assert named(checked(uow, pcp.challenges[:2])) == {"Graz", "Linz"}


def test_only_staff_see_what_could_be_proposed(pcp: Buyers) -> None:
    for actor, error in ((VISITOR, Unauthenticated), (member(pcp.cities[0]), Forbidden)):
        with pcp.services.unit_of_work(actor) as uow:
            for ask in (
                lambda uow=uow: proposals(uow, Pinned()),
                lambda uow=uow: checked(uow, pcp.challenges),
                lambda uow=uow: pinnable(uow),
            ):
                with pytest.raises(error):
                    ask()
