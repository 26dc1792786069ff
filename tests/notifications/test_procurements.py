"""Cities that buy together hear of invitations, answers, who leads and who leaves, once."""

from datetime import timedelta
from itertools import combinations

import pytest
from sqlalchemy import select, update

from marketplace.accounts.models import User
from marketplace.challenges.content import JointRole
from marketplace.foundation.access import Role
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.paging import PageRequest
from marketplace.notifications.content import Kind
from marketplace.notifications.models import Notice, OutgoingMail
from marketplace.notifications.queries import inbox
from marketplace.notifications.reminders import remind
from marketplace.organisations.queries import actor_of
from marketplace.procurements.lifecycle import Step
from marketplace.procurements.members import decline, give_role, withdraw
from marketplace.procurements.models import Procurement
from marketplace.procurements.operations import decide
from marketplace.procurements.queries import get_procurement
from marketplace.recommendations.models import JointFit
from marketplace.services import Services
from marketplace.steps.models import StepPlan
from marketplace.steps.operations import dissolve
from marketplace.taxonomy.models import Term
from marketplace.worker import deliver_facts
from tests.factories.market import STAFF, member
from tests.factories.needs import BEES, SAME, drawn_up, says_now
from tests.factories.organisations import make_staff
from tests.factories.procurements import Buyers, make_buyers

REASON = "A reason that stays among us."


@pytest.fixture
def buyers(services: Services) -> Buyers:
    made = make_buyers(services)
    with services.unit_of_work() as uow:
        uow.session.add(Term(list="countries", code="EU", label="EU"))
        uow.session.flush()
        make_staff(uow, email="staff@programme.example")
    return made


def lines(buyers: Buyers, email: str) -> list[str]:
    """What stands in somebody's inbox, after all that has happened was told twice."""
    for _ in range(2):
        while deliver_facts(buyers.services):
            pass
        with buyers.services.unit_of_work() as uow:
            uow.session.execute(update(OutboxFact).values(delivered_at=None, claimed_until=None))
    with buyers.services.unit_of_work() as uow:
        user = uow.session.scalars(select(User).where(User.email == email)).one()
        uow.actor = actor_of(uow.session, user)
        found = inbox(uow, PageRequest(1, 50), Kind.PROCUREMENTS).items
        return sorted(notice.said.line for notice in found)


def of_city(number: int) -> str:
    return f"owner{number}@org.example"


def test_an_invitation_and_its_answer_are_told_to_those_concerned(buyers: Buyers) -> None:
    id_ = buyers.proposed(cities=2)
    with buyers.services.unit_of_work(member(buyers.cities[1])) as uow:
        decline(uow, id_, buyers.cities[1], REASON, expected_version=1)

    assert lines(buyers, of_city(0)) == [
        "Your city is invited to buy together: Heat from the river"
    ]
    # Whoever has declined sees nothing of the group any more, its own invitation included.
    assert lines(buyers, of_city(1)) == lines(buyers, of_city(2)) == []
    answered = "Linz has answered the invitation to Heat from the river"
    assert lines(buyers, "staff@programme.example") == [answered]
    with buyers.services.unit_of_work() as uow:
        mails = list(uow.session.scalars(select(OutgoingMail).order_by(OutgoingMail.to)))
        (invited,) = [one for one in mails if one.to == of_city(0) and "invited" in one.subject]
        assert f"/procurements/{id_}/invitation" in invited.text
        assert REASON not in "".join(mail.text for mail in mails)


@pytest.mark.parametrize(("leaver", "led"), [(0, True), (1, False)])
def test_all_hear_who_leads_and_whether_it_was_the_lead_that_left(
    buyers: Buyers, leaver: int, *, led: bool
) -> None:
    id_, city = buyers.joined(), buyers.cities[leaver]
    with buyers.services.unit_of_work(member(city)) as uow:
        withdraw(uow, id_, city, REASON, expected_version=buyers.version(id_, city))
    found = lines(buyers, of_city(2))
    name = ("Graz", "Linz")[leaver]
    left = f"{name} no longer takes part in Heat from the river"
    alone = f"Heat from the river has no lead buyer any more: {name} has withdrawn"
    assert "Graz is the lead buyer of Heat from the river" in found
    assert (left in found, alone in found) == (not led, led)
    assert lines(buyers, of_city(leaver)) == []


