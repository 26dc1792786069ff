"""A vendor lists a solution in steps: drafts, faults at their fields, reviews, two at once."""

from typing import Any
from uuid import UUID

import pytest

from marketplace.foundation.paging import PageRequest
from marketplace.organisations.queries import actor_of
from marketplace.solutions.content import Price, PriceModel
from marketplace.solutions.queries import SolutionView, get_solution, own_solutions
from marketplace.web.forms.solution import SOLUTION_FORM
from tests.factories.browser import Browser
from tests.factories.solutions import make_solution
from tests.web.people import People

GO_ON, LATER = "Save and continue", "Save and come back later"
ENOUGH = {
    "problem": {"problem": "Nobody knows which lamps are broken."},
    "does": {
        "description": "It dims street lamps by traffic and tells the city which are broken." * 2,
        "features": "Dims by traffic\nReports broken lamps",
    },
    "themes": {"themes": ["EN1"]},
    "technology": {"stage": "market"},
    "price": {"price__model": "on_request"},
    "places": {"countries_served": ["AT"]},
}
"""What a review needs, by step."""


def stored(people: People) -> list[SolutionView]:
    """Everything of the vendor that is stored, as its own people see it."""
    with people.services.unit_of_work() as uow:
        uow.actor = actor_of(uow.session, uow.session.merge(people.users["vendor"]))
        cards = own_solutions(uow, people.vendor_id, PageRequest(1, 20))
        return [get_solution(uow, card.id, working=True) for card in cards]


def begun(people: People, who: str = "vendor") -> Browser:
    """At the first step of something new."""
    browser = people.browser(who)
    browser.open(f"/vendor/{people.vendor_id}/solutions/new")
    return browser


def draft(people: People, **said: Any) -> UUID:
    return make_solution(people.services, people.vendor_id, name="Lamp", state="draft", **said)


def at_step(people: People, solution: UUID, step: str) -> Browser:
    browser = people.browser("vendor")
    browser.open(f"/solutions/{solution}/edit/{step}")
    return browser


def test_a_draft_needs_a_name_and_a_sentence_and_no_more(people: People) -> None:
    page = begun(people).press(LATER, name="Lamp Keeper", summary="Lamps.")

    assert "Your draft is saved" in page.text
    (only,) = stored(people)
    assert (only.content.name, only.state, only.content.price) == ("Lamp Keeper", "draft", None)


def test_without_a_name_nothing_is_begun_and_what_was_typed_stays(people: People) -> None:
    page = begun(people).press(GO_ON, name="", summary="Lamps.")

    assert page.status == 422
    assert page.links["Name of the solution: Write something here, at most 200 characters."]
    assert page.value("summary") == "Lamps."
    assert stored(people) == []


def test_the_steps_lead_from_the_name_to_the_answers_and_are_handed_in(people: People) -> None:
    browser = begun(people)
    page = browser.press(GO_ON, name="Lamp Keeper", summary="Lamps.")
    steps = [page.address.rpartition("/")[2]]
    while not page.address.endswith("/answers"):
        page = browser.press(GO_ON, **ENOUGH.get(steps[-1], {}))
        steps.append(page.address.rpartition("/")[2])

    assert steps == [section.id for section in SOLUTION_FORM[1:]] + ["answers"]
    assert "Reports broken lamps" in page.text
    assert "Handed in" in browser.press("Submit for review").text
    assert [one.state for one in stored(people)] == ["in_review"]


def test_what_cannot_be_taken_is_kept_as_it_was_typed_until_it_is_mended(people: People) -> None:
    solution = draft(people, trl=6)
    page = at_step(people, solution, "technology").press(GO_ON, trl="77", stage="market")

    assert page.status == 422
    assert "What you typed is kept" in page.text
    wrong = "Technology readiness level (TRL): Write a whole number from 1 to 9."
    assert page.links[wrong] == "#trl"
    (kept,) = stored(people)
    assert (kept.content.trl, kept.unfinished) == (6, {"trl": "77"})
    assert kept.content.stage == "market"

    browser = at_step(people, solution, "technology")
    assert browser.page.value("trl") == "77"
    assert wrong in browser.page.links
    assert "Technology To mend" in browser.open(f"/solutions/{solution}/edit").text
    assert at_step(people, solution, "technology").press(GO_ON, trl="7").status == 200
    assert (stored(people)[0].content.trl, stored(people)[0].unfinished) == (7, {})


