import re
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client import REGISTRY
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.accounts.models import User
from marketplace.accounts.passwords import hash_password
from marketplace.app import create_app
from marketplace.foundation.access import Role
from marketplace.foundation.record import ActivityEvent
from marketplace.notifications.delivery import deliver_due
from marketplace.notifications.mailer import FolderMailer
from marketplace.organisations.members import invite_member, make_invitation_secret
from marketplace.organisations.models import Membership
from marketplace.organisations.queries import actor_of
from marketplace.services import Services
from tests.factories.accounts import make_user
from tests.factories.organisations import add_terms, city_content, make_owned

PASSWORD = "correct horse battery"
PUBLIC = "http://127.0.0.1:8000"


class Person:
    """Somebody with a browser: fills forms in as they come, and reads the mail."""

    def __init__(self, app: Flask, services: Services, folder: Path) -> None:
        self.client: FlaskClient = app.test_client()
        self.services, self.folder = services, folder

    def read(self, address: str) -> str:
        return self.client.get(address).get_data(as_text=True)

    def send(self, address: str, **typed: str) -> TestResponse:
        """Open the page, fill its form in and send it."""
        page = self.read(address)
        (token,) = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page))
        return self.client.post(address, data={"csrf_token": token, **typed})

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        return self.send("/sign-in", email=email, password=password)

    def register(self, email: str, password: str = PASSWORD) -> TestResponse:
        return self.send(
            "/register", name="Ada", email=email, password=password, password_confirm=password
        )

    @property
    def is_signed_in(self) -> bool:
        return self.client.get("/account/password").status_code == 200

    def mails(self) -> list[tuple[str, str, str]]:
        """Address, subject and link of all mail since the last look."""
        deliver_due(self.services.unit_of_work, FolderMailer("rialto@localhost", self.folder))
        found = []
        for path in sorted(self.folder.glob("*.eml")):
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            text = message.get_body(("plain",)).get_content()
            links = re.findall(r"https?://\S+", text)
            found.append((message["To"], message["Subject"], links[0].removeprefix(PUBLIC)))
            path.unlink()
        return found


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def person(app: Flask, services: Services, tmp_path: Path) -> Person:
    return Person(app, services, tmp_path / "mail")


@pytest.fixture
def ada(services: Services) -> str:
    with services.unit_of_work() as uow:
        make_user(uow, email="ada@city.example", password_hash=hash_password(PASSWORD))
    return "ada@city.example"


def test_somebody_registers_confirms_the_address_and_signs_in(person: Person) -> None:
    assert person.register("Ada@City.Example").status_code == 302
    assert not person.is_signed_in
    assert "do not belong together" in person.sign_in("ada@city.example").get_data(as_text=True)

    ((to, subject, link),) = person.mails()
    assert (to, subject) == ("ada@city.example", "Confirm your e-mail address")
    assert person.client.get(link).status_code == 302
    assert person.sign_in("ADA@city.example").status_code == 302
    assert person.is_signed_in


def test_whoever_signs_in_stands_where_they_work(
    person: Person, ada: str, services: Services
) -> None:
    arrived = person.sign_in(ada).location
    assert person.client.get(arrived).location == "/account"

    with services.unit_of_work() as uow:
        add_terms(uow)
        me = uow.session.scalars(select(User).where(User.email == ada)).one()
        city = make_owned(uow, city_content(name="Linz"), owner=me, verified=True).id
    assert person.client.get(arrived).location == f"/city/{city}"


def test_the_record_tells_what_was_done_to_an_account(person: Person, services: Services) -> None:
    person.register("ada@city.example")
    person.client.get(person.mails()[0][2])
    person.send("/forgotten-password", email="ada@city.example")
    new = "another horse battery"
    person.send(person.mails()[0][2], password=new, password_confirm=new)
    person.sign_in("ada@city.example", new)
    typed = {"new_password": PASSWORD, "new_password_confirm": PASSWORD}
    person.send("/account/password", password=new, **typed)

    with services.unit_of_work() as uow:
        actions = uow.session.scalars(select(ActivityEvent.action).order_by(ActivityEvent.id))
        assert actions.all() == [
            "user.create",
            "user.confirm_address",
            "user.reset_password",
            "user.sign_in",
            "user.change_password",
        ]


def test_a_refused_attempt_is_counted_and_nothing_else_is_kept_of_it(
    person: Person, ada: str, services: Services
) -> None:
    def refused() -> float:
        return REGISTRY.get_sample_value("marketplace_sign_ins_refused_total") or 0

    before = refused()
    person.sign_in(ada, "not her password")
    person.sign_in("nobody@city.example")
    assert refused() == before + 2
    person.sign_in(ada)
    assert refused() == before + 2
    with services.unit_of_work() as uow:
        events = uow.session.execute(select(ActivityEvent.action, ActivityEvent.actor_label))
        assert not any("nobody" in label for _, label in events)


def test_registering_again_looks_the_same_from_outside(person: Person, ada: str) -> None:
    first = person.register("new@city.example")
    again = person.register(ada)

    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert {to: subject for to, subject, _ in person.mails()} == {
        "new@city.example": "Confirm your e-mail address",
        ada: "You have an account already",
    }


def test_a_wrong_address_and_a_wrong_password_get_the_same_answer(person: Person, ada: str) -> None:
    answers = [
        re.sub(r'value="[^"]*"', "", person.sign_in(email, "wrong password").get_data(as_text=True))
        for email in (ada, "nobody@city.example")
    ]

    assert answers[0] == answers[1]
    assert "do not belong together" in answers[0]


