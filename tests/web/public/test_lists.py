from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from marketplace.services import Services
from tests.factories.challenges import make_challenge
from tests.factories.market import make_city, make_vendor
from tests.factories.solutions import make_catalogue_solution, make_solution

Reader = Callable[[str], str]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/solutions", "No solution is published yet"),
        ("/challenges", "No challenge is public yet"),
        ("/cities", "No city is here yet"),
        ("/", "No challenge is public yet"),
    ],
)
def test_an_empty_list_says_why(read: Reader, address: str, words: str) -> None:
    assert words in read(address)


def test_filters_narrow_and_can_be_taken_away(
    services: Services, read: Reader, client: FlaskClient
) -> None:
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Warm Works")
    make_solution(services, vendor, name="Heat finder")
    make_solution(services, vendor, name="Bike counter", themes=("MO",))

    assert "2 solutions" in read("/solutions")
    assert "Heat finder" not in read("/solutions?theme=MO")
    assert "1 solution " in read("/solutions?theme=MO")
    assert "No solution passes all filters" in read("/solutions?theme=MO&q=finder")
    page = client.get("/solutions?theme=MO&q=finder&page=1").get_data(as_text=True)
    assert 'href="/solutions?q=finder"' in page
    assert 'href="/solutions?theme=MO"' in page


@pytest.mark.parametrize(
    ("query", "remedy"),
    [
        ("trl_min=high", "“high”: Write a whole number from 1 to 9."),
        ("price_max=-1", "“-1”: Write an amount in figures, such as 25000."),
        ("price_max=NaN", "“NaN”: Write an amount in figures, such as 25000."),
        ("q=%00", "Leave out characters that cannot be shown."),
        ("q=" + "x" * 201, "Use at most 200 characters."),
        ("page=0", "Write a whole number from 1 to 100000."),
    ],
)
def test_a_filter_that_makes_no_sense_is_left_out_and_told(
    services: Services, read: Reader, query: str, remedy: str
) -> None:
    with services.unit_of_work() as uow:
        make_solution(services, make_vendor(uow, name="Warm Works"), name="Heat finder")

    page = read(f"/solutions?{query}")

    assert remedy in page
    assert "Heat finder" in page


def test_a_page_beyond_the_last_leads_back(services: Services, read: Reader) -> None:
    with services.unit_of_work() as uow:
        make_solution(services, make_vendor(uow, name="Warm Works"), name="Heat finder")

    assert "There is no page 7" in read("/solutions?page=7")


def test_catalogue_entries_and_examples_are_called_that(services: Services, read: Reader) -> None:
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Warm Works", verified=False)
        make_catalogue_solution(uow, vendor, name="Heat finder")
        city = make_city(uow, name="Graz")
    make_challenge(services, city, title="Cold flats", nature="example", published_year=2021)

    assert "Catalogue entry, unclaimed" in read("/solutions")
    challenges = read("/challenges")
    assert "Example, not an open call" in challenges
    assert "Published 2021" in challenges


def test_drafts_stand_in_no_list(services: Services, read: Reader) -> None:
    with services.unit_of_work() as uow:
        vendor, city = make_vendor(uow, name="Warm Works"), make_city(uow, name="Graz")
    make_solution(services, vendor, name="Secret plan", state="in_review")
    make_challenge(services, city, title="Secret need", state="draft")

    for address in ("/", "/solutions", "/challenges", "/solutions?state=draft", "/search"):
        assert "Secret" not in read(address)


def test_the_start_page_counts_what_is_public(services: Services, read: Reader) -> None:
    with services.unit_of_work() as uow:
        vendor, city = make_vendor(uow, name="Warm Works"), make_city(uow, name="Graz")
    make_solution(services, vendor, name="Heat finder")
    make_challenge(services, city, title="Cold flats")

    page = read("/")

    assert "1 solution " in page
    assert "1 city or public buyer" in page
    assert "Graz, AT Cold flats" in page
