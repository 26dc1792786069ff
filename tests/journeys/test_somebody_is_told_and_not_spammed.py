"""A vendor saves a search, hears of what passes it, and ends the mail with one link."""

from email.message import EmailMessage
from uuid import UUID

import pytest

from marketplace.challenges.content import Requirement
from tests.browser.fixtures import PHONE, Sits
from tests.browser.furniture import VENDOR
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import published_challenge
from tests.journeys.deeds import finds_in_the_inbox

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PROBLEM = (
    "Dust from the quarries settles on laundry and window sills in the whole valley. Nobody "
    "knows on which days it is worst, so the schools cannot decide when children stay inside."
)


def test_a_saved_search_alerts_by_mail_until_the_mail_is_ended(
    sits_down: Sits, installation: Installation
) -> None:
    vendor = sits_down(VENDOR, viewport=PHONE, java_script_enabled=False)
    _saves_a_search(vendor)
    _wants_to_hear_at_once(vendor)
    first = _a_city_publishes(installation, "Quarry dust in the valley")
    mail = installation.mail_to(VENDOR, f"/challenges/{first}")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    _follows_the_mail(vendor, mail, installation)

    _ends_the_mail(sits_down(), mail)
    second = _a_city_publishes(installation, "Quarry dust on the hills")
    _reads_it_in_the_inbox_alone(vendor)
    assert installation.mails_to(VENDOR, f"/challenges/{second}") == []


def _saves_a_search(vendor: Person) -> None:
    vendor.opens("/challenges?q=quarry+dust")
    vendor.presses("Save this search and tell me what is new")
    vendor.sees("Saved. You are told when something new passes it.", "Words")
    vendor.unfolds("Rename")
    vendor.writes("Name", "Quarries")
    vendor.page.get_by_role("button", name="Save the name").click()
    vendor.sees("Renamed.", "Quarries")


def _wants_to_hear_at_once(vendor: Person) -> None:
    vendor.follows("How I am told")
    vendor.picks("Saved searches", "At once")
    vendor.presses("Save")
    vendor.sees("Saved. It holds from now on.")


def _a_city_publishes(installation: Installation, title: str) -> UUID:
    wanted = Requirement(text="Says a day ahead how much dust there will be.")
    said = {"problem": PROBLEM, "requirements": (wanted,), "themes": ("EN",)}
    return published_challenge(installation, title=title, **said)


def _follows_the_mail(vendor: Person, mail: EmailMessage, installation: Installation) -> None:
    assert mail["Subject"] == "New in your search “Quarries”: Quarry dust in the valley"
    body = mail.get_body(("plain",))
    assert body is not None
    (link,) = [
        line for line in body.get_content().split() if f"{installation.address}/challenges" in line
    ]
    vendor.opens(link)
    vendor.sees("Quarry dust in the valley", "Dust from the quarries settles")
    vendor.opens("/inbox")
    vendor.presses("Mark all as read")
    vendor.sees("marked as read")


def _ends_the_mail(visitor: Person, mail: EmailMessage) -> None:
    """Whoever has the link needs no password; looking at it ends nothing yet."""
    visitor.opens(mail["List-Unsubscribe"].strip("<>"))
    visitor.sees("You would hear of this in your inbox alone", "Saved searches")
    visitor.presses("End this mail")
    visitor.sees("You hear of this in your inbox alone from now on", "It was a mistake?")


def _reads_it_in_the_inbox_alone(vendor: Person) -> None:
    line = "New in your search “Quarries”: Quarry dust on the hills"
    finds_in_the_inbox(vendor, line)
    vendor.follows(line)
    vendor.sees("Quarry dust on the hills", "Dust from the quarries settles")
