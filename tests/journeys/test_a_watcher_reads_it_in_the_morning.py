"""A vendor watches a challenge and reads of its new version in the letter of the next morning.

It sits at a telephone, where it reads its letters too.
"""

import re
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from marketplace.challenges.content import Requirement
from marketplace.foundation.clock import SetClock
from marketplace.notifications.delivery import deliver_due
from marketplace.notifications.digests import write_due_digests
from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import VENDOR
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import closed, published_anew, published_challenge
from tests.journeys.deeds import finds_in_the_inbox

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TITLE = "Fountains run dry on market days"
ANEW = "Fountains run dry on market days and on Sundays"
PROBLEM = (
    "On market days the four old fountains run dry by noon, because nobody sees how much water "
    "the stalls take. Traders carry water from the river, and visitors go without."
)
NEWS, END = f"{ANEW} has a new version", f"{ANEW} is closed"
ADDRESS = re.compile(r"https?://\S+")


def test_a_new_version_comes_with_the_letter_of_the_morning_until_it_is_ended(
    sits_down: Sits, installation: Installation
) -> None:
    wanted = Requirement(text="Say an hour ahead which fountain will run dry.")
    challenge = published_challenge(
        installation, title=TITLE, problem=PROBLEM, requirements=(wanted,), themes=("EN",)
    )
    vendor = sits_down(VENDOR, viewport=PHONE)
    _watches(vendor)
    published_anew(installation, challenge, title=ANEW)
    finds_in_the_inbox(vendor, NEWS)

    _a_morning_comes(installation, days=1)
    letter = installation.mail_to(VENDOR, NEWS)
    _reads_the_letter(vendor, letter)
    vendor.follows(NEWS)
    vendor.sees(ANEW, "You watch this")

    _ends_it(vendor, letter)
    closed(installation, challenge)
    finds_in_the_inbox(vendor, END)
    _a_morning_comes(installation, days=2)
    assert installation.mails_to(VENDOR, END) == []


def _watches(vendor: Person) -> None:
    vendor.opens("/challenges?q=fountains")
    vendor.follows(TITLE)
    vendor.presses("Watch: tell me what happens")
    vendor.sees("You watch this")
    vendor.opens("/inbox")
    vendor.follows("What I watch")
    vendor.sees("You are told of new versions, answers, deadlines and endings of these.", TITLE)


def _a_morning_comes(installation: Installation, *, days: int) -> None:
    """What the worker does at seven in Brussels, so many days from now."""
    services = installation.services
    then = SetClock(services.clock.now() + timedelta(days=days))
    work = replace(services, clock=then).unit_of_work
    write_due_digests(work, services.post)
    while deliver_due(work, services.mailer):
        pass


def _reads_the_letter(vendor: Person, letter: EmailMessage) -> None:
    """As text and as HTML it says the same and leads to the same places."""
    assert re.fullmatch(r"\d+ things? to know on Rialto", letter["Subject"])
    text = _part(letter, "plain")
    assert "This has happened since yesterday." in text
    vendor.page.set_content(_part(letter, "html"))
    read = vendor.page.locator("body").inner_text().replace(" · ", "\n")
    assert _sentences(read) - {"Rialto"} == _sentences(text)
    links = vendor.page.get_by_role("link").all()
    assert {link.get_attribute("href") for link in links} == set(ADDRESS.findall(text))


def _ends_it(vendor: Person, letter: EmailMessage) -> None:
    vendor.page.set_content(_part(letter, "html"))
    vendor.follows("No more mail like this")
    vendor.sees("End this mail?", "What I watch")
    vendor.presses("End this mail")
    vendor.sees("This mail has ended", "You hear of this in your inbox alone from now on:")
    vendor.follows("Choose how you are told of everything")
    chosen = vendor.field("What I watch").locator("option:checked")
    expect(chosen).to_have_text("Only here, no mail")


def _part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def _sentences(text: str) -> set[str]:
    lines = (ADDRESS.sub("", line).strip("- ").removesuffix(":") for line in text.splitlines())
    return {line for line in lines if line}
