import re

import pytest
from sqlalchemy import select

from marketplace.foundation.access import SYSTEM, Role
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.handlers import HANDLERS
from marketplace.notifications.letters import Letter
from marketplace.notifications.models import OutgoingMail
from marketplace.notifications.post import Post
from marketplace.organisations.claims import claim_organisation, decide_claim
from marketplace.organisations.members import invite_member, open_invitation
from marketplace.organisations.operations import (
    create_catalogue_organisation,
    refuse_organisation,
    verify_organisation,
)
from marketplace.services import Services
from tests.factories.accounts import act_as, make_user
from tests.factories.organisations import add_terms, city_content, make_owned

URL = "https://rialto.example"
POST = Post(URL, "a secret")


def told(uow: UnitOfWork) -> list[OutgoingMail]:
    """Hand every fact told so far to its handlers, twice, as a worker may; all mail after it."""
    uow.actor = SYSTEM
    uow.session.flush()
    for _ in range(2):
        for fact in uow.facts:
            for handler in HANDLERS.get(type(fact), []):
                handler(uow, fact, POST)
    uow.facts.clear()
    return list(uow.session.scalars(select(OutgoingMail).order_by(OutgoingMail.subject)))


def test_who_is_invited_gets_one_link_that_works(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        ada = make_user(uow, email="ada@city.example")
        city = make_owned(uow, city_content(name="Graz <&>"), owner=ada, verified=False)
        act_as(uow, ada)
        invite_member(uow, city.id, "bob@city.example", Role.EDITOR)
        (mail,) = told(uow)

        assert mail.to == "bob@city.example"
        assert "Graz &lt;&amp;&gt;" in mail.html
        secret = re.findall(rf"{URL}/invitations/(\S+)", mail.text)[0]
        assert open_invitation(uow, secret)[0].email == mail.to


def test_owners_hear_what_staff_decided_each_time(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        ada = make_user(uow, email="ada@city.example")
        city = make_owned(uow, city_content(name="Graz"), owner=ada, verified=False)
        refuse_organisation(uow, city.id, expected_version=city.version, note="No such address.")
        (refused,) = told(uow)
        verify_organisation(uow, city.id, expected_version=city.version)

        assert "No such address." in refused.text
        assert [mail.subject for mail in told(uow)] == [
            "Graz could not be verified",
            "Graz is verified",
        ]


def test_claimants_hear_what_became_of_their_claims(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        city = create_catalogue_organisation(uow, city_content(name="Graz"), "graz")
        claims = []
        for name in ("ada", "bob"):
            act_as(uow, make_user(uow, email=f"{name}@city.example"))
            claims.append(claim_organisation(uow, city.id, "I work at the town hall."))
        uow.actor = SYSTEM
        decide_claim(uow, claims[0].id, "accept", expected_version=1)

        assert {(mail.to, mail.subject) for mail in told(uow)} == {
            ("ada@city.example", "Graz is yours"),
            ("bob@city.example", "Your claim of Graz"),
        }


@pytest.mark.parametrize("link", [None, ("https://rialto.example/x?a=1&b=2", "Look")])
def test_a_letter_says_the_same_as_text_and_as_html(link: tuple[str, str] | None) -> None:
    mail = Letter(subject="Hi", paragraphs=("One <b>.", "Two."), link=link).to("a@b.example", "Ada")

    assert mail.text.startswith("Hello Ada,\n\nOne <b>.\n\nTwo.")
    assert "<p>One &lt;b&gt;.</p><p>Two.</p>" in mail.html
    assert ("a=1&amp;b=2" in mail.html) == (link is not None)
