"""What is kept about somebody, read and downloaded; leaving, and closing what one owns."""

import json

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.accounts.passwords import hash_password
from marketplace.notifications.models import OutgoingMail
from marketplace.tables import metadata
from marketplace.web.kept import TABLES, kinds_kept
from tests.factories.browser import Browser
from tests.web.people import People

PASSWORD = "three or four wörds"


def with_password(people: People, who: str) -> Browser:
    """A browser of somebody who can be asked for their password."""
    with people.services.unit_of_work() as uow:
        user = uow.session.get_one(User, people.users[who].id)
        user.password = hash_password(PASSWORD)
    return people.browser(who)


def test_what_is_kept_about_me_is_read_and_downloaded(people: People) -> None:
    browser = people.browser("vendor")
    page = browser.open("/account/data")
    assert "vendor@vendor.example" in page.text
    assert "Organisations that you act for (1)" in page.text
    assert "What you did, on record (" in page.text

    answer = browser.client.get(page.links["Download my data"])
    kept = json.loads(answer.data)["kept"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert kept["user_account"]["rows"][0]["email"] == "vendor@vendor.example"
    assert kept["membership"]["goes_with_the_account"] is True
    assert {row["as"] for row in kept["activity_event"]["rows"]} == {"actor_label"}
    assert "fs_uniquifier" not in answer.text
    assert "password" not in answer.text


def test_an_account_is_deleted_with_the_password_and_is_gone_everywhere(people: People) -> None:
    browser, elsewhere = with_password(people, "vendor viewer"), people.browser("vendor viewer")
    assert "cannot be undone" in browser.open("/account/delete").text
    page = browser.press("Delete my account", password="three or four words")
    assert (page.status, "not your present password" in page.text) == (422, True)

    page = browser.press("Delete my account", password=PASSWORD)
    assert "Your account is deleted." in page.text
    assert "Sign in" in page.links
    assert elsewhere.open("/account").status == 401
    assert (
        "viewer@vendor.example"
        not in people.browser("vendor").open(f"/organisations/{people.vendor_id}/members").text
    )
    with people.services.unit_of_work() as uow:
        mail = uow.session.scalars(select(OutgoingMail)).one()
        assert (mail.to, mail.subject) == ("viewer@vendor.example", "Your account is deleted")


def test_the_only_owner_closes_the_organisation_first(people: People) -> None:
    browser = with_password(people, "city")
    page = browser.open("/account/delete")
    assert "First say what becomes of the organisations that nobody else owns." in page.text
    assert "Make a colleague an owner" in page.text
    assert not page.forms or all("password" not in form.values for form in page.forms)

    browser.follow("Close Graz")
    assert "Graz is closed." in browser.press("Close the organisation").text
    assert people.browser(None).open(f"/cities/{people.city_id}").status == 404
    browser.open("/account/delete")
    assert "is deleted" in browser.press("Delete my account", password=PASSWORD).text


def test_only_owners_are_offered_to_close(people: People) -> None:
    address = f"/organisations/{people.vendor_id}/members"
    assert "Close this organisation" in people.browser("vendor").open(address).links
    for who in ("vendor viewer", "staff"):
        browser = people.browser(who)
        assert "Close this organisation" not in browser.open(address).links
        assert browser.open(f"/organisations/{people.vendor_id}/close").status == 403


def test_all_that_is_kept_has_words_and_no_words_are_left_over() -> None:
    names = {table.name for table in metadata.sorted_tables}
    assert len(kinds_kept()) == len(TABLES)
    assert set(TABLES) <= names
