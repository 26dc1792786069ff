"""A solution is listed and a challenge stated by keyboard alone, on a phone's screen too."""

import pytest
from playwright.sync_api import Page

from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import CITY, VENDOR
from tests.browser.person import Person

# What keys do is the same on either database.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.parametrize("installation", ["sqlite"], indirect=True),
]

MOST_STEPS = 400
IN_FOCUS = r"""() => {
    const here = document.activeElement, box = here.getBoundingClientRect();
    const label = here.labels && here.labels.length ? here.labels[0].innerText : here.innerText;
    const group = here.closest('fieldset');
    return {
        words: (label || here.getAttribute('aria-label') || '').replace(/\s*\n\s*/g, '').trim(),
        group: group ? group.querySelector('legend').innerText.trim() : '',
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight
    };
}"""


class Keys:
    """Somebody who has no mouse: Tab, Enter, Space, arrows and letters."""

    def __init__(self, person: Person) -> None:
        self.page: Page = person.page
        self.person = person

    def reaches(self, words: str, group: str = "") -> None:
        """Go on by Tab until this has the focus, and see it there."""
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(IN_FOCUS)
            if found["words"].startswith(words) and group in found["group"]:
                assert found["seen"], f"{words} has the focus outside the screen"
                return
        raise AssertionError(f"{words} is never reached by Tab")

    def writes(self, label: str, text: str, group: str = "") -> None:
        self.reaches(label, group)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def presses(self, button: str, key: str = "Enter") -> None:
        self.reaches(button)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def picks(self, label: str, option: str, group: str = "") -> None:
        """Choose from a list that opens, by the beginning of what is wanted."""
        self.reaches(label, group)
        self.page.keyboard.type(option)

    def ticks(self, label: str, group: str = "") -> None:
        self.reaches(label, group)
        self.page.keyboard.press("Space")

    def goes_on(self) -> None:
        self.presses("Save and continue")


def test_a_solution_is_listed_without_a_mouse(sits_down: Sits) -> None:
    vendor = sits_down(VENDOR)
    keys = Keys(vendor)
    vendor.opens("/account")
    keys.presses("Demonstration Vendor")
    keys.presses("List a solution")
    keys.writes("Name of the solution", "Quiet Roads")
    keys.writes("In one sentence", "Measures noise at night and says where it comes from.")
    keys.goes_on()
    keys.writes("The problem that it solves", "Nobody knows which streets are loud at night.")
    keys.goes_on()
    keys.writes("Description", "Microphones on lamp posts measure noise every second. " * 3)
    keys.writes("What it does", "Measures noise every second")
    keys.goes_on()
    keys.reaches("Mobility")
    vendor.page.keyboard.press("Enter")
    vendor.page.keyboard.press("Tab")
    vendor.page.keyboard.press("Space")
    keys.goes_on()
    keys.picks("How far it has come", "On the")
    keys.goes_on()
    keys.picks("How it is paid for", "On req")
    keys.goes_on()
    keys.reaches("Choose from")
    vendor.page.keyboard.press("Enter")
    keys.ticks("Belgium")
    for _ in ("places", "running", "deployments", "certificates"):
        keys.goes_on()
    vendor.sees("Check your answers", "Quiet Roads")
    keys.presses("Submit for review")
    vendor.sees("Handed in")


def test_a_challenge_is_stated_without_a_mouse_on_a_narrow_screen(sits_down: Sits) -> None:
    city = sits_down(CITY, viewport=PHONE)
    keys = Keys(city)
    city.opens("/account")
    keys.presses("Demonstration City")
    keys.presses("State a challenge")
    keys.writes("The problem", "Half of the bins in our parks overflow on Sundays. " * 3)
    keys.writes("Title of the challenge", "Bins overflow on Sundays")
    keys.goes_on()
    keys.goes_on()
    keys.presses("Use this: Half of the bins")
    keys.writes("Wanted", "One in twenty")
    keys.goes_on()
    keys.presses("Add requirement")
    keys.writes("What it has to do", "Tell the depot every morning which bins are full.")
    keys.goes_on()
    keys.reaches("Circular economy")
    city.page.keyboard.press("Enter")
    city.page.keyboard.press("Tab")
    city.page.keyboard.press("Space")
    for _ in ("themes", "scale", "budget", "limits", "buying", "together"):
        keys.goes_on()
    city.sees("Check your answers", "One in twenty")
    keys.presses("Submit for review")
    city.sees("Handed in")
