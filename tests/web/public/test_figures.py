"""The map and the statistics, as everybody reads them."""

import csv
from io import StringIO

import pytest

from marketplace.challenges.content import Visibility
from marketplace.services import Services
from tests.factories.challenges import budget, make_challenge
from tests.factories.solutions import make_solution
from tests.web.people import People, settle


@pytest.fixture
def people(services: Services) -> People:
    return settle(services)


def test_the_statistics_say_what_counts_and_what_does_not(people: People) -> None:
    make_solution(people.services, people.vendor_id, name="Lamp")
    for title, visibility in (("Dark", Visibility.PUBLIC), ("Cold", Visibility.PRIVATE)):
        money = budget(visibility, maximum=731_339)
        make_challenge(people.services, people.city_id, title=title, budget=money)
    page = people.browser(None).open("/statistics")
    assert "EN 1 2 0" in page.text
    assert "€500,000 to below €2,000,000 1" in page.text
    assert "1 open challenge states no amount to everybody." in page.text
    assert "731" not in page.text


def test_the_file_holds_the_same_figures_and_no_formula(people: People) -> None:
    make_challenge(people.services, people.city_id, title="Dark")
    answer = people.browser(None).client.get("/statistics.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rialto-statistics.csv"'
    rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["topic"], row["code"], row["calls"]) for row in rows if row["calls"]] == [
        ("theme", "EN", "1"),
        ("country", "AT", "1"),
        ("all", "", "1"),
    ]
    assert all(row["made_at"] == "2026-11-20T10:00:00+00:00" for row in rows)


def test_the_map_is_narrowed_and_says_why_it_is_empty(people: People) -> None:
    make_challenge(people.services, people.city_id, title="Dark")
    visitor = people.browser(None)
    page = visitor.open("/map")
    assert "1 city , 1 open challenge" in page.text.replace("city,", "city ,")
    assert "Graz 1 challenge, EN (not on the map)" in page.text
    assert "Graz" in visitor.follow("EN").text
    assert "No city asks for that" in visitor.open("/map?theme=MO").text


def test_nothing_is_counted_before_anything_is_public(people: People) -> None:
    visitor = people.browser(None)
    assert "No city asks for anything yet" in visitor.open("/map").text
    assert "Nothing is public yet" in visitor.open("/statistics").text
