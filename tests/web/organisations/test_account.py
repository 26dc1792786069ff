"""A person's account, API tokens, and the profile and members of an organisation."""

import re

import pytest

from marketplace.organisations.queries import get_organisation
from tests.web.people import People


def test_the_account_lists_what_is_mine(people: People) -> None:
    page = people.browser("vendor").open("/account")
    assert "Heatwise Vendor, you are an owner." in page.text
    assert people.browser("vendor").open(page.links["Heatwise"]).text.count("Your solutions")
    assert "You act for no organisation yet" in people.browser("person").open("/account").text


@pytest.mark.parametrize("page", ["/account", "/account/tokens", "/organisations/new"])
def test_a_visitor_is_asked_to_sign_in(people: People, page: str) -> None:
    assert people.browser(None).open(page).status == 401


def test_a_token_is_shown_once_works_and_is_revoked(people: People) -> None:
    browser = people.browser("vendor")
    browser.open("/account/tokens")
    page = browser.press("Make the token", name="nightly", scopes=["read"])
    (plain,) = re.findall(r"rialto_\S{30,}", page.text)
    me = {"Authorization": f"Bearer {plain}"}
    mine = f"/api/v1/organisations/{people.vendor_id}/members"
    program = people.browser(None).client

    assert "Last used never" in browser.open("/account/tokens").text
    assert program.get(mine, headers=me).status_code == 200
    page = browser.open("/account/tokens")
    assert "Last used 20 November 2026" in page.text
    assert plain not in page.text
    assert "is ended" in browser.press("Revoke nightly").text
    assert program.get(mine, headers=me).status_code == 401


def test_a_token_that_cannot_be_made_says_why_at_the_field(people: People) -> None:
    browser = people.browser("vendor")
    browser.open("/account/tokens")
    page = browser.press("Make the token", name="", expires_at="2020-01-01")
    assert (page.status, page.value("expires_at")) == (422, "2020-01-01")
    assert any(href == "#name" for href in page.links.values())


def test_a_profile_is_changed_and_what_only_staff_may_say_is_kept(people: People) -> None:
    browser = people.browser("city")
    browser.open(f"/organisations/{people.city_id}/edit")
    page = browser.press("Save the profile", city__population="x", description="A city.")
    assert page.status == 422
    assert any(href == "#city.population" for href in page.links.values())
    typed = {"city__population": "291000", "city__languages": ["en"]}
    assert "The profile is changed." in browser.press("Save the profile", **typed).text

    with people.services.unit_of_work() as uow:
        content = get_organisation(uow, people.city_id).content
        assert content.city is not None
        assert (content.city.population, content.description) == (291000, "A city.")


def test_a_stale_profile_keeps_what_was_typed(people: People) -> None:
    first, second = people.browser("vendor"), people.browser("vendor")
    for browser in (first, second):
        browser.open(f"/organisations/{people.vendor_id}/edit")
    first.press("Save the profile", description="First.")
    page = second.press("Save the profile", description="Second.")
    assert (page.status, page.value("description")) == (412, "Second.")
    assert "Stored now: First." in page.text


def test_members_are_invited_given_roles_and_removed(people: People) -> None:
    browser = people.browser("vendor")
    browser.open(f"/organisations/{people.vendor_id}/members")
    assert browser.press("Send the invitation", email="nobody").status == 422
    page = browser.press("Send the invitation", email="new@vendor.example", role="viewer")
    assert "new@vendor.example , Viewer." in page.text
    assert "taken back" in browser.press("Take back the invitation of new@vendor.example").text

    assert "The role is changed." in browser.press("Change the role of viewer", role="editor").text
    assert "Removed." in browser.press("Remove viewer").text
    assert "needs at least one owner" in browser.press("Leave").text


def test_members_are_shown_to_members_and_staff_only(people: People) -> None:
    address = f"/organisations/{people.vendor_id}/members"
    assert people.browser("city").open(address).status == 403
    assert "Invite somebody" in people.browser("staff").open(address).text
    viewer = people.browser("vendor viewer").open(address)
    assert (viewer.status, "Invite somebody" in viewer.text) == (200, False)
    assert "Leave" in viewer.text


def test_the_same_registration_sent_twice_makes_one_organisation(people: People) -> None:
    browser = people.browser("person")
    page = browser.open("/organisations/new")
    for _ in range(2):
        browser.page = page
        browser.press("Register an organisation", kind="city", name="Linz", country="AT")
    assert browser.open("/account").text.count("Linz") == 1


def test_a_form_without_its_token_is_refused(people: People) -> None:
    answer = people.browser("vendor").client.post("/account/tokens", data={"name": "x"})
    assert answer.status_code == 400