def test_what_cannot_be_taken_keeps_a_listing_from_being_handed_in(people: People) -> None:
    solution = draft(people)
    at_step(people, solution, "technology").press(LATER, trl="77")
    browser = people.browser("vendor")
    browser.open(f"/solutions/{solution}/manage")

    page = browser.press("Submit for review")
    assert page.status == 422
    (link,) = [href for text, href in page.links.items() if text.startswith("Technology readiness")]
    assert "Write a whole number" in browser.open(link).text
    assert stored(people)[0].state == "draft"


def test_strangers_and_programs_are_told_nothing_of_what_is_unfinished(people: People) -> None:
    solution = draft(people)
    at_step(people, solution, "price").press(LATER, website="pyxis unfinished")
    for who in ("vendor viewer", "staff"):
        page = people.browser(who).open(f"/solutions/{solution}/manage")
        assert page.status == 200
        assert "pyxis" not in page.text


def test_what_contradicts_itself_across_fields_is_told_at_its_field(people: People) -> None:
    page = at_step(people, draft(people), "price").press(
        GO_ON, price__model="one_off", price__minimum="500", price__maximum="100"
    )

    link = "Price, Up to: This is below the minimum of 500; write the larger one here."
    assert page.links[link] == "#price.maximum"
    assert page.value("price.maximum") == "100"


def test_entries_are_added_and_removed_without_javascript(people: People) -> None:
    browser = at_step(people, draft(people), "deployments")
    browser.press("Add deployment")
    browser.press("Add another deployment", deployments__0__place="Graz")
    page = browser.press("Add another deployment", deployments__1__place="Linz")
    assert page.value("deployments.0.place") == "Graz"
    page = browser.press("Remove deployment 1")
    assert page.value("deployments.0.place") == "Linz"
    assert stored(people)[0].content.deployments == ()

    browser.press(GO_ON)
    assert [place.place for place in stored(people)[0].content.deployments] == ["Linz"]


def test_the_list_of_steps_says_how_far_each_has_come(people: People) -> None:
    browser = begun(people)
    browser.press(LATER, name="Lamp Keeper", summary="Lamps.")
    said = browser.page.text
    assert "Name and purpose Ready" in said
    assert "Themes Not begun" in said
    assert "Certificates (optional) Not begun" in said
    assert "6 steps are still needed." in said

    solution = stored(people)[0].id
    at_step(people, solution, "does").press(LATER, features="Dims")
    assert "What it does, and what not Begun" in browser.open(f"/solutions/{solution}/edit").text


def test_an_answer_is_changed_from_the_list_of_answers_and_leads_back_there(
    people: People,
) -> None:
    browser = people.browser("vendor")
    browser.open(f"/solutions/{draft(people)}/answers")
    browser.open(browser.page.links["Change Technology"])
    page = browser.press(GO_ON, trl="8")
    assert page.address.endswith("/answers")
    assert stored(people)[0].content.trl == 8


def test_pressing_twice_makes_one_draft(people: People) -> None:
    browser = begun(people)
    page = browser.page
    for _ in range(2):
        browser.page = page
        assert browser.press(GO_ON, name="Lamp", summary="x").status == 200

    assert len(stored(people)) == 1


def test_the_same_form_with_other_answers_is_not_taken_for_a_repeat(people: People) -> None:
    browser = begun(people)
    page = browser.page
    browser.press(GO_ON, name="Lamp", summary="x")
    browser.page = page
    answer = browser.press(GO_ON, name="Another", summary="x")

    assert (answer.status, answer.value("name")) == (409, "Another")
    assert "saved already, with other answers" in answer.text
    assert [one.content.name for one in stored(people)] == ["Lamp"]


def test_two_people_at_different_fields_do_not_disturb_each_other(people: People) -> None:
    solution = draft(people, licence="MIT")
    first, second = (at_step(people, solution, "price") for _ in range(2))
    first.press(GO_ON, licence="")
    assert second.press(GO_ON, website="https://lamp.example").status == 200

    content = stored(people)[0].content
    assert (content.licence, content.website) == (None, "https://lamp.example")


