"""A vendor learns what keeps its solution out, states what is true, and is in where it was told."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect

from marketplace.challenges.content import ConstraintName, Importance, Requirement
from tests.browser.fixtures import Sits
from tests.browser.furniture import CITY, STAFF, VENDOR
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import published_challenge, published_solution
from tests.journeys.deeds import hand_in, publish

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TITLE = "School canteens throw away half of the warm food"
NAME = "Plate Count"
SAYS = "Scales below the bins of school canteens tell the kitchens how much warm food is left over."
COUNTRIES = "Countries in which you offer it"


def test_a_vendor_states_what_was_missing_and_is_in_at_the_place_it_was_told(
    sits_down: Sits, installation: Installation
) -> None:
    challenge, solution = _wasted_food(installation), _plate_count(installation)
    vendor, staff, city = sits_down(VENDOR), sits_down(STAFF), sits_down(CITY)

    # The city sees what its essential country costs it.
    city.opens(f"/challenges/{challenge}/matches")
    city.does_not_see(NAME)
    city.follows("What would relaxing a filter or an essential point add?")
    city.sees("If “Country” were not essential", NAME)

    vendor.opens(f"/solutions/{solution}/challenges")
    vendor.card_of(TITLE).get_by_role("link", name="What keeps it out").click()
    vendor.sees("essential to the city. Needed is Belgium, you state Austria.")
    vendor.sees("State only what is true.", "Countries served: Austria, Belgium.")
    told = vendor.page.get_by_text(re.compile(r"Then it is in place \d+")).first.inner_text()
    place = re.findall(r"\d+", told)[0]

    vendor.follows("Change the listing")
    # The link leads to the field, so the browser opens the part that it is folded in.
    vendor.ticks("Belgium", within=COUNTRIES)
    vendor.presses("Save and come back later")
    vendor.follows("Check your answers")
    hand_in(vendor)
    publish(staff, NAME, "Belgium")

    city.opens(f"/challenges/{challenge}/matches")
    expect(city.card_of(NAME).locator(".rialto-rank")).to_have_text(re.compile(rf"\b{place}$"))
    _is_told_that_it_is_in(vendor, solution, challenge, place)


def _is_told_that_it_is_in(vendor: Person, solution: UUID, challenge: UUID, place: str) -> None:
    vendor.opens(f"/solutions/{solution}/challenges/{challenge}")
    vendor.sees(f"Its place for: {TITLE}", f"It is in place {place}.")


def _wasted_food(installation: Installation) -> UUID:
    wanted = "Tell each kitchen in the evening how much was left over."
    return published_challenge(
        installation,
        title=TITLE,
        problem=(
            "The canteens of our schools cook for every pupil, and half of the warm food ends in "
            "the bin. Nobody weighs what is left over, so the kitchens cannot cook less."
        ),
        requirements=(Requirement(text=wanted, importance=Importance.ESSENTIAL),),
        themes=("EN1",),
        essential=(ConstraintName.COUNTRY,),
    )


def _plate_count(installation: Installation) -> UUID:
    return published_solution(
        installation,
        name=NAME,
        summary="Weighs what school canteens throw away.",
        description=f"{SAYS} Each kitchen reads in the evening what it could have cooked less of.",
        problem="School canteens cook more than pupils eat.",
        features=("Weighs what is left over",),
        countries_served=("AT",),
    )
