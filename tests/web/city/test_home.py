"""The page a city starts from tells what needs doing and what came of each challenge."""

from tests.factories.challenges import make_challenge
from tests.factories.interests import express
from tests.factories.solutions import make_solution
from tests.web.people import People


def test_home_says_what_needs_doing_and_what_came_of_each_challenge(people: People) -> None:
    challenge = make_challenge(people.services, people.city_id, title="Dark")
    lamp = make_solution(people.services, people.vendor_id, name="Lamp")
    city = people.browser("city")
    page = city.open(f"/city/{people.city_id}")
    assert "All is done." in page.text
    assert "0 offered by vendors : Dark" in page.text
    express(people.services, lamp, challenge)
    page = city.open(f"/city/{people.city_id}")
    assert "Read what a vendor offers" in page.text
    assert "1 offered by vendors : Dark" in page.text
    city.follow("Read what a vendor offers")
    city.press("Read it and answer")
    assert "Answer a vendor" in city.open(f"/city/{people.city_id}").text
    city.follow("Cities that need the same, what they ask for, and what runs there")
    others = city.open(f"/city/{people.city_id}/others").text
    assert "What cities like yours do" in others