def test_a_city_hears_of_its_role_and_the_group_of_its_decisions(buyers: Buyers) -> None:
    id_, two = buyers.joined(), buyers.cities[1]
    with buyers.services.unit_of_work(member(buyers.cities[0], Role.OWNER)) as uow:
        at = buyers.version(id_, two)
        give_role(uow, id_, two, JointRole.FOLLOWER, expected_version=at)
        decide(uow, id_, "other", "We meet on Mondays.", buyers.cities[:1])
    changed = "Your city has another role in Heat from the river"
    decided = "A decision of the group is on record: Heat from the river"
    assert {changed, decided} <= set(lines(buyers, of_city(1)))
    assert changed not in lines(buyers, of_city(2))
    # Who leads is told by its own notice, not as a decision besides.
    assert lines(buyers, of_city(2)).count(decided) == 1


def test_a_group_hears_that_a_city_asks_for_something_else_until_the_call_is_published(
    buyers: Buyers,
) -> None:
    id_, espoo = drawn_up(buyers), buyers.cities[2]
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        its = next(one for one in get_procurement(uow, id_).members if one.name == "Espoo")
    says_now(buyers, its.challenge_id, espoo, (SAME,))
    changed = "Espoo asks for something else now in Lamps"
    assert [lines(buyers, of_city(n)).count(changed) for n in range(4)] == [1, 1, 0, 0]
    with buyers.services.unit_of_work() as uow:
        mail = uow.session.scalars(select(OutgoingMail).filter_by(subject=changed)).first()
        assert mail is not None
        assert f"/procurements/{id_}/need" in mail.text
        uow.session.get_one(Procurement, id_).published_at = uow.now
    says_now(buyers, its.challenge_id, espoo, (SAME, BEES), version=6)
    assert lines(buyers, of_city(0)).count(changed) == 1


def test_a_step_that_is_due_is_told_once_to_who_owes_it_or_else_to_the_lead(buyers: Buyers) -> None:
    id_, (one, two) = buyers.joined(), buyers.cities[:2]
    services = buyers.services
    with services.unit_of_work() as uow:
        today = brussels_today(uow.now)
        for step, owner, days in (
            (Step.NEEDS_ALIGNED, two, 7),
            (Step.FINANCING, None, 1),
            (Step.MARKET_RESEARCH, two, 8),
            (Step.MEMORANDUM, buyers.stranger, 2),
            (Step.PROPOSED, two, 1),
        ):
            uow.session.add(
                StepPlan(
                    procurement_id=id_,
                    step=step.value,
                    owner_id=owner,
                    due=today + timedelta(days=days),
                    version=1,
                )
            )
    for _ in range(2):
        with services.unit_of_work() as uow:
            remind(uow, services.post)
    with services.unit_of_work() as uow:
        due = select(Notice.member_of).where(Notice.occasion == "step_due")
        assert sorted(uow.session.scalars(due), key=str) == sorted((one, one, two), key=str)


def test_who_comes_next_is_told_to_staff_and_the_lead_alone_when_a_city_says_no(
    buyers: Buyers,
) -> None:
    id_, (graz, linz) = buyers.joined(), buyers.cities[:2]
    with buyers.services.unit_of_work() as uow:
        for one, other in combinations(sorted(buyers.challenges), 2):
            uow.session.add(JointFit(one=one, other=other, fit=0.5))
    next_up = "Gent could be asked next: Heat from the river"
    assert next_up not in lines(buyers, "staff@programme.example")
    with buyers.services.unit_of_work(member(linz)) as uow:
        withdraw(uow, id_, linz, REASON, expected_version=buyers.version(id_, linz))
    for email, times in (("staff@programme.example", 1), (of_city(0), 1), (of_city(2), 0)):
        assert lines(buyers, email).count(next_up) == times
    with buyers.services.unit_of_work() as uow:
        of_it = select(OutgoingMail.text).where(OutgoingMail.subject == next_up)
        (to_staff, to_lead) = uow.session.scalars(of_it)
        assert f"/procurements/{id_}/invite" in to_staff
        assert to_staff.count("one click") == to_lead.count("one click") == 1

    with buyers.services.unit_of_work(member(graz)) as uow:
        version = uow.session.get_one(Procurement, id_).version
        dissolve(uow, id_, REASON, expected_version=version)
    over = "The cities that are left could buy with others: Heat from the river"
    assert lines(buyers, "staff@programme.example").count(over) == 1
    assert over not in lines(buyers, of_city(0))
