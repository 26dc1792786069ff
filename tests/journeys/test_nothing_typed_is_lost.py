"""A city on the telephone, without JavaScript, loses nothing: not to a colleague, not to a night.

Nor does an impatient finger do anything twice.
"""

import pytest

from marketplace.challenges.content import Requirement
from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import CITY
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import published_challenge

# What the pages keep does not depend on the database; see the guards of forms for both.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.parametrize("installation", ["sqlite"], indirect=True),
]

TITLE = "Fountains that run at night"
KEPT = "Ask the water works first."
MINE, THEIRS = "Thank you from the mayor.", "Thank you from all of us."
CHECK = "Keep it and look at what is sent"


def test_what_is_typed_outlives_a_session_a_colleague_and_a_double_click(
    sits_down: Sits, installation: Installation
) -> None:
    published_challenge(
        installation,
        title=TITLE,
        problem="The fountains run all night, and nobody can turn them off from afar. " * 2,
        requirements=(Requirement(text="Turn fountains off from afar."),),
        themes=("EN1",),
    )
    phone = sits_down(CITY, viewport=PHONE, java_script_enabled=False)
    colleague = sits_down(CITY)

    _session_ends(phone, installation)
    _taps_twice(phone)
    _two_decide(phone, colleague)


def _session_ends(city: Person, installation: Installation) -> None:
    _goes_to_it(city)
    city.writes("Only members of your city see this", KEPT)
    city.page.context.clear_cookies()
    city.presses("Keep the note")
    city.sees("What you typed is kept for an hour")
    city.writes("E-mail address", CITY)
    city.writes("Password", installation.sign_ins[CITY])
    city.presses("Sign in")
    city.sees("What you typed before your session ended is back. It is not saved yet.")
    assert city.field("Only members of your city see this").input_value() == KEPT


def _taps_twice(city: Person) -> None:
    city.page.get_by_role("button", name="Keep the note").dblclick()
    city.sees("The note is kept.")
    city.does_not_see("There is a problem")
    assert city.field("Only members of your city see this").input_value() == KEPT


def _two_decide(city: Person, colleague: Person) -> None:
    _goes_to_it(colleague)
    for person in (city, colleague):
        person.follows("End the search with a decision")
    colleague.writes("To everyone who took part", THEIRS)
    colleague.presses(CHECK)
    city.writes("To everyone who took part", MINE)
    city.presses(CHECK)
    city.sees("Somebody was faster", "saved this step while you were writing", MINE, THEIRS)
    city.ticks("Yours")
    city.presses("Save these choices")
    city.follows("Change something")
    assert city.field("To everyone who took part").input_value() == MINE


def _goes_to_it(city: Person) -> None:
    city.opens("/account")
    city.follows("Demonstration City")
    city.follows(TITLE)
