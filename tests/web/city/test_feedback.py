"""A city says below its matches what they are worth; nobody else is shown any of it."""

from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.feedback.models import Opinion
from tests.factories.browser import Browser
from tests.factories.challenges import make_challenge
from tests.factories.solutions import make_solution
from tests.web.people import People

OURS = "For your city alone"


@pytest.fixture
def matches(people: People) -> str:
    """The page of matches of a challenge that one solution answers."""
    make_solution(people.services, people.vendor_id, name="Lamp")
    challenge = make_challenge(people.services, people.city_id, title="Dark")
    return f"/challenges/{challenge}/matches"


def city(people: People, address: str) -> Browser:
    browser = people.browser("city")
    browser.open(address)
    return browser


def test_a_match_is_found_useful_or_not_with_reasons_and_both_can_be_taken_back(
    people: People, matches: str
) -> None:
    browser = city(people, matches)
    assert "Take back" in browser.press("Useful: Lamp").text
    browser.press("Take back: Lamp")
    browser.press("Not useful: Lamp")
    page = browser.press("Keep: Lamp", reasons=["price"], note="Ten times too much.")
    assert "Not useful : too dear" in page.text
    assert "Ten times too much." in page.text
    assert "Not useful : too dear" not in browser.press("Take back: Lamp").text


def test_the_filters_in_use_are_kept(people: People, matches: str) -> None:
    browser = city(people, f"{matches}?theme=EN1&show=25")
    page = browser.press("Put on the shortlist: Lamp")
    assert "On your shortlist" in page.text
    assert page.value("asked") == "theme=EN1&show=25"


def test_what_is_put_on_the_shortlist_is_taken_off_below_the_match(
    people: People, matches: str
) -> None:
    browser = city(people, matches)
    assert "On your shortlist" in browser.press("Put on the shortlist: Lamp").text
    assert "Put on the shortlist" in browser.press("Take off: Lamp").text


def test_a_colleague_reads_it_and_nobody_else_is_shown_anything(
    people: People, matches: str
) -> None:
    before = people.browser(None).open(matches).text
    city(people, matches).press("Not useful: Lamp")
    viewer = people.browser("city viewer").open(matches)
    assert "Not useful" in viewer.text
    assert "Take back" not in viewer.text
    for who in ("vendor", "staff", None):
        assert OURS not in people.browser(who).open(matches).text
    assert people.browser(None).open(matches).text == before


def test_what_has_changed_meanwhile_is_looked_at_again(people: People, matches: str) -> None:
    browser = city(people, matches)
    page = browser.press("Useful: Lamp", answer_version="7")
    assert "Look at it again" in page.text


@pytest.mark.parametrize("answer", ["solution", "somebody"])
def test_there_is_nothing_else_to_say(people: People, matches: str, answer: str) -> None:
    browser = city(people, matches)
    address = f"{matches.removesuffix('matches')}answers/{answer}/{UUID(int=1)}"
    sent = {"csrf_token": browser.page.value("csrf_token"), "said": "maybe"}
    assert browser.client.post(address, data=sent).status_code == 404


def test_it_is_told_when_it_was_said_of_an_earlier_version(people: People, matches: str) -> None:
    browser = city(people, matches)
    assert "earlier version" not in browser.press("Useful: Lamp").text
    with people.services.unit_of_work() as uow:
        uow.session.scalars(select(Opinion)).one().answer_version = 0
    assert "said of an earlier version" in browser.open(matches).text
