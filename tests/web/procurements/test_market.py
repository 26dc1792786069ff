"""A market consultation in the browser: written, opened, asked in, answered, and responded to."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from marketplace.accounts.models import User
from marketplace.app import create_app
from marketplace.foundation.access import Role
from marketplace.organisations.models import Organisation
from tests.consultations.conftest import Market, market
from tests.factories.browser import Browser
from tests.factories.organisations import join

__all__ = ["market"]


@pytest.fixture
def app(market: Market) -> Iterator[Flask]:
    return create_app(market.services)  # type: ignore[return-value]


def browser(market: Market, app: Flask, organisation: object) -> Browser:
    """Somebody who writes for the organisation."""
    with market.services.unit_of_work() as uow:
        row = uow.session.get_one(Organisation, organisation)
        email = f"{row.name.lower()}@people.example"
        user = uow.session.query(User).filter_by(email=email).one_or_none()
        user_id = user.id if user else join(uow, row, email=email, role=Role.EDITOR).user_id
        person = uow.session.get_one(User, user_id)
        uow.session.refresh(person)
        uow.session.expunge(person)
    return Browser(app, person)


def test_the_group_writes_and_opens_a_consultation_for_everybody(
    market: Market, app: Flask
) -> None:
    home = f"/procurements/{market.procurement}"
    lead = browser(market, app, market.buyers.cities[0])
    vendor = browser(market, app, market.vendor)
    assert vendor.open(f"/consultations/{market.procurement}").status == 404

    lead.open(f"{home}/documents")
    lead.follow("Add a document")
    page = lead.press("Add as a draft", title="What we need", kind="specification")
    assert "Choose a file, or give the address of one" in page.text
    assert page.value("title") == "What we need"
    link = "https://files.example/need.pdf"
    assert "Added, as a draft" in lead.press("Add as a draft", link=link).text

    lead.open(f"{home}/consultation")
    lead.follow("Write the consultation")
    said = {"title": "Heat pumps", "text": "We mean to buy.", "questions": "How many?\n\nWhen?"}
    assert "This day has passed" in lead.press("Save", deadline="2026-01-01", **said).text
    assert "Nobody outside the group" in lead.press("Save", deadline="2026-12-10").text
    huge = {"document": f"{market.vendor}/{'9' * 30}"}
    assert "Choose a document." in lead.press("Put it with the consultation", **huge).text
    assert "What we need" in lead.press("Put it with the consultation").text
    assert "Everybody can read it" in lead.press("Open it to everybody").text

    page = vendor.open(f"/consultations/{market.procurement}")
    assert "How many?" in page.text
    assert vendor.client.get(page.links[f"Link: {link}"]).location == link
    assert "There is no page 7" in vendor.open("/consultations?page=7").text
    assert "Write a whole number" in vendor.open("/consultations?page=quokka").text
    page = lead.open(f"{home}/consultation/log")
    assert "An organisation fetched a document: Heatwise" in page.text


def test_vendors_ask_and_respond_and_what_comes_too_late_is_not_lost(
    market: Market, app: Flask
) -> None:
    market.opened()
    home, public = f"/procurements/{market.procurement}", f"/consultations/{market.procurement}"
    lead = browser(market, app, market.buyers.cities[0])
    vendor, rival = (browser(market, app, id_) for id_ in (market.vendor, market.rival))
    vendor.open(public)
    assert "with its answer" in vendor.press("Ask the cities", text="How hot?").text
    assert "Heatwise" in lead.open(f"{home}/consultation").text
    assert "Everybody reads" in lead.press("Answer to everybody", answer="Very.").text
    assert "Very." in rival.open(public).text
    assert "Heatwise" not in rival.page.text

    vendor.open(public)
    vendor.follow("Respond for Heatwise")
    assert "Write something here" in vendor.press("Send to the cities", text=" ").text
    vendor.press("Send to the cities", text="We make them.", answers__0="Ten.")
    assert "Sent." in vendor.page.text
    vendor.follow("Change the response of Heatwise")
    assert vendor.page.value("answers.0") == "Ten."
    market.clock.moment += timedelta(days=30)
    page = vendor.press("Send anew", text="We make many of them.")
    assert "has ended, so nothing more is taken" in page.text
    assert "We make many of them." in page.text
    page = lead.open(f"{home}/consultation/responses")
    assert "We make them." in page.text
    assert "1 of 1 answered" in page.text


def test_members_ask_each_other_and_answer(market: Market, app: Flask) -> None:
    address = f"/procurements/{market.procurement}/questions"
    one, two = (browser(market, app, city) for city in market.buyers.cities[:2])
    one.open(address)
    assert "at most 2000 characters" in one.press("Ask", text=" ").text
    assert "Who signs?" in one.press("Ask", text="Who signs?").text
    two.open(address)
    page = two.press("Answer", answer="The mayor.")
    assert "The mayor." in page.text
    assert "Linz" in page.text


def test_no_link_of_a_workspace_leads_a_buyer_where_it_may_not_go(
    market: Market, app: Flask
) -> None:
    home = f"/procurements/{market.procurement}"
    buyer = browser(market, app, market.buyers.cities[1])
    links = {
        link
        for page in (home, f"{home}/steps", f"{home}/members")
        for link in buyer.open(page).links.values()
        if link.startswith(home)
    }
    answers = {link: buyer.client.get(link).status_code for link in links}
    assert f"{home}/decisions" in links
    assert {link: status for link, status in answers.items() if status != 200} == {}
