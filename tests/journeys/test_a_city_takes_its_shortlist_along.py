"""A city prints its shortlist and takes it along as files, for the council and for its programs.

It sits at a desk without JavaScript.
"""

import csv
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect

from marketplace.challenges.content import Importance, Requirement
from tests.browser.fixtures import Sits
from tests.browser.furniture import CITY
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.journeys.beginnings import published_challenge, published_solution

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TITLE = "Nobody knows which playground swings are worn"
TELLS = "Tell which chains of a swing are worn before they break."
WINTER = "Work in frost."
NAME = "Swing Minder"
SAYS = "A small sensor in the bearing tells which chains of a swing are worn before they break."
NOTE = "=SUM of both years, ask Linz"


def test_paper_and_files_say_what_the_shortlist_says(
    sits_down: Sits, installation: Installation
) -> None:
    challenge = _worn_swings(installation)
    city = sits_down(CITY, java_script_enabled=False)

    other = _puts_two_on(city, challenge)
    _puts_its_favourite_first_and_writes_a_note(city, other)
    _prints_it(city)
    _opens_the_file_for_spreadsheets(city, other)
    _opens_the_file_for_programs(city, other)


def _puts_two_on(city: Person, challenge: UUID) -> str:
    """Another one first; its name."""
    city.opens(f"/challenges/{challenge}/matches")
    others = city.page.locator("article.rialto-match").filter(has_not_text=NAME)
    other = others.first.get_by_role("heading").first.inner_text()
    for name in (other, NAME):
        city.card_of(name).get_by_role("button", name="Put on the shortlist").click()
    city.follows("On your shortlist")
    city.sees(f"Shortlist for: {TITLE}", NAME, other)
    return other


def _puts_its_favourite_first_and_writes_a_note(city: Person, other: str) -> None:
    city.card_of(NAME).get_by_role("button", name="Move up").click()
    city.page.get_by_label(f"Note for your city alone: {NAME}").fill(NOTE)
    city.card_of(NAME).get_by_role("button", name="Keep the note").click()
    city.sees("The note is kept.")
    headings = city.page.locator("article.rialto-match h2").all_inner_texts()
    assert [text.strip() for text in headings] == [NAME, other]


def _prints_it(city: Person) -> None:
    """What is folded on the screen is read on paper; what only leads somewhere is not there."""
    card = city.card_of(NAME)
    folded = card.get_by_text("Score, the sum")
    expect(folded).not_to_be_visible()
    city.page.emulate_media(media="print")
    expect(folded).to_be_visible()
    expect(card.get_by_text(f"Note: {NOTE}")).to_be_visible()
    expect(card.locator("mark").first).to_be_visible()
    for gone in ("Download for a spreadsheet", "Keep the note", "Move down", "Take off"):
        expect(city.page.get_by_text(gone).locator("visible=true")).to_have_count(0)
    city.page.emulate_media(media="screen")


def _opens_the_file_for_spreadsheets(city: Person, other: str) -> None:
    """In the order of the page; the note is read as text, and not worked out."""
    text = _downloaded(city, "Download for a spreadsheet (CSV)", "utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["Solution"] for row in rows] == [NAME, other]
    assert [row["Note, private to the city"] for row in rows] == [f"'{NOTE}", ""]
    assert rows[0][TELLS] == f"Seems met: {SAYS}"
    for row in rows:
        score = city.card_of(row["Solution"]).locator(".rialto-score")
        expect(score).to_contain_text(row["Score of 100"])


def _opens_the_file_for_programs(city: Person, other: str) -> None:
    text = _downloaded(city, "Download for programs (JSON)", "utf-8")
    document: dict[str, Any] = json.loads(text)
    assert document["challenge"]["title"] == TITLE
    assert document["contains_private_notes"] is True
    assert [(item["match"]["solution"]["name"], item["note"]) for item in document["items"]] == [
        (NAME, NOTE),
        (other, ""),
    ]


def _downloaded(city: Person, link: str, encoding: str) -> str:
    with city.page.expect_download() as files:
        city.follows(link)
    return Path(files.value.path()).read_text(encoding)


def _worn_swings(installation: Installation) -> UUID:
    published_solution(
        installation,
        name=NAME,
        summary="Looks after the swings of playgrounds.",
        description=f"{SAYS} Gardeners get the list every morning.",
        problem="Nobody knows which playground swings are worn.",
    )
    return published_challenge(
        installation,
        title=TITLE,
        problem="Chains of playground swings wear out unseen, and a child fell when one broke. Our "
        "gardeners look at each swing twice a year, which is too rare where many children play.",
        requirements=(
            Requirement(text=TELLS),
            Requirement(text=WINTER, importance=Importance.NICE),
        ),
        themes=("EN1",),
    )