def test_a_forgotten_password_is_chosen_anew_and_ends_other_sessions(
    app: Flask, services: Services, person: Person, ada: str
) -> None:
    elsewhere = Person(app, services, person.folder)
    elsewhere.sign_in(ada)
    assert elsewhere.is_signed_in

    person.send("/forgotten-password", email="nobody@city.example")
    assert person.mails() == []
    person.send("/forgotten-password", email=ada)
    ((_, _, link),) = person.mails()
    new = "another horse battery"
    person.send(link, password=new, password_confirm=new)

    assert not elsewhere.is_signed_in
    assert person.sign_in(ada).status_code == 200
    assert person.sign_in(ada, new).status_code == 302
    assert [subject for _, subject, _ in person.mails()] == ["Your password was changed"]
    assert person.client.get(link).status_code == 302


def test_a_password_is_changed_by_who_knows_the_present_one(person: Person, ada: str) -> None:
    person.sign_in(ada)
    new = "another horse battery"
    typed = {"new_password": new, "new_password_confirm": new}

    wrong = person.send("/account/password", password="not that one", **typed)
    assert "This is not your present password." in wrong.get_data(as_text=True)
    assert person.send("/account/password", password=PASSWORD, **typed).status_code == 302


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"password": "short", "password_confirm": "short"}, "Use at least 10 characters."),
        ({"password_confirm": "something else"}, "This is not the same password as above."),
        ({"email": "nobody"}, "Write an address such as name@city.example."),
        ({"name": ""}, "Enter your name."),
        ({"name": "A\0da"}, "Remove the character U+0000: it is not text."),
    ],
)
def test_a_form_that_cannot_be_taken_says_what_to_mend_and_keeps_the_rest(
    person: Person, typed: dict[str, str], message: str
) -> None:
    fine = {
        "name": "Ada",
        "email": "ada@city.example",
        "password": PASSWORD,
        "password_confirm": PASSWORD,
    }
    response = person.send("/register", **(fine | typed))
    page = response.get_data(as_text=True)

    assert response.status_code == 200
    assert page.count(message) >= 2
    assert "There is a problem" in page
    assert PASSWORD not in page


def test_a_form_from_elsewhere_is_refused(person: Person, ada: str) -> None:
    response = person.client.post("/sign-in", data={"email": ada, "password": PASSWORD})

    assert response.status_code in {200, 400}
    assert not person.is_signed_in


def test_signing_out_needs_a_button(person: Person, ada: str) -> None:
    person.sign_in(ada)

    assert person.client.get("/sign-out").status_code == 405
    page = person.read("/account/password")
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
    assert person.client.post("/sign-out", data={"csrf_token": token}).status_code == 302
    assert not person.is_signed_in


def test_cookies_are_kept_from_scripts_and_from_other_sites(person: Person, ada: str) -> None:
    cookies = person.sign_in(ada).headers.getlist("Set-Cookie")

    assert cookies
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_a_link_after_signing_in_leads_to_no_other_site(person: Person, ada: str) -> None:
    response = person.send(
        "/sign-in?next=https://evil.example/", email=ada, password=PASSWORD, next="//evil.example"
    )

    assert "evil" not in (response.location or "")


def test_links_in_mail_begin_with_the_public_address_whatever_the_request_says(
    person: Person, services: Services, ada: str
) -> None:
    page = person.client.get("/forgotten-password", headers={"Host": "evil.example"})
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True))[0]
    person.client.post(
        "/forgotten-password",
        data={"csrf_token": token, "email": ada},
        headers={"Host": "evil.example"},
    )

    deliver_due(services.unit_of_work, FolderMailer("rialto@localhost", person.folder))
    for path in person.folder.glob("*.eml"):
        assert b"evil.example" not in path.read_bytes()


def test_who_guesses_too_often_has_to_wait(services: Services, person: Person, ada: str) -> None:
    slow = replace(services.settings, sign_in_rate_limit="3 per minute")
    services.settings = slow
    guesser = Person(create_app(services), services, person.folder)
    answers = [guesser.sign_in(ada, f"wrong password {n}").status_code for n in range(4)]

    assert answers == [200, 200, 200, 429]


def test_a_closed_account_has_no_session_any_more(
    person: Person, services: Services, ada: str
) -> None:
    person.sign_in(ada)
    with services.unit_of_work() as uow:
        user = uow.session.scalars(select(User)).one()
        user.active = False

    assert not person.is_signed_in
    assert person.sign_in(ada).status_code == 200


@pytest.fixture
def invitation(services: Services) -> str:
    """The address behind the link of an invitation that ada@city.example is to accept."""
    with services.unit_of_work() as uow:
        add_terms(uow)
        bob = make_user(uow, email="bob@city.example")
        city = make_owned(uow, city_content(name="Graz"), owner=bob, verified=True)
        uow.actor = actor_of(uow.session, bob)
        made = make_invitation_secret(
            uow, invite_member(uow, city.id, "ada@city.example", Role.EDITOR).id
        )
    assert made is not None
    return f"/invitations/{made[1]}"


def test_an_invitation_is_accepted_after_signing_in(
    person: Person, services: Services, ada: str, invitation: str
) -> None:
    assert "Sign in with the address" in person.read(invitation)
    person.sign_in(ada)
    assert "You are invited as an editor" in person.read(invitation)
    response = person.send(invitation)

    assert response.status_code == 302
    with services.unit_of_work() as uow:
        roles = uow.session.execute(select(User.email, Membership.role).join(Membership)).all()
    assert set(roles) == {("bob@city.example", Role.OWNER), ("ada@city.example", Role.EDITOR)}


def test_a_link_that_belongs_to_no_invitation_is_not_found(person: Person) -> None:
    assert person.client.get("/invitations/unknown").status_code == 404
