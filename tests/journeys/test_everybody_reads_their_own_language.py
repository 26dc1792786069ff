"""Somebody of a city chooses German once, and reads German everywhere; a visitor reads Polish.

They choose at a desk, and go on at a telephone without JavaScript. Whether the sentences are
translated well is not asked here: that they are those of the catalogue, and not English.
"""

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect

from marketplace.challenges.content import Requirement
from marketplace.foundation.saying import say, speaking
from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import CITY, PASSWORD
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import asked, colleague, published_challenge, published_solution

pytestmark = [pytest.mark.browser, pytest.mark.processes]

UTE = "ute@reading.example"
TITLE = "Old trees fall on the tram wires"
WANTED = "Say before a storm which trees may fall on the wires."
NAME = "Leaning Trees"
SUMMARY = "Knows which old trees lean over the wires of the tram and tells the crews."
SAYS = "Tilt sensors say before a storm which trees may fall on the wires of the tram."


def test_a_language_once_chosen_is_that_of_pages_letters_and_other_browsers(
    sits_down: Sits, installation: Installation
) -> None:
    challenge, solution = _falling_trees(installation)
    colleague(installation, UTE, of=CITY)
    ute = sits_down()
    ute.signs_in(UTE, PASSWORD)
    _chooses_german(ute)
    _reads_matches(ute, challenge)
    _is_refused_in_german(ute, solution)

    asked(installation, challenge, "How long are the wires?")
    told = _in("de", "A vendor has a question about “%(name)s”.", name=TITLE)
    letter = installation.mail_to(UTE, told)
    assert letter["Subject"] == _in("de", "A question about %(name)s", name=TITLE)
    text, html = (letter.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert _in("de", "Rialto: where cities and solutions meet") in text.get_content()
    assert '<html lang="de">' in html.get_content()

    _finds_german_again(sits_down(viewport=PHONE, java_script_enabled=False))
    _reads_polish(sits_down(viewport=PHONE, locale="pl-PL"))


def _in(code: str, message: str, **values: object) -> str:
    with speaking(code):
        said = say(message, **values)
    assert said != (message % values if values else message)
    return said


def _speaks(person: Person, code: str) -> None:
    expect(person.page.locator("html")).to_have_attribute("lang", code)
    expect(person.page.get_by_role("banner")).to_contain_text(_in(code, "Challenges"))


def _chooses_german(ute: Person) -> None:
    """She comes back to where she was."""
    ute.opens("/cities")
    ute.follows("Language: English")
    ute.presses("Deutsch")
    ute.sees(_in("de", "Pages and letters come in English from now on."))
    expect(ute.page).to_have_url(f"{ute.page.url.partition('/cities')[0]}/cities")
    _speaks(ute, "de")


def _reads_matches(ute: Person, challenge: UUID) -> None:
    """What the vendor wrote stays as it is, and is marked as English for screen readers."""
    ute.opens(f"/challenges/{challenge}/matches")
    ute.sees(_in("de", "Matches for: %(title)s", title=TITLE))
    match = ute.card_of(NAME)
    expect(match).to_contain_text(_in("de", "Seems met"))
    expect(match).to_contain_text(_in("de", "How the score is made up"))
    for text in (SUMMARY, SAYS):
        expect(match.locator('[lang="en"]', has_text=text).first).to_be_visible()


def _is_refused_in_german(ute: Person, solution: UUID) -> None:
    ute.opens(f"/solutions/{solution}/ask")
    ute.presses(_in("de", "Send the question"))
    ute.sees(_in("de", "There is a problem"))
    expect(ute.page).to_have_title(re.compile(f"^{_in('de', 'Error:')}"))
    _speaks(ute, "de")


def _finds_german_again(ute: Person) -> None:
    ute.opens("/sign-in")
    ute.writes("E-mail address", UTE)
    ute.writes("Password", PASSWORD)
    ute.presses("Sign in")
    _speaks(ute, "de")
    ute.opens("/inbox")
    expect(ute.page.get_by_role("heading", level=1)).to_have_text(_in("de", "Inbox"))
    ute.sees(_in("de", "A question about %(name)s", name=TITLE))


def _reads_polish(visitor: Person) -> None:
    visitor.opens("/about/public")
    _speaks(visitor, "pl")
    visitor.sees(_in("pl", "What is public and what is not"))


def _falling_trees(installation: Installation) -> tuple[UUID, UUID]:
    challenge = published_challenge(
        installation,
        title=TITLE,
        problem="In autumn storms old trees fall on the wires of the tram, and nobody knows which "
        "of them will be next. The tram stands still for hours and people walk home.",
        requirements=(Requirement(text=WANTED),),
        themes=("CL2",),
        written_in="en",
    )
    solution = published_solution(
        installation,
        name=NAME,
        summary=SUMMARY,
        description=f"{SAYS} The crews cut them before the storm comes.",
        problem="Old trees fall on the wires of trams.",
        written_in="en",
    )
    return challenge, solution
