"""In which language a page comes, who decides it, and that choosing leads nowhere else."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.accounts.queries import user_with_email
from marketplace.foundation.saying import LANGUAGES
from marketplace.services import Services
from tests.factories.browser import Browser
from tests.web.people import People, settle

ASKED = {
    "": "en",
    "pl-PL,pl;q=0.9,en;q=0.8": "pl",
    "sv, fr;q=0.5, en;q=0.4": "fr",
    "de-AT": "de",
    "sv": "en",
    "*;q=x, ;;": "en",
}
"""What browsers ask for, and the language in which they are answered."""
BACK = {
    "/solutions?q=heat": "/solutions?q=heat",
    "http://localhost/cities": "/cities",
    "https://elsewhere.example/cities": "/",
    "//elsewhere.example/cities": "/",
    "/\\elsewhere.example": "/elsewhere.example",
    "///elsewhere.example": "/elsewhere.example",
    "javascript:alert(1)": "/",
    "": "/",
}
"""Where the form says that somebody came from, and where they are led."""


@pytest.fixture
def people(services: Services) -> People:
    return settle(services)


def read(client: FlaskClient, wanted: str, address: str = "/about") -> TestResponse:
    return client.get(address, headers={"Accept-Language": wanted})


def spoken(answer: TestResponse) -> str:
    """The language of a page, which says the same to programs as to those who read it."""
    (code,) = re.findall(r'<html lang="(\w+)', answer.get_data(as_text=True))
    assert answer.headers["Content-Language"] == code
    return str(code)


def choose(browser: Browser, code: str, back: str = "") -> TestResponse:
    form = next(form for form in browser.open("/language").forms if "back" in form.values)
    sent = {"csrf_token": form.values["csrf_token"], "language": code, "back": back}
    return browser.client.post("/language", data=sent)


def test_a_visitor_is_answered_as_the_browser_asks(people: People) -> None:
    client = people.app.test_client()
    assert {wanted: spoken(read(client, wanted)) for wanted in ASKED} == ASKED
    assert {"Accept-Language", "Cookie"} <= set(read(client, "pl").vary)


def test_what_somebody_chose_counts_more_than_what_the_browser_asks(people: People) -> None:
    browser = people.browser(None)
    choose(browser, "it")
    assert spoken(read(browser.client, "pl")) == "it"
    assert spoken(read(people.app.test_client(), "pl")) == "pl"


def test_the_choice_of_a_person_is_kept_with_the_account(people: People) -> None:
    browser = people.browser("city")
    form, _ = browser.open("/language").button("Deutsch")
    assert [button.words.strip(" ✓") for button in form.buttons] == [*LANGUAGES.values()]
    choose(browser, "de")
    with people.services.unit_of_work() as uow:
        user = user_with_email(uow.session, people.users["city"].email)
        assert user is not None
        assert user.language == "de"


def test_a_language_that_there_is_not_changes_nothing(people: People) -> None:
    browser = people.browser("city")
    assert choose(browser, "tlh").status_code == 422
    assert spoken(read(browser.client, "fr")) == "fr"


def test_choosing_leads_back_and_never_to_another_place(people: People) -> None:
    browser = people.browser(None)
    led = {back: choose(browser, "fr", back).headers["Location"] for back in BACK}
    assert led == BACK


def test_programs_and_files_are_answered_alike_in_any_language(people: People) -> None:
    browser = people.browser(None)
    missing = "/api/v1/solutions/00000000-0000-0000-0000-000000000000"
    before = read(browser.client, "en", missing)
    choose(browser, "de")
    after = read(browser.client, "pl", missing)
    assert before.get_json()["detail"] == after.get_json()["detail"]
    assert "Content-Language" not in after.headers
    assert "Accept-Language" not in after.vary
    with read(browser.client, "pl", "/static/rialto.css") as file:
        assert "Accept-Language" not in file.vary
