"""What somebody watches is told, read, chosen and ended, on the pages and through the mail."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.challenges.models import Challenge
from marketplace.challenges.operations import close
from marketplace.foundation.access import Role
from marketplace.foundation.clock import SetClock
from marketplace.notifications.models import Notice, OutgoingMail
from marketplace.organisations.members import remove_member
from marketplace.organisations.models import Organisation
from marketplace.worker import deliver_facts, work
from tests.factories.challenges import make_challenge
from tests.factories.market import member
from tests.factories.organisations import join
from tests.factories.solutions import make_solution
from tests.web.people import People

EDITOR: Any = {"email": "leaver@vendor.example", "role": Role.EDITOR}
PAGES = ("/inbox", "/account/notices", "/account/watches", "/account/searches")


def deliver(people: People) -> list[OutgoingMail]:
    """All mail once every fact has been delivered."""
    while deliver_facts(people.services):
        pass
    with people.services.unit_of_work() as uow:
        mails = list(uow.session.scalars(select(OutgoingMail).order_by(OutgoingMail.subject)))
        uow.session.expunge_all()
    return mails


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_asked_to_sign_in(people: People, page: str) -> None:
    assert people.browser(None).open(page).status == 401


def test_pages_without_anything_say_how_something_gets_there(people: People) -> None:
    person = people.browser("person")

    assert "What concerns you arrives here" in person.open("/inbox").text
    assert "Every solution, challenge and city has a button" in person.open("/account/watches").text
    assert "press “Save this search”" in person.open("/account/searches").text


def test_what_is_watched_is_told_read_and_no_longer_watched(
    people: People, clock: SetClock
) -> None:
    challenge = make_challenge(people.services, people.city_id, title="Warm homes")
    person = people.browser("person")
    person.open(f"/challenges/{challenge}")
    assert "You are told what happens to it" in person.press("Watch: tell me what happens").text
    deliver(people)
    clock.moment += timedelta(hours=1)
    with people.services.unit_of_work(member(people.city_id)) as uow:
        close(uow, challenge, expected_version=uow.session.get_one(Challenge, challenge).version)
    deliver(people)

    page = person.open("/inbox")
    assert "1 notice, 1 of them unread" in page.text
    page = person.open(page.links["Warm homes is closed"])
    assert page.address == f"/challenges/{challenge}"
    assert "You watch this" in page.text
    assert "unread" not in person.open("/inbox").text

    person.open("/account/watches")
    assert "You are no longer told" in person.press("Stop watching Warm homes").text
    assert "You watch nothing yet" in person.open("/account/watches").text


def test_who_lost_access_sees_nothing_of_it(people: People) -> None:
    make_solution(people.services, people.vendor_id, name="Scan", state="returned")
    deliver(people)
    vendor = people.browser("vendor")
    assert "Scan: something to mend" in vendor.open("/inbox").text
    with people.services.unit_of_work() as uow:
        editor = join(uow, uow.session.get_one(Organisation, people.vendor_id), **EDITOR)
        member_id = editor.user_id
        old = uow.session.scalars(select(Notice).where(Notice.kind == "listings")).one()
        copied = {**{c.key: getattr(old, c.key) for c in Notice.__mapper__.column_attrs}}
        uow.session.add(Notice(**(copied | {"id": uuid4(), "user_id": member_id})))
        people.users["leaver"] = uow.session.get_one(User, member_id)
        uow.session.flush()
        uow.session.expunge(people.users["leaver"])
    assert "Scan: something to mend" in people.browser("leaver").open("/inbox").text

    with people.services.unit_of_work() as uow:
        remove_member(uow, people.vendor_id, member_id, expected_version=1)
    assert "Scan" not in people.browser("leaver").open("/inbox").text


def test_choices_are_kept_and_shown(people: People) -> None:
    vendor = people.browser("vendor")
    page = vendor.open("/account/notices")
    assert (page.value("told.questions"), page.value("told.matches")) == ("now", "weekly")
    assert "Reviews, for programme staff" not in page.text
    page = vendor.press("Save", **{"told.questions": "daily"}, threshold="strong")

    assert "Saved. It holds from now on." in page.text
    assert (page.value("told.questions"), page.value("threshold")) == ("daily", "strong")
    assert vendor.press("Save", **{"told.questions": "hourly"}).status == 422
    assert "Reviews, for programme staff" in people.browser("staff").open("/account/notices").text


def test_mail_ends_by_its_link_without_signing_in_and_comes_back(people: People) -> None:
    make_solution(people.services, people.vendor_id, name="Scan", state="returned")
    (mail,) = [mail for mail in deliver(people) if mail.subject == "Scan: something to mend"]
    link = mail.unsubscribe.removeprefix("http://127.0.0.1:8000")
    assert link in mail.text
    assert link in mail.html
    visitor = people.browser(None)

    assert "You would hear of this in your inbox alone" in visitor.open(link).text
    one_click = visitor.client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert (one_click.status_code, "This mail has ended" in one_click.text) == (200, True)
    vendor = people.browser("vendor")
    assert vendor.open("/account/notices").value("told.listings") == "inbox"

    visitor.open(link)
    visitor.press("End this mail")
    page = visitor.press("Send it again")
    assert "What becomes of my listings" in page.text
    assert vendor.open("/account/notices").value("told.listings") == "now"


def test_a_link_brings_back_what_it_has_ended_and_is_dead_with_its_person(people: People) -> None:
    user_id = people.users["vendor"].id
    link = people.services.post.unsubscribe(user_id, "listings")
    path = link.removeprefix("http://127.0.0.1:8000")
    visitor = people.browser(None)
    visitor.open(path)
    visitor.press("End this mail")
    for more in ({"kind": "matches"}, {"ended": "forged"}):
        visitor.client.post(path, data={"do": "on", **more})
    choices = people.browser("vendor").open("/account/notices")
    assert (choices.value("told.listings"), choices.value("told.matches")) == ("inbox", "weekly")

    with people.services.unit_of_work() as uow:
        uow.session.get_one(User, user_id).active = False
    for answer in (visitor.client.get(path), visitor.client.post(path)):
        assert answer.status_code == 404


@pytest.mark.parametrize("token", ["no-such-link", "WzEsInF1ZXN0aW9ucyJd.forged"])
def test_a_link_that_we_did_not_make_ends_nothing(people: People, token: str) -> None:
    visitor = people.browser(None)

    assert visitor.open(f"/unsubscribe/{token}").status == 404
    assert visitor.client.post(f"/unsubscribe/{token}").status_code == 404


def test_a_search_is_saved_alerts_is_renamed_and_deleted(people: People) -> None:
    city = people.browser("city")
    city.open("/solutions?q=heat&theme=EN")
    page = city.press("Save this search and tell me what is new")
    (name,) = [text for text in page.links if text.startswith("Words in the entry: heat")]
    assert page.links[name] == "/solutions?q=heat&theme=EN"
    city.open("/solutions?q=heat&theme=EN")
    assert city.press("Save this search and tell me what is new").links.keys() == page.links.keys()

    page = city.press(f"Save the name: {name}", name="Heating")
    assert page.links["Heating"] == "/solutions?q=heat&theme=EN"
    make_solution(people.services, people.vendor_id, name="Heat scan")
    make_solution(people.services, people.vendor_id, name="Bus app", description="Buses " * 40)
    work(people.services, threading.Event(), once=True)
    inbox = city.open("/inbox").text
    assert "New in your search “Heating”: Heat scan" in inbox

    city.open("/account/searches")
    assert "It alerts you no more" in city.press("Delete: Heating").text
    assert "You keep no search yet" in city.open("/account/searches").text


@pytest.mark.parametrize(
    ("page", "query", "said"),
    [
        ("search", "theme=EN", "Describe the need first"),
        ("solutions", "q=heat&owner=me", "Search anew"),
        ("cities", "q=graz", "Choose a list"),
    ],
)
def test_what_is_no_search_of_a_list_is_not_saved(
    people: People, page: str, query: str, said: str
) -> None:
    city = people.browser("city")
    city.open("/solutions")
    fields = {"page": page, "query": query}
    assert said in city.press("Save this search and tell me what is new", **fields).text
