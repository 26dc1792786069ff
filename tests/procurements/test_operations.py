"""Cities are invited, answer, take roles, choose who leads, and withdraw."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.challenges.content import JointRole
from marketplace.challenges.operations import close
from marketplace.foundation.access import VISITOR, Actor, Role
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.record import ActivityEvent
from marketplace.procurements.content import (
    Invited,
    Letter,
    Mandate,
    OnRecord,
    ProcurementContent,
    RuleSetVersion,
)
from marketplace.procurements.lifecycle import Step
from marketplace.procurements.members import (
    accept,
    choose_lead,
    decline,
    end_all_of,
    give_role,
    state_letter,
    state_mandate,
    withdraw,
)
from marketplace.procurements.models import Procurement
from marketplace.procurements.operations import decide, describe, invite, propose
from marketplace.procurements.queries import (
    ProcurementView,
    decisions_of,
    get_procurement,
    list_procurements,
)
from tests.factories.challenges import make_challenge
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers, let_lead
from tests.factories.rule_sets import make_rule_set

ALL = PageRequest(1, 50)
SAID = ProcurementContent(title="Heat", summary="Pumps.")


def seen(buyers: Buyers, id_: UUID, actor: Actor = STAFF) -> ProcurementView:
    with buyers.services.unit_of_work(actor, writes=False) as uow:
        return get_procurement(uow, id_)


def roles(view: ProcurementView) -> list[str]:
    return [f"{one.name} {one.role} {one.state}" for one in view.members]


def test_staff_invite_and_cities_answer_with_a_role_or_a_reason(buyers: Buyers) -> None:
    id_ = buyers.proposed()
    one, two, three = buyers.cities[:3]
    with buyers.services.unit_of_work(member(one, Role.EDITOR)) as uow:
        accept(uow, id_, one, JointRole.BUYER, expected_version=1)
    with buyers.services.unit_of_work(member(two)) as uow:
        decline(uow, id_, two, "We have just bought some.", expected_version=1)
    with buyers.services.unit_of_work(STAFF) as uow:
        accept(uow, id_, three, JointRole.OBSERVER, expected_version=1)
    view = seen(buyers, id_)
    assert sorted(roles(view)) == [
        "Espoo observer accepted",
        "Graz buyer accepted",
        "Linz buyer declined",
    ]
    assert {one.reason for one in view.members} == {"", "We have just bought some."}
    assert [one.name for one in view.buyers] == ["Graz"]
    with buyers.services.unit_of_work() as uow:
        told = [row.name for row in uow.session.query(OutboxFact).order_by(OutboxFact.number)]
        done = [row.action for row in uow.session.query(ActivityEvent).order_by(ActivityEvent.id)]
    assert told[-6:] == ["CityInvited"] * 3 + ["InvitationAnswered"] * 3
    assert done[-4:] == [
        "procurement.propose",
        "procurement.accept",
        "procurement.decline",
        "procurement.accept",
    ]


def test_a_city_that_proposes_takes_part_at_once(buyers: Buyers) -> None:
    id_ = buyers.proposed(actor=member(buyers.cities[1], Role.EDITOR), cities=2)
    assert sorted(roles(seen(buyers, id_))) == ["Graz buyer invited", "Linz buyer accepted"]
    for stranger in (member(buyers.stranger), member(buyers.cities[0], Role.VIEWER)):
        with pytest.raises(Forbidden):
            buyers.proposed(actor=stranger, cities=2)


def test_who_is_invited_sees_who_else_is_and_outsiders_see_nothing(buyers: Buyers) -> None:
    id_ = buyers.proposed()
    one, two = buyers.cities[:2]
    with buyers.services.unit_of_work(member(one)) as uow:
        decline(uow, id_, one, "A secret reason.", expected_version=1)
    view = seen(buyers, id_, member(two, Role.VIEWER))
    assert sorted(roles(view)) == ["Espoo buyer invited", "Linz buyer invited"]
    assert not view.inside
    for outsider in (VISITOR, member(buyers.stranger), member(buyers.vendor)):
        with pytest.raises(NotFound):
            seen(buyers, id_, outsider)
        with buyers.services.unit_of_work(outsider, writes=False) as uow:
            assert list_procurements(uow, ALL).total == 0


def test_the_public_learns_who_takes_part_and_nothing_of_letters_or_refusals(
    buyers: Buyers,
) -> None:
    id_ = buyers.joined()
    one, two = buyers.cities[:2]
    with buyers.services.unit_of_work(member(one)) as uow:
        at = buyers.version(id_, one)
        state_letter(uow, id_, one, Letter.SIGNED, date(2026, 1, 5), expected_version=at)
    with buyers.services.unit_of_work(member(two)) as uow:
        withdraw(uow, id_, two, "No money.", expected_version=2)
    with buyers.services.unit_of_work() as uow:
        uow.session.get_one(Procurement, id_).published_at = uow.now
    view = seen(buyers, id_, VISITOR)
    assert sorted(roles(view)) == ["Espoo buyer accepted", "Graz lead_buyer accepted"]
    assert {(one.letter, one.letter_on, one.reason, one.moves) for one in view.members} == {
        (Letter.NONE, None, "", ())
    }
    assert [one.letter for one in seen(buyers, id_).members][1] is Letter.SIGNED
    with buyers.services.unit_of_work(VISITOR, writes=False) as uow:
        # That a city withdrew is no more told by a filter than by the page.
        assert list_procurements(uow, ALL, organisation_id=two).total == 0
        assert list_procurements(uow, ALL, organisation_id=one).total == 1


def test_one_leads_at_a_time_and_a_lead_that_leaves_leaves_none(buyers: Buyers) -> None:
    id_ = buyers.joined()
    one, two = buyers.cities[:2]
    with buyers.services.unit_of_work(member(one)) as uow:
        let_lead(uow, id_, two, "Linz is larger.", one)
        uow.session.flush()
        events = select(ActivityEvent).order_by(ActivityEvent.id.desc()).limit(2)
        last, before = uow.session.scalars(events)
        assert last.after == {"about": "lead_buyer", "number": 2, "chosen": str(two)}
        assert before.after["number"] == 1
    view = seen(buyers, id_)
    said = OnRecord(text="On an old page.", took_part=(one,))
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Stale):
        choose_lead(uow, id_, one, said, expected_version=view.version - 1)
    assert view.lead_buyer is not None
    assert view.lead_buyer.organisation_id == two
    with buyers.services.unit_of_work(member(one)) as uow, pytest.raises(Forbidden):
        let_lead(uow, id_, one, "It wants it back.")
    with buyers.services.unit_of_work(member(two)) as uow:
        withdraw(uow, id_, two, "New council.", expected_version=buyers.version(id_, two))
    assert seen(buyers, id_).lead_buyer is None
    with buyers.services.unit_of_work(STAFF) as uow:
        let_lead(uow, id_, one, "It stays.")
        decided = [(one.number, one.about, one.text) for one in decisions_of(uow, id_)]
    assert decided == [
        (3, "lead_buyer", "It stays."),
        (2, "lead_buyer", "Linz is larger."),
        (1, "lead_buyer", "It has done it."),
    ]


def test_decisions_are_of_those_who_buy(buyers: Buyers) -> None:
    id_ = buyers.joined(roles=(JointRole.BUYER, JointRole.BUYER, JointRole.FOLLOWER), lead=False)
    one, _, follower = buyers.cities[:3]
    with buyers.services.unit_of_work(member(one, Role.EDITOR)) as uow:
        decide(uow, id_, "scope", "Pumps only.", [one, follower])
        for took_part in ([], [buyers.stranger]):
            with pytest.raises(Invalid):
                decide(uow, id_, "scope", "Pumps only.", took_part)
    for actor in (member(follower), member(one, Role.VIEWER)):
        with buyers.services.unit_of_work(actor) as uow, pytest.raises(Forbidden):
            decide(uow, id_, "scope", "Nothing.", [one])


def test_what_a_city_says_of_its_letter_and_mandate_is_its_own(buyers: Buyers) -> None:
    id_ = buyers.joined()
    one, two = buyers.cities[:2]
    with buyers.services.unit_of_work(member(two, Role.EDITOR)) as uow:
        state_mandate(uow, id_, two, Mandate.GIVEN, "Council, 3 May", expected_version=2)
        with pytest.raises(Stale):
            state_mandate(uow, id_, two, Mandate.ASKED, "", expected_version=2)
        # It is past midnight in Brussels already.
        uow.now = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
        tomorrow = date(2026, 6, 3)
        for signed_on in (None, tomorrow):
            with pytest.raises(Invalid):
                state_letter(uow, id_, two, Letter.SIGNED, signed_on, expected_version=3)
        with pytest.raises(Forbidden):
            state_letter(uow, id_, one, Letter.PROMISED, None, expected_version=3)
        state_letter(uow, id_, two, Letter.SIGNED, date(2026, 6, 2), expected_version=3)
    part = next(m for m in seen(buyers, id_).members if m.organisation_id == two)
    assert (part.mandate, part.mandate_note, part.letter) == (
        Mandate.GIVEN,
        "Council, 3 May",
        Letter.SIGNED,
    )


def test_a_city_can_be_asked_again_but_not_twice_at_once(buyers: Buyers) -> None:
    id_ = buyers.joined()
    two = buyers.cities[1]
    again, another = (Invited(challenge_id=id_) for id_ in buyers.challenges[1::2])
    with buyers.services.unit_of_work(member(two)) as uow:
        withdraw(uow, id_, two, "No money.", expected_version=2)
    with buyers.services.unit_of_work(STAFF) as uow:
        invite(uow, id_, again)
        invite(uow, id_, another)
        with pytest.raises(Conflict):
            invite(uow, id_, again)
        uow.session.get_one(Procurement, id_).published_at = uow.now
        with pytest.raises(Conflict):
            invite(uow, id_, another)
    part = next(m for m in seen(buyers, id_).members if m.organisation_id == two)
    assert (part.state, part.reason, part.version) == ("invited", "", 4)
    with buyers.services.unit_of_work(member(two)) as uow, pytest.raises(Conflict):
        accept(uow, id_, two, JointRole.BUYER, expected_version=4)


def test_a_group_is_of_different_cities_with_open_challenges(buyers: Buyers) -> None:
    one, two, three = (Invited(challenge_id=id_) for id_ in buyers.challenges[:3])
    same = Invited(challenge_id=make_challenge(buyers.services, buyers.cities[0], title="Other"))
    with buyers.services.unit_of_work(member(buyers.cities[1])) as uow:
        close(uow, two.challenge_id, expected_version=3)
    with buyers.services.unit_of_work(STAFF) as uow:
        for cities, error in (
            ([one], Invalid),
            ([one, same], Conflict),
            ([one, two], Conflict),
            ([one, Invited(challenge_id=UUID(int=1))], NotFound),
            # Who leads is chosen by the group, also where a city proposes itself.
            ([replace(one, role=JointRole.LEAD_BUYER), three], Invalid),
        ):
            with pytest.raises(error):
                propose(uow, SAID, cities)
        with pytest.raises(Invalid):
            propose(uow, ProcurementContent(title=" ", summary="x"), [one, three])


def test_a_group_relies_on_versions_of_rules_that_exist(buyers: Buyers) -> None:
    asked = [Invited(challenge_id=id_) for id_ in buyers.challenges[:2]]
    with buyers.services.unit_of_work(STAFF) as uow:
        make_rule_set(uow, key="pcp")
        known, unknown = (RuleSetVersion(key="pcp", number=number) for number in (1, 2))
        row = propose(uow, SAID, asked, rule_sets=[known])
        assert get_procurement(uow, row.id).rule_sets == (known,)
        with pytest.raises(Invalid, match="There is no version 2"):
            propose(uow, SAID, asked, rule_sets=[known, unknown])


def test_nothing_changes_any_more_when_it_is_over(buyers: Buyers) -> None:
    id_ = buyers.joined()
    one = buyers.cities[0]
    with buyers.services.unit_of_work() as uow:
        uow.session.get_one(Procurement, id_).step = Step.DISSOLVED.value
    with buyers.services.unit_of_work(member(one)) as uow:
        for change in (
            lambda: describe(uow, id_, SAID, expected_version=6),
            lambda: withdraw(uow, id_, one, "x", expected_version=3),
            lambda: decide(uow, id_, "scope", "x", [one]),
            lambda: give_role(uow, id_, one, JointRole.BUYER, expected_version=3),
        ):
            with pytest.raises(Conflict):
                change()
        assert not get_procurement(uow, id_).may_lead


def test_what_is_said_of_it_is_changed_by_whoever_leads(buyers: Buyers) -> None:
    id_ = buyers.joined()
    at = seen(buyers, id_).version
    with buyers.services.unit_of_work(member(buyers.cities[0])) as uow:
        describe(uow, id_, SAID, expected_version=at)
        with pytest.raises(Stale):
            describe(uow, id_, SAID, expected_version=at)
    with buyers.services.unit_of_work(member(buyers.cities[1])) as uow, pytest.raises(Forbidden):
        describe(uow, id_, SAID, expected_version=at + 1)
    assert seen(buyers, id_).content.title == "Heat"


def test_an_organisation_that_leaves_is_in_no_group_any_more(buyers: Buyers) -> None:
    id_, other = buyers.joined(), buyers.proposed()
    one = buyers.cities[0]
    with buyers.services.unit_of_work(member(one)) as uow:
        end_all_of(uow, one)
    for procurement, state in ((id_, "withdrawn"), (other, "declined")):
        part = next(m for m in seen(buyers, procurement).members if m.organisation_id == one)
        assert (part.state, part.role) == (state, JointRole.BUYER)
