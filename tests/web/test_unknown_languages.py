"""Wherever solutions or cities are ranked, a language that the model does not know is named."""

import re
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from marketplace.services import Services
from marketplace.taxonomy.models import Term
from tests.factories.challenges import make_challenge
from tests.factories.languages import SPEECHES, Speech
from tests.factories.market import make_city
from tests.factories.solutions import make_solution
from tests.web.people import People, settle

pytestmark = pytest.mark.model

GREEK, ENGLISH = (next(one for one in SPEECHES if one.code == code) for code in ("el", "en"))
TOLD = "The language model was not trained on"


@dataclass(frozen=True)
class Town:
    people: People
    solution: UUID
    challenge: UUID
    partner: UUID

    def read(self, address: str, who: str | None = None) -> str:
        page = self.people.browser(who).open(address)
        assert page.status == 200
        return page.text

    def matches(self, address: str) -> list[dict[str, object]]:
        answer = self.people.app.test_client().get(f"/api/v1{address}")
        assert answer.status_code == 200
        return answer.get_json()["items"]


@pytest.fixture
def town(services: Services, english_model: str) -> Town:
    services = replace(services, settings=replace(services.settings, encoder=english_model))
    people = settle(services)
    with services.unit_of_work() as uow:
        uow.session.add(Term(list="languages", code="el", label="Greek"))
        other = make_city(uow, name="Volos")
    said = {"summary": GREEK.listing, "description": GREEK.listing * 2}
    solution = make_solution(services, people.vendor_id, name="Φως", **said)
    challenge, partner = (
        make_challenge(services, city, title=GREEK.need[:40], problem=f"{GREEK.need} " * 3)
        for city in (people.city_id, other)
    )
    return Town(people, solution, challenge, partner)


def asking(speech: Speech) -> str:
    return f"/search?need={speech.need}"


def test_the_pages_name_it(town: Town) -> None:
    assert "This looks like Greek" in town.read(asking(GREEK))
    for page in ("", "/matches", "/partners"):
        told = town.read(f"/challenges/{town.challenge}{page}")
        assert "The challenge looks like Greek" in told
        assert told.count(TOLD) == 1
    assert "Some of these challenges look like Greek" in town.read(f"/solutions/{town.solution}")
    mirror = town.read(f"/solutions/{town.solution}/challenges", "vendor")
    assert "Some of these challenges look like Greek" in mirror


def test_a_need_in_the_language_of_the_model_gets_no_such_note(town: Town) -> None:
    assert TOLD not in town.read(asking(ENGLISH))


def test_an_alphabet_that_is_not_official_is_not_misnamed(town: Town) -> None:
    assert "This looks like another language" in town.read("/search?need=公交车站晚上 人们害怕")


def test_texts_of_people_carry_their_language_for_those_who_listen(town: Town) -> None:
    for address in (
        f"/challenges/{town.challenge}",
        f"/challenges/{town.challenge}/matches",
        f"/challenges/{town.challenge}/partners",
        f"/solutions/{town.solution}",
        "/solutions",
        "/challenges",
    ):
        page = town.people.app.test_client().get(address).get_data(as_text=True)
        assert ' lang="el"' in page, address
        assert set(re.findall(r'lang="(..)', page)) == {"en", "el"}, address


def test_the_api_names_it(town: Town) -> None:
    for address in (
        f"/challenges/{town.challenge}/matches",
        f"/challenges/{town.challenge}/partners",
        f"/solutions/{town.solution}/challenges",
    ):
        found = town.matches(address)
        assert found
        assert {match["unknown_language"] for match in found} == {"el"}
    client = town.people.app.test_client()
    for speech in SPEECHES:
        answer = client.post("/api/v1/match", json={"text": speech.need}).get_json()
        told = None if speech.code == "en" else speech.code
        assert {match["unknown_language"] for match in answer["items"]} == {told}
