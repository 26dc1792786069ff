"""Staff read what was learned, approve or refuse it, and take it back."""

from uuid import UUID

import pytest

from marketplace.recommendations.weighing import propose
from marketplace.recommendations.weight_report import Ranking
from tests.factories.weights import weight_report
from tests.web.people import People

ADDRESS = "/programme/weights"


def proposed(people: People, ranking: Ranking = Ranking.SUPPLIERS) -> UUID:
    with people.services.unit_of_work() as uow:
        row = propose(uow, ranking, weight_report(ranking))
        uow.session.flush()
        return row.id


@pytest.mark.parametrize("ranking", Ranking)
def test_the_report_says_in_words_what_moves(people: People, ranking: Ranking) -> None:
    proposed(people, ranking)
    page = people.browser("staff").open(ADDRESS)
    assert "120 verdicts of 9 cities" in page.text
    assert "64.0 % of the pairs" in page.text
    assert "Of 40 needs that were judged by hand, 1" in page.text
    assert "8.8" in page.text or "11.0" in page.text


def test_what_is_approved_is_in_use_until_it_is_taken_back(people: People) -> None:
    proposed(people)
    staff = people.browser("staff")
    staff.open(ADDRESS)
    words = "Solutions for a challenge, 20 November 2026"
    page = staff.press(f"Approve: {words}", note="It helps small cities.")
    assert "In use" in page.text
    assert "It helps small cities." in page.text
    page = staff.press(f"Take back: {words}")
    assert "In use" not in page.text
    assert "Taken back" in page.text


def test_what_is_refused_is_never_used(people: People) -> None:
    proposed(people)
    staff = people.browser("staff")
    staff.open(ADDRESS)
    page = staff.press("Refuse: Solutions for a challenge, 20 November 2026")
    assert "The weights stay as they are." in page.text
    assert "In use" not in page.text


def test_whoever_decides_second_is_told(people: People) -> None:
    proposed(people)
    first, second = people.browser("staff"), people.browser("staff")
    words = "Solutions for a challenge, 20 November 2026"
    for browser in (first, second):
        browser.open(ADDRESS)
    first.press(f"Approve: {words}")
    assert "before you" in second.press(f"Refuse: {words}").text
    assert "In use" in first.open(ADDRESS).text


def test_without_a_proposal_it_says_where_one_comes_from(people: People) -> None:
    assert "marketplace learn" in people.browser("staff").open(ADDRESS).text
    assert people.browser("city").open(ADDRESS).status == 403