@pytest.mark.parametrize(("choice", "stands"), [("mine", 5), ("theirs", 8)])
def test_two_people_at_one_field_choose_whose_words_stand(
    people: People, choice: str, stands: int
) -> None:
    solution = draft(people)
    first, second = (at_step(people, solution, "technology") for _ in range(2))
    first.press(GO_ON, trl="8", stage="pilot")
    page = second.press(GO_ON, trl="5")

    assert page.status == 412
    assert "vendor@vendor.example saved this step" in page.text
    assert "Yours 5 Stored now 8" in page.text
    assert second.press("Save these choices").status == 412
    assert second.press("Save these choices", choice__trl=choice).status == 200
    content = stored(people)[0].content
    assert (content.trl, content.stage) == (stands, "pilot")


def test_saving_the_same_change_twice_or_an_old_page_again_is_no_conflict(people: People) -> None:
    solution = draft(people)
    browser = at_step(people, solution, "technology")
    page = browser.page
    browser.press(GO_ON, trl="8")
    browser.page = page
    assert browser.press(GO_ON, trl="8").status == 200
    at_step(people, solution, "price").press(GO_ON, website="https://lamp.example")
    browser.page = page
    assert browser.press(GO_ON).status == 200
    assert stored(people)[0].content.trl == 8


def test_who_writes_while_it_is_handed_in_is_told_and_loses_nothing(people: People) -> None:
    solution = draft(people)
    browser = at_step(people, solution, "technology")
    people.browser("vendor").open(f"/solutions/{solution}/manage")
    other = people.browser("vendor")
    other.open(f"/solutions/{solution}/answers")
    other.press("Submit for review")

    page = browser.press(GO_ON, trl="8")
    assert page.status == 412
    assert "waits for programme staff" in page.text
    assert stored(people)[0].state == "in_review"
    browser.press("Save my changes")
    assert (stored(people)[0].state, stored(people)[0].content.trl) == ("draft", 8)


def test_who_writes_while_it_ends_keeps_the_text(people: People) -> None:
    solution = make_solution(people.services, people.vendor_id, name="Lamp")
    browser = at_step(people, solution, "does")
    other = people.browser("vendor")
    other.open(f"/solutions/{solution}/manage")
    other.press("Archive")

    page = browser.press(GO_ON, description="Everything that I typed.")
    assert (page.status, page.value("description")) == (409, "Everything that I typed.")
    assert "ended meanwhile" in page.text


def test_remarks_stand_beside_the_fields_until_these_are_changed(people: People) -> None:
    solution = make_solution(people.services, people.vendor_id, name="Lamp", state="returned")
    browser = people.browser("vendor")
    page = browser.open(f"/solutions/{solution}/manage")
    assert "Returned to mend" in page.text
    assert page.links["In one sentence"].endswith("/edit?field=summary")
    assert "To mend: Say more." in browser.follow("In one sentence").text

    browser.press(LATER, summary="It says much more of lamps now.")
    assert "Name and purpose Ready" in browser.page.text


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
    at_step(people, draft(people, licence="MIT", **more), "technology").press(GO_ON, trl="7")

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
    for page in ("manage", "edit", "edit/does", "answers", "challenges"):
        assert people.browser("city").open(f"/solutions/{solution}/{page}").status == 404


def test_a_move_that_does_not_exist_is_not_found(people: People) -> None:
    solution: UUID = make_solution(people.services, people.vendor_id, name="Lamp")
    browser = people.browser("vendor")
    browser.open(f"/solutions/{solution}/manage")
    form, button = browser.page.button("Withdraw")
    button.action = f"/solutions/{solution}/moves/publish"
    assert browser.press("Withdraw").status == 404
    assert form.values["version"] == "3"


def test_a_step_that_is_saved_as_it_is_changes_nothing(people: People) -> None:
    said = {"price": Price(model=PriceModel.ON_REQUEST), "countries_served": ("PT", "AT")}
    solution = make_solution(people.services, people.vendor_id, name="Lamp", **said)
    before = stored(people)[0]
    for section in SOLUTION_FORM:
        at_step(people, solution, section.id).press(GO_ON)

    assert (stored(people)[0].version, stored(people)[0].content) == (
        before.version,
        before.content,
    )


def test_a_step_that_does_not_exist_is_not_found(people: People) -> None:
    address = f"/solutions/{draft(people)}/edit/no-such-step"
    assert people.browser("vendor").open(address).status == 404
