"""A new organisation is told what comes first, not that all is done."""

from marketplace.organisations.models import Organisation
from marketplace.services import Services
from tests.web.people import settle


def test_a_new_city_and_a_new_vendor_are_told_what_comes_first(
    services: Services,
) -> None:
    people = settle(services)
    page = people.browser("city").open(f"/city/{people.city_id}")
    assert "State your first challenge" in page.text
    assert "All is done" not in page.text
    with people.services.unit_of_work() as uow:
        uow.session.get_one(Organisation, people.vendor_id).verification = "unverified"
    page = people.browser("vendor").open(f"/vendor/{people.vendor_id}")
    assert "List your first solution" in page.text
    assert "See that your profile is complete" in page.text
    viewer = people.browser("vendor viewer").open(f"/vendor/{people.vendor_id}")
    assert "List your first solution" not in viewer.text
