"""Small forms within a page: nothing typed is lost, nothing overwrites unseen, twice is once."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import ApiToken
from marketplace.foundation.record import ActivityEvent
from marketplace.organisations.models import Invitation
from tests.factories.browser import Browser, Page
from tests.factories.challenges import make_challenge
from tests.web.people import People

KEEP = "Keep the note"
TYPED = "Ask the treasurer of Linz."
BACK = "What you typed before your session ended is back"


def at_note(people: People, who: str = "city") -> tuple[UUID, Browser]:
    challenge = make_challenge(people.services, people.city_id, title="Dark streets")
    browser = people.browser(who)
    browser.open(f"/challenges/{challenge}/manage")
    return challenge, browser


def lose_session(browser: Browser) -> None:
    with browser.client.session_transaction() as session:
        session.clear()


def come_again(browser: Browser, page: Page, people: People, who: str = "city") -> Page:
    (form,) = [form for form in page.forms if "kept" in form.action]
    with browser.client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = people.users[who].fs_uniquifier, True
    return browser.open(str(form.values["next"]))


def times(people: People, action: str) -> int:
    with people.services.unit_of_work() as uow:
        done = select(func.count()).where(ActivityEvent.action == action)
        return uow.session.scalar(done) or 0


def test_what_is_refused_comes_back_filled_in_with_a_link_to_its_field(people: People) -> None:
    _, browser = at_note(people)
    long = TYPED + "x" * 10_000

    page = browser.press(KEEP, note=long)
    assert page.value("note") == long
    assert page.links["Write at most 10000 characters of text."] == "#internal-note"
    assert page.text.count("Write at most 10000 characters of text.") == 2
    assert BACK not in page.text
    assert "The note is kept." in browser.press(KEEP, note=TYPED).text


def test_a_lost_session_keeps_what_was_typed_into_a_form_within_a_page(people: People) -> None:
    challenge, browser = at_note(people)
    lose_session(browser)
    page = browser.press(KEEP, note=TYPED)
    assert page.address == "/sign-in"

    page = come_again(browser, page, people)
    assert (page.address, page.value("note")) == (f"/challenges/{challenge}/manage", TYPED)
    assert BACK in page.text
    assert "There is a problem" not in page.text
    assert "The note is kept." in browser.press(KEEP).text


@pytest.mark.parametrize("who", ["city viewer", "vendor", None])
def test_nobody_else_reads_what_was_typed(people: People, who: str | None) -> None:
    _, browser = at_note(people)
    lose_session(browser)
    page = browser.press(KEEP, note=TYPED)
    if who:
        assert TYPED not in come_again(browser, page, people, who).text


def test_what_a_colleague_wrote_stands_beside_ones_own_and_is_overwritten_only_seen(
    people: People,
) -> None:
    challenge, browser = at_note(people)
    other = people.browser("city")
    other.open(f"/challenges/{challenge}/manage")
    other.press(KEEP, note="Wait for the council.")

    page = browser.press(KEEP, note=TYPED)
    assert page.value("note") == TYPED
    assert "Stored now, by city@city.example, 20 Nov 2026, 10:00" in page.text
    assert "Wait for the council." in page.text
    assert "The note is kept." in browser.press(KEEP, note="Wait for the council, and ask.").text
    page = other.open(f"/challenges/{challenge}/manage")
    assert page.value("note") == "Wait for the council, and ask."


def test_a_change_elsewhere_is_not_taken_for_one_of_the_note(people: People) -> None:
    challenge, browser = at_note(people)
    other = people.browser("city")
    other.open(f"/challenges/{challenge}/edit/problem")
    other.press("Save and continue", title="Darker streets")

    page = browser.press(KEEP, note=TYPED)
    assert page.value("note") == TYPED
    assert "Stored now" not in page.text
    assert "The note is kept." in browser.press(KEEP).text


def test_a_double_click_does_it_once_and_is_answered_twice_alike(people: People) -> None:
    browser = people.browser("city")
    page = browser.open(f"/organisations/{people.city_id}/members")
    first = browser.press("Send the invitation", email="new@graz.example", role="viewer")
    browser.page = page
    second = browser.press("Send the invitation", email="new@graz.example", role="viewer")

    assert "Invited." in first.text
    assert second.text == first.text
    assert times(people, "member.invite") == 1
    with people.services.unit_of_work() as uow:
        assert uow.session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_a_form_that_was_changed_is_a_new_one(people: People) -> None:
    browser = people.browser("city")
    page = browser.open(f"/organisations/{people.city_id}/members")
    browser.press("Send the invitation", email="new@graz.example", role="viewer")
    browser.page = page
    browser.press("Send the invitation", email="other@graz.example", role="viewer")
    assert times(people, "member.invite") == 2


def test_what_was_refused_can_be_sent_again_unchanged(people: People) -> None:
    _, browser = at_note(people)
    page = browser.page
    browser.press(KEEP, note="x" * 10_001)
    browser.page = page
    assert "There is a problem" in browser.press(KEEP, note="x" * 10_001).text


@pytest.mark.parametrize("at", ["https://evil.example/", "//evil.example", "/\\evil", "/none", ""])
def test_what_was_typed_leads_to_no_page_that_is_not_ours(people: People, at: str) -> None:
    _, browser = at_note(people)
    form, button = browser.page.button(KEEP)
    form.values["at"] = at
    form.values["note"] = "x" * 10_001
    answer = browser.client.post(button.action, data=form.values)
    assert answer.status_code == 422
    assert answer.location is None


def test_two_clicks_make_one_token_and_both_answers_show_it(people: People) -> None:
    browser = people.browser("city")
    page = browser.open("/account/tokens")
    shown = []
    for _ in range(2):
        browser.page = page
        text = browser.press("Make the token", name="nightly", scopes="read").text
        shown.append([word for word in text.split() if word.startswith("rialto_")])

    assert shown[0]
    assert shown[0] == shown[1]
    with people.services.unit_of_work() as uow:
        assert uow.session.scalar(select(func.count()).select_from(ApiToken)) == 1
