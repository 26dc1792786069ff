"""Every page that somebody can open is timed for them, and no other."""

from uuid import UUID

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.cli.pages import TRIVIAL, WHO, measured
from marketplace.services import Services
from tests.factories.challenges import make_challenge
from tests.factories.solutions import make_solution
from tests.web.people import settle


def test_everybody_is_timed_on_the_pages_that_they_can_open(services: Services) -> None:
    people = settle(services)
    solution = make_solution(services, people.vendor_id, name="Calls")
    challenge = make_challenge(services, people.city_id, title="Lonely")
    with services.unit_of_work() as uow:
        for who, email in WHO.items():
            if email is not None:
                chosen = select(User).where(User.id == people.users[who].id)
                uow.session.scalars(chosen).one().email = email
    organisations = [people.vendor_id, people.city_id]
    ids: dict[str, list[UUID]] = {
        "solution_id": [solution],
        "challenge_id": [challenge],
        "city_id": [people.city_id],
        "organisation_id": organisations,
        "thing_id": [solution, challenge],
    }
    found = measured(services, ids, 1)
    pages = {(one.who, one.page) for one in found}
    assert {(who, TRIVIAL) for who in WHO} <= pages
    assert ("staff", "/programme") in pages
    assert ("vendor", "/programme") not in pages
    assert ("city", "/challenges/<uuid:challenge_id>/shortlist") in pages
    assert ("vendor", "/challenges/<uuid:challenge_id>/shortlist") not in pages
    assert [one.median_ms for one in found] == sorted(
        (one.median_ms for one in found), reverse=True
    )
    assert all(0 < one.median_ms <= one.slowest_ms and one.ratio > 0 for one in found)
    assert all(one.first_ms > 0 for one in found)
