"""A session that ends while somebody types: what they typed waits for them, and for no one else."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import TypedForm, User
from marketplace.accounts.typed import KEPT, LONGEST, MOST_KEPT, keep_typed
from marketplace.foundation.access import Role
from marketplace.foundation.clock import SetClock
from marketplace.organisations.models import Organisation
from tests.factories.browser import Browser
from tests.factories.organisations import join
from tests.factories.solutions import make_solution
from tests.web.people import People

GO_ON = "Save and continue"
TYPED = "Everything that I typed, which took me an hour."


def at_step(people: People, who: str = "vendor") -> tuple[UUID, Browser]:
    solution = make_solution(people.services, people.vendor_id, name="Lamp", state="draft")
    browser = people.browser(who)
    browser.open(f"/solutions/{solution}/edit/does")
    return solution, browser


def forget(browser: Browser) -> None:
    """Lose the session, as after a night."""
    with browser.client.session_transaction() as session:
        session.clear()


def sign_in(browser: Browser, people: People, who: str) -> None:
    with browser.client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = people.users[who].fs_uniquifier, True


def lost(browser: Browser) -> str:
    """Send the form without a session; where the form will be after signing in."""
    forget(browser)
    page = browser.press(GO_ON, description=TYPED, features="One\nTwo")
    assert page.address == "/sign-in"
    assert "What you typed is kept for an hour" in page.text
    (form,) = [form for form in page.forms if "kept" in form.action]
    return str(form.values["next"])


def test_what_was_typed_is_back_after_signing_in_and_is_saved_only_then(people: People) -> None:
    solution, browser = at_step(people)
    address = lost(browser)
    sign_in(browser, people, "vendor")

    page = browser.open(address)
    assert "What you typed before your session ended is back" in page.text
    assert (page.value("description"), page.value("features")) == (TYPED, "One\nTwo")
    assert TYPED not in browser.open(f"/solutions/{solution}/answers").text
    browser.open(address)
    browser.press(GO_ON)
    assert TYPED in browser.open(f"/solutions/{solution}/answers").text


@pytest.mark.parametrize("who", ["vendor viewer", "staff", "city", None])
def test_nobody_else_gets_it(people: People, who: str | None) -> None:
    _, browser = at_step(people)
    address = lost(browser)
    if who:
        sign_in(browser, people, who)
    assert TYPED not in browser.open(address).text


def test_a_colleague_who_may_edit_gets_what_is_stored_and_not_what_was_typed(
    people: People,
) -> None:
    _, browser = at_step(people)
    address = lost(browser)
    with people.services.unit_of_work() as uow:
        row = uow.session.get_one(Organisation, people.vendor_id)
        member = join(uow, row, email="colleague@vendor.example", role=Role.EDITOR)
        people.users["colleague"] = uow.session.get_one(User, member.user_id)
        uow.session.expunge_all()
    sign_in(browser, people, "colleague")

    page = browser.open(address)
    assert page.status == 200
    assert page.value("description") != TYPED


def test_what_was_typed_does_not_wait_longer_than_an_hour(people: People, clock: SetClock) -> None:
    _, browser = at_step(people)
    address = lost(browser)
    sign_in(browser, people, "vendor")
    clock.moment += KEPT + timedelta(minutes=1)
    assert browser.open(address).value("description") != TYPED


def test_it_is_kept_too_where_the_words_were_only_to_be_looked_at(people: People) -> None:
    solution, browser = at_step(people)
    forget(browser)
    page = browser.press("Check now", description=TYPED)
    (form,) = [form for form in page.forms if "kept" in form.action]
    sign_in(browser, people, "vendor")
    page = browser.open(str(form.values["next"]))
    assert page.address == f"/solutions/{solution}/edit/does"
    assert page.value("description") == TYPED


def test_somebody_who_was_faster_is_noticed_all_the_same(people: People) -> None:
    solution, browser = at_step(people)
    address = lost(browser)
    other = people.browser("vendor")
    other.open(f"/solutions/{solution}/edit/does")
    other.press(GO_ON, description="Something else by a colleague.")
    sign_in(browser, people, "vendor")

    browser.open(address)
    page = browser.press(GO_ON)
    assert page.status == 412
    assert "Something else by a colleague." in page.text


@pytest.mark.parametrize("author", ["", "forged", "7.aaaa.bbbb"])
def test_forms_that_are_not_ours_are_not_kept(people: People, author: str) -> None:
    _, browser = at_step(people)
    forget(browser)
    page = browser.press(GO_ON, description=TYPED, author=author)
    assert (page.status, page.address) == (400, page.address)
    assert "kept" not in page.text


def test_what_is_longer_than_any_form_is_not_kept(people: People) -> None:
    _, browser = at_step(people)
    forget(browser)
    assert browser.press(GO_ON, description="x" * (LONGEST + 1)).status == 400


def test_a_form_for_something_new_comes_back_and_makes_it_once(people: People) -> None:
    browser = people.browser("vendor")
    first = browser.open(f"/vendor/{people.vendor_id}/solutions/new")
    forget(browser)
    page = browser.press(GO_ON, name="Lamp", summary="Lights.")
    (form,) = [form for form in page.forms if "kept" in form.action]
    sign_in(browser, people, "vendor")
    page = browser.open(str(form.values["next"]))
    assert (page.value("name"), page.value("key")) == ("Lamp", first.value("key"))
    assert browser.press(GO_ON).address.endswith("/edit/problem")


def test_a_version_that_is_no_number_is_not_taken_over(people: People) -> None:
    _, browser = at_step(people)
    forget(browser)
    page = browser.press(GO_ON, description=TYPED, version="9" * 5000)
    (form,) = [form for form in page.forms if "kept" in form.action]
    sign_in(browser, people, "vendor")
    page = browser.open(str(form.values["next"]))
    assert (page.status, page.value("description")) == (200, TYPED)


def test_of_many_forms_the_latest_are_kept(people: People, clock: SetClock) -> None:
    _, browser = at_step(people)
    for _ in range(MOST_KEPT):
        clock.moment += timedelta(seconds=1)
        with people.services.unit_of_work() as uow:
            assert keep_typed(uow, people.users["vendor"].id, "/other", [])
    clock.moment += timedelta(seconds=1)
    address = lost(browser)
    sign_in(browser, people, "vendor")
    assert browser.open(address).value("description") == TYPED
    with people.services.unit_of_work() as uow:
        assert uow.session.scalar(select(func.count()).select_from(TypedForm)) == MOST_KEPT
