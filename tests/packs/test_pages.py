"""Papers on their pages: to read, to print, and as files; every gap leads to where it is filled."""

import re
from io import BytesIO

import docx
import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.app import create_app
from marketplace.packs.queries import OF_ALL
from marketplace.procurements.lifecycle import Step
from marketplace.procurements.models import Procurement
from tests.factories.browser import Browser
from tests.factories.procurements import Buyers


@pytest.fixture
def app(buyers: Buyers) -> Flask:
    return create_app(buyers.services)


@pytest.fixture
def insider(buyers: Buyers) -> User:
    """The owner of the city that leads."""
    with buyers.services.unit_of_work(writes=False) as uow:
        return uow.session.scalars(select(User).filter_by(email="owner0@org.example")).one()


def test_every_paper_is_listed_read_and_kept_as_a_file(
    buyers: Buyers, app: Flask, insider: User
) -> None:
    id_ = buyers.joined()
    browser = Browser(app, insider)
    links = browser.open(f"/procurements/{id_}/packs").links.values()
    for paper in (*OF_ALL, f"letter-of-intent?city={buyers.cities[1]}"):
        assert f"/procurements/{id_}/packs/{paper}" in links
        page = browser.open(f"/procurements/{id_}/packs/{paper}")
        assert page.status == 200
        assert "not legal advice" in page.text
        assert "[GAP:" in page.text
        for kind in ("docx", "odt"):
            name, _, query = paper.partition("?")
            answer = browser.client.get(f"/procurements/{id_}/packs/{name}.{kind}?{query}")
            header = answer.headers["Content-Disposition"]
            assert re.fullmatch(rf'attachment; filename="[a-z0-9-]+\.{kind}"', header)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.data.startswith(b"PK")


def test_a_gap_leads_to_where_it_is_filled_in_and_a_file_names_whole_addresses(
    buyers: Buyers, app: Flask, insider: User
) -> None:
    id_ = buyers.joined(lead=False)
    page = Browser(app, insider).open(f"/procurements/{id_}/packs/memorandum")
    assert page.links["Lead buyer"] == f"/procurements/{id_}/members"
    assert page.links["How the cities buy"] == f"/procurements/{id_}"
    answer = Browser(app, insider).client.get(f"/procurements/{id_}/packs/memorandum.docx")
    cells = [
        cell.text
        for table in docx.Document(BytesIO(answer.data)).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert f"http://localhost/procurements/{id_}/members" in cells


def test_a_paper_that_there_is_not_is_not_found(buyers: Buyers, app: Flask, insider: User) -> None:
    id_ = buyers.joined()
    browser = Browser(app, insider)
    for paper in ("nonsense", "letter-of-intent", "memorandum?city=x"):
        assert browser.open(f"/procurements/{id_}/packs/{paper}").status == 404


def test_open_data_are_for_everybody_once_the_call_is_published(buyers: Buyers, app: Flask) -> None:
    id_ = buyers.joined()
    client = app.test_client()
    for address in (f"/procurements/{id_}/ocds.json", "/ocds/releases.json"):
        assert client.get(address).status_code == 404
    with buyers.services.unit_of_work() as uow:
        row = uow.session.get_one(Procurement, id_)
        row.step, row.published_at = Step.PUBLISHED.value, uow.now
    for address in (f"/procurements/{id_}/ocds.json", "/ocds/releases.json"):
        answer = client.get(address)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.get_json()["releases"][0]["tender"]["title"] == "Heat from the river"
