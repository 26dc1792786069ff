"""A vendor lists a solution: drafts, faults beside their fields, reviews and stale versions."""

from uuid import UUID

import pytest

from marketplace.foundation.paging import PageRequest
from marketplace.solutions.content import Price, PriceModel
from marketplace.solutions.queries import SolutionView, get_solution, own_solutions
from tests.factories.browser import Browser
from tests.factories.solutions import make_solution
from tests.web.people import People

ENOUGH = {
    "name": "Lamp Keeper",
    "summary": "Lamps that say when they are broken.",
    "description": "It dims street lamps by traffic and tells the city which are broken." * 2,
    "problem": "Nobody knows which lamps are broken.",
    "features": "Dims by traffic\nReports broken lamps",
    "themes": ["EN1"],
    "stage": "market",
    "price__model": "on_request",
    "countries_served": ["AT"],
}


def stored(people: People) -> list[SolutionView]:
    """Everything of the vendor that is stored, as its working version."""
    with people.services.unit_of_work() as uow:
        cards = own_solutions(uow, people.vendor_id, PageRequest(1, 20))
        return [get_solution(uow, card.id, working=True) for card in cards]


def new_form(people: People, who: str = "vendor") -> Browser:
    browser = people.browser(who)
    browser.open(f"/vendor/{people.vendor_id}/solutions/new")
    return browser


def test_a_draft_needs_a_name_and_a_sentence_and_no_more(people: People) -> None:
    page = new_form(people).press("Save draft", name="Lamp Keeper", summary="Lamps.")

    assert "Your draft is saved" in page.text
    (only,) = stored(people)
    assert (only.content.name, only.state, only.content.price) == ("Lamp Keeper", "draft", None)


def test_each_fault_is_told_beside_its_field_and_what_was_typed_stays(people: People) -> None:
    browser = new_form(people)
    page = browser.press("Save draft", name="Lamp", summary="x", trl="77", website="lamp.example")

    assert page.status == 422
    assert page.links["Technology readiness level (TRL): Write a whole number from 1 to 9."] == (
        "#trl"
    )
    assert page.value("trl") == "77"
    assert page.value("website") == "lamp.example"
    assert stored(people) == []
    page = browser.press("Save draft", trl="7", website="")
    assert (page.status, stored(people)[0].content.trl) == (200, 7)


def test_what_contradicts_itself_across_fields_is_told_at_its_field(people: People) -> None:
    amounts = {"price__minimum": "500", "price__maximum": "100"}
    page = new_form(people).press(
        "Save draft", name="Lamp", summary="x", price__model="one_off", **amounts
    )

    link = "Price, Up to: This is below the minimum of 500; write the larger one here."
    assert page.links[link] == "#price.maximum"


def test_entries_are_added_and_removed_without_javascript(people: People) -> None:
    browser = new_form(people)
    browser.press("Add deployment", name="Lamp", summary="x")
    browser.press("Add another deployment", deployments__0__place="Graz")
    page = browser.press("Add another deployment", deployments__1__place="Linz")
    assert (page.value("deployments.0.place"), page.value("name")) == ("Graz", "Lamp")
    page = browser.press("Remove deployment 1")
    assert page.value("deployments.0.place") == "Linz"
    assert stored(people) == []

    browser.press("Save draft")
    assert [place.place for place in stored(people)[0].content.deployments] == ["Linz"]


def test_a_thin_listing_is_kept_as_a_draft_and_says_what_is_missing(people: People) -> None:
    browser = new_form(people)
    page = browser.press("Save and submit for review", name="Lamp Keeper", summary="Lamps.")

    assert page.status == 422
    assert "saved, but it is not handed in yet" in page.text
    assert page.links["Themes: Choose at least one theme."] == "#themes"
    page = browser.press("Save and submit for review", **ENOUGH)
    assert "Handed in" in page.text
    assert [one.state for one in stored(people)] == ["in_review"]


def test_pressing_twice_makes_one_draft(people: People) -> None:
    browser = new_form(people)
    page = browser.page
    browser.press("Save draft", name="Lamp", summary="x")
    browser.page = page
    answer = browser.press("Save draft", name="Lamp", summary="x")

    assert answer.status == 200
    assert len(stored(people)) == 1


def test_the_same_form_with_other_answers_is_not_taken_for_a_repeat(people: People) -> None:
    browser = new_form(people)
    page = browser.page
    browser.press("Save draft", name="Lamp", summary="x")
    browser.page = page
    answer = browser.press("Save draft", name="Another", summary="x")

    assert (answer.status, answer.value("name")) == (409, "Another")
    assert "saved already, with other answers" in answer.text
    assert [one.content.name for one in stored(people)] == ["Lamp"]


