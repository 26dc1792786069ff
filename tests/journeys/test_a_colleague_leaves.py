"""A colleague of a city reads what is kept about her, takes it along, and deletes her account.

She sits at a desk without JavaScript.
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import Sits
from tests.browser.furniture import CITY, PASSWORD, STAFF
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import colleague

pytestmark = [pytest.mark.browser, pytest.mark.processes]

INES = "ines@leaving.example"
TITLE = "Cellars flood when the river is high"
SUMS_UP = re.compile(r"^(.+) \(([\d,]+)\)$")


def test_what_is_kept_about_a_person_is_theirs_to_take_and_to_delete(
    sits_down: Sits, installation: Installation
) -> None:
    colleague(installation, INES, of=CITY)
    ines = sits_down(java_script_enabled=False)
    ines.signs_in(INES, PASSWORD)
    challenge = _begins_a_challenge(ines)
    _takes_her_data_along(ines, challenge)
    _deletes_her_account(ines)

    farewell = installation.mail_to(INES, "Your account on Rialto was deleted just now")
    assert farewell["Subject"] == "Your account is deleted"
    ines.opens("/sign-in")
    ines.writes("E-mail address", INES)
    ines.writes("Password", PASSWORD)
    ines.presses("Sign in")
    ines.sees("The e-mail address and the password do not belong together")

    _her_work_stays_without_her_name(sits_down(CITY), challenge)
    _the_record_names_nobody(sits_down(STAFF), challenge)


def _begins_a_challenge(ines: Person) -> str:
    """What she does for the city, and what is hers alone; the number of the challenge."""
    ines.opens("/challenges?q=flood")
    ines.presses("Save this search and tell me what is new")
    ines.follows("Demonstration City")
    ines.follows("State a challenge")
    ines.writes("The problem", "Residents pump their cellars dry for days after every flood.")
    ines.writes("Title of the challenge", TITLE)
    ines.presses("Save and come back later")
    ines.sees("Your draft is saved")
    return ines.page.url.split("/challenges/")[1].split("/")[0]


def _takes_her_data_along(ines: Person, challenge: str) -> None:
    """The file holds what the page shows: the same kinds, and of each as many."""
    ines.follows(INES)
    ines.follows("See and download what is kept about me")
    ines.sees("Everything that Rialto keeps about you, as it is at this moment.")
    ines.unfolds("Your account")
    ines.sees(INES)
    shown = [SUMS_UP.match(text.strip()) for text in ines.page.locator("summary").all_inner_texts()]
    with ines.page.expect_download() as files:
        ines.follows("Download my data")
    kept = json.loads(Path(files.value.path()).read_text("utf-8"))["kept"]
    assert sorted(int(m[2].replace(",", "")) for m in shown if m) == sorted(
        len(one["rows"]) for one in kept.values()
    )
    assert [one["email"] for one in kept["user_account"]["rows"]] == [INES]
    assert "password" not in kept["user_account"]["rows"][0]
    assert [one["name"] for one in kept["saved_search"]["rows"]]
    assert challenge in json.dumps(kept["challenge_version"]["rows"])


def _deletes_her_account(ines: Person) -> None:
    ines.follows("Delete my account")
    ines.sees("This cannot be undone.", "with a label that names nobody in the place of")
    ines.writes("Your password", "not mine at all")
    ines.presses("Delete my account")
    ines.sees("There is a problem", "This is not your present password.")
    ines.writes("Your password", PASSWORD)
    ines.presses("Delete my account")
    ines.sees(f"Your account is deleted. We have sent {INES} a message.")


def _her_work_stays_without_her_name(city: Person, challenge: str) -> None:
    city.opens(f"/challenges/{challenge}/manage")
    city.sees(TITLE)
    city.unfolds("Versions (1)")
    _names_nobody(city)


def _the_record_names_nobody(staff: Person, challenge: str) -> None:
    staff.opens(f"/programme/activity?object={challenge}")
    staff.sees("challenge.create")
    _names_nobody(staff)


def _names_nobody(reader: Person) -> None:
    said = reader.page.locator("main")
    expect(said).to_contain_text(re.compile(r"deleted account \d+"))
    expect(said).not_to_contain_text(INES)
