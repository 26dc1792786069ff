from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.challenges.questions import answer_question, ask_question
from marketplace.foundation.access import Role
from marketplace.notifications.models import Notice, OutgoingMail
from marketplace.organisations.operations import add_member
from marketplace.services import Services
from marketplace.solutions.models import Reference
from marketplace.solutions.references import invite_reference
from marketplace.taxonomy.models import Term
from marketplace.worker import deliver_facts
from tests.factories.accounts import make_user
from tests.factories.challenges import make_challenge
from tests.factories.market import add_words, make_city, make_vendor, member
from tests.factories.organisations import make_staff
from tests.factories.solutions import GRAZ, make_solution


@pytest.fixture
def market(services: Services) -> tuple[UUID, UUID]:
    """A vendor and a city, each with an editor and a viewer who read their mail."""
    with services.unit_of_work() as uow:
        add_words(uow)
        vendor, city = make_vendor(uow, name="Heat"), make_city(uow, name="Graz")
        for organisation, name in ((vendor, "vendor"), (city, "city")):
            for role in (Role.EDITOR, Role.VIEWER):
                user = make_user(uow, email=f"{role}@{name}.example")
                add_member(uow, organisation, user.id, role)
    return vendor, city


def told(services: Services) -> list[tuple[str, str]]:
    """Address and subject of all mail once every fact has been delivered."""
    while deliver_facts(services):
        pass
    with services.unit_of_work() as uow:
        mails = uow.session.execute(select(OutgoingMail.to, OutgoingMail.subject)).all()
    return sorted((to, subject) for to, subject in mails)


def occasions(services: Services, email: str) -> list[str]:
    """What stands in somebody's inbox."""
    with services.unit_of_work() as uow:
        rows = uow.session.scalars(
            select(Notice.occasion).join(User, User.id == Notice.user_id).where(User.email == email)
        )
        return list(rows)


@pytest.mark.parametrize(
    ("state", "subject"),
    [("returned", "Scan: something to mend"), ("published", "Scan is published")],
)
def test_the_vendors_editors_hear_of_the_review(
    services: Services, market: tuple[UUID, UUID], state: str, subject: str
) -> None:
    make_solution(services, market[0], name="Scan", state=state)

    assert told(services) == [("editor@vendor.example", subject)]


def test_vendor_and_staff_hear_that_something_is_held(
    services: Services, market: tuple[UUID, UUID]
) -> None:
    with services.unit_of_work() as uow:
        uow.session.add(Term(list="countries", code="EU", label="EU"))
        make_staff(uow, email="staff@programme.example")
    make_solution(services, market[0], name="Scan", state="held")

    assert ("editor@vendor.example", "Scan is held for a closer look") in told(services)
    assert "review_held" in occasions(services, "staff@programme.example")


def test_the_citys_editors_hear_of_the_review(
    services: Services, market: tuple[UUID, UUID]
) -> None:
    make_challenge(services, market[1], title="Warm homes", state="returned")

    assert told(services) == [("editor@city.example", "Warm homes: something to mend")]


def test_a_question_reaches_the_city_and_its_answer_who_asked(
    services: Services, market: tuple[UUID, UUID]
) -> None:
    vendor, city = market
    challenge = make_challenge(services, city, title="Warm homes")
    with services.unit_of_work(member(vendor)) as uow:
        question = ask_question(uow, challenge, vendor, "How many homes?").id
    with services.unit_of_work(member(city)) as uow:
        answer_question(uow, question, "About 400.", expected_version=1)

    assert told(services) == [
        ("editor@city.example", "A question about Warm homes"),
        ("editor@city.example", "Warm homes is open"),
        ("editor@vendor.example", "An answer about Warm homes"),
    ]


def test_a_city_of_which_nobody_has_signed_up_is_asked_by_mail_once(
    services: Services, market: tuple[UUID, UUID]
) -> None:
    solution = make_solution(services, market[0], name="Scan", deployments=(GRAZ,))
    with services.unit_of_work() as uow:
        quiet = make_city(uow, name="Quiet", verified=False)
        chosen = select(Reference).where(Reference.solution_id == solution)
        reference = uow.session.scalars(chosen).one().id
    with services.unit_of_work(member(market[0])) as uow:
        invite_reference(uow, reference, quiet, expected_version=1, email="ann@quiet.example")
    mails = [mail for mail in told(services) if mail[0] == "ann@quiet.example"]
    assert mails == [("ann@quiet.example", "Does “Scan” run in Quiet?")]
    with services.unit_of_work() as uow:
        text = uow.session.scalars(
            select(OutgoingMail.text).where(OutgoingMail.to == "ann@quiet.example")
        ).one()
    assert f"/organisations/{quiet}/claim" in text
    assert "If it is no matter of yours, do nothing." in text