def test_a_stale_change_shows_what_is_stored_and_keeps_what_was_typed(people: People) -> None:
    solution = make_solution(people.services, people.vendor_id, name="Lamp", state="draft")
    first, second = people.browser("vendor"), people.browser("vendor")
    for browser in (first, second):
        browser.open(f"/solutions/{solution}/edit")
    first.press("Save draft", trl="8")
    page = second.press("Save draft", trl="5")

    assert page.status == 412
    assert (page.value("trl"), "Stored now: 8" in page.text) == ("5", True)
    assert second.press("Save draft").status == 200
    assert stored(people)[0].content.trl == 5


def test_saving_the_same_change_twice_is_no_conflict(people: People) -> None:
    solution = make_solution(people.services, people.vendor_id, name="Lamp", state="draft")
    browser = people.browser("vendor")
    page = browser.open(f"/solutions/{solution}/edit")
    browser.press("Save draft", trl="8")
    browser.page = page
    assert browser.press("Save draft", trl="8").status == 200


def test_remarks_stand_beside_the_fields_and_on_the_page_of_the_listing(people: People) -> None:
    solution = make_solution(people.services, people.vendor_id, name="Lamp", state="returned")
    browser = people.browser("vendor")
    page = browser.open(f"/solutions/{solution}/manage")
    assert "Returned to mend" in page.text
    assert page.links["In one sentence"].endswith("/edit#summary")

    assert "To mend: Say more." in browser.follow("Change the listing").text


@pytest.mark.parametrize(
    ("button", "state", "told"),
    [
        ("Withdraw", "withdrawn", "Nobody outside sees the solution"),
        ("Archive", "archived", "no longer offered"),
        ("Confirm that it is still true", "published", "confirmed for 90 days"),
    ],
)
def test_a_vendor_moves_what_is_published(
    people: People, button: str, state: str, told: str
) -> None:
    solution = make_solution(people.services, people.vendor_id, name="Lamp")
    browser = people.browser("vendor")
    before = browser.open(f"/solutions/{solution}/manage")

    assert told in browser.press(button).text
    assert stored(people)[0].state == state
    browser.page = before
    assert browser.press(button).status == 200


def test_what_the_form_does_not_ask_is_kept(people: People) -> None:
    more = {"source_url": "https://example.org/a", "estimates": ("trl", "licence"), "trl": 6}
    solution = make_solution(
        people.services, people.vendor_id, name="Lamp", state="draft", licence="MIT", **more
    )
    browser = people.browser("vendor")
    browser.open(f"/solutions/{solution}/edit")
    browser.press("Save draft", trl="7")

    content = stored(people)[0].content
    assert content.source_url == "https://example.org/a"
    assert content.estimates == ("licence",)


def test_the_list_of_a_vendor_says_what_to_do_next(people: People) -> None:
    home = f"/vendor/{people.vendor_id}"
    assert "No solution is listed yet" in people.browser("vendor").open(home).text
    make_solution(people.services, people.vendor_id, name="Lamp", state="returned")
    assert "Next: mend what staff remarked on" in people.browser("vendor").open(home).text


@pytest.mark.parametrize(
    ("who", "status"), [(None, 401), ("city", 403), ("person", 403), ("vendor viewer", 403)]
)
def test_only_editors_of_the_vendor_get_the_form(
    people: People, who: str | None, status: int
) -> None:
    address = f"/vendor/{people.vendor_id}/solutions/new"
    assert people.browser(who).open(address).status == status


def test_a_viewer_reads_the_listing_and_is_offered_no_button(people: People) -> None:
    solution = make_solution(people.services, people.vendor_id, name="Lamp")
    page = people.browser("vendor viewer").open(f"/solutions/{solution}/manage")

    assert page.status == 200
    assert "Change the listing" not in page.text
    assert "Withdraw" not in page.text


def test_strangers_do_not_learn_of_a_draft(people: People) -> None:
    solution = make_solution(people.services, people.vendor_id, name="Lamp", state="draft")
    for page in ("manage", "edit", "challenges"):
        assert people.browser("city").open(f"/solutions/{solution}/{page}").status == 404


def test_a_move_that_does_not_exist_is_not_found(people: People) -> None:
    solution: UUID = make_solution(people.services, people.vendor_id, name="Lamp")
    browser = people.browser("vendor")
    browser.open(f"/solutions/{solution}/manage")
    form, button = browser.page.button("Withdraw")
    button.action = f"/solutions/{solution}/moves/publish"
    assert browser.press("Withdraw").status == 404
    assert form.values["version"] == "3"


def test_a_form_that_is_saved_as_it_is_changes_nothing(people: People) -> None:
    said = {"price": Price(model=PriceModel.ON_REQUEST), "countries_served": ("PT", "AT")}
    solution = make_solution(people.services, people.vendor_id, name="Lamp", **said)
    vendor = people.browser("vendor")
    vendor.open(f"/solutions/{solution}/edit")
    vendor.press("Save and submit for review")

    text = people.browser("staff").open(f"/programme/solutions/{solution}").text
    assert "beside what is published" in text
    assert " changed " not in text
