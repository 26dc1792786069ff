"""A city states a challenge, answers questions, ends it, and bears out what vendors claim."""

from datetime import date, timedelta
from typing import Any

from marketplace.challenges.content import Importance, Visibility
from marketplace.challenges.queries import ChallengeView, get_challenge, own_challenges
from marketplace.foundation.access import Actor
from marketplace.foundation.clock import SetClock
from marketplace.foundation.paging import PageRequest
from marketplace.organisations.queries import actor_of
from tests.factories.browser import Browser
from tests.factories.challenges import challenge_content, make_challenge
from tests.factories.solutions import GRAZ, make_solution
from tests.web.people import People

GO_ON, LATER = "Save and continue", "Save and come back later"
PROBLEM = "Many street lamps are broken for weeks because nobody tells the city of it." * 2


def actor(people: People, who: str) -> Actor:
    with people.services.unit_of_work() as uow:
        return actor_of(uow.session, people.users[who])


def stored(people: People) -> list[ChallengeView]:
    """Everything of the city that is stored, as its working version and with its budget."""
    with people.services.unit_of_work(actor(people, "city")) as uow:
        cards = own_challenges(uow, people.city_id, PageRequest(1, 20))
        return [get_challenge(uow, card.id, working=True) for card in cards]


def figures(browser: Browser, address: str) -> str:
    """What the page says, its figures without the commas between thousands."""
    return browser.open(address).text.replace(",", "")


def begun(people: People) -> Browser:
    browser = people.browser("city")
    browser.open(f"/city/{people.city_id}/challenges/new")
    return browser


def at_step(people: People, step: str, **said: Any) -> Browser:
    """At a step of a draft that says so much already."""
    challenge = make_challenge(people.services, people.city_id, title="Dark", state="draft", **said)
    browser = people.browser("city")
    browser.open(f"/challenges/{challenge}/edit/{step}")
    return browser


def test_a_challenge_begins_with_its_problem_and_is_stated_step_by_step(people: People) -> None:
    browser = begun(people)
    browser.press(GO_ON, title="Dark streets", problem=PROBLEM)
    browser.press(GO_ON, affected="Everybody who walks home.")
    browser.press(GO_ON)
    browser.press("Add requirement")
    browser.press("Add another requirement", requirements__0__text="Reports broken lamps")
    nice = {"requirements__1__text": "Fits old lamps", "requirements__1__importance": "nice"}
    browser.press(GO_ON, **nice)
    browser.press(GO_ON, themes=["EN1"])
    browser.press(GO_ON)
    browser.press(GO_ON, budget__maximum="60000", budget__visibility="private")
    browser.press(GO_ON)
    browser.press(GO_ON)
    shown = ["approval_month", "contact"]
    page = browser.press(GO_ON, approval_month="3/2027", shown_to_partners=shown)

    assert "March 2027" in page.text
    assert "Everybody who walks home." in page.text
    assert "Handed in" in browser.press("Submit for review").text
    content = stored(people)[0].content
    assert [one.importance for one in content.requirements] == [Importance.ESSENTIAL, "nice"]
    assert content.budget is not None
    assert (content.budget.maximum, content.budget.visibility) == (60000, Visibility.PRIVATE)
    assert content.approval_month == date(2027, 3, 1)
    assert content.shown_to_partners == tuple(shown)


def test_no_budget_is_stated_as_long_as_nobody_fills_it_in(people: People) -> None:
    at_step(people, "budget", budget=None).press(GO_ON)
    assert stored(people)[0].content.budget is None


def test_roles_without_joint_procurement_are_told_at_their_field(people: People) -> None:
    page = at_step(people, "buying").press(GO_ON, joint_roles=["buyer"], joint_procurement="false")
    assert page.status == 422
    assert any(href == "#joint_roles" for href in page.links.values())


def test_an_essential_limit_that_is_not_stated_is_told(people: People) -> None:
    page = at_step(people, "limits", budget=None).press(GO_ON, essential=["budget"])
    assert any(href == "#essential" for href in page.links.values())
    assert page.value("essential") == "budget"


def test_a_limit_that_loses_what_it_rests_on_is_marked_and_mended_with_it(people: People) -> None:
    browser = at_step(people, "scale", population=9000, essential=("population",))
    page = browser.press(LATER, population="")
    assert "Other limits (optional) To mend" in page.text
    browser.open(page.links["Scale and time"])
    assert "To mend" not in browser.press(LATER, population="8000").text
    assert stored(people)[0].content.essential == ("population",)


def test_a_private_budget_is_on_no_page_of_anybody_else(people: People) -> None:
    more = {"budget": None}
    challenge = make_challenge(people.services, people.city_id, title="Dark", **more)
    browser = people.browser("city")
    browser.open(f"/challenges/{challenge}/edit/budget")
    browser.press(GO_ON, budget__maximum="731339")
    assert "731339" in figures(browser, f"/challenges/{challenge}/answers")
    browser.press("Submit for review")

    assert "731339" in figures(people.browser("city"), f"/challenges/{challenge}/manage")
    for who in ("staff", "vendor", None):
        for page in ("", "/manage", "/edit", "/edit/budget", "/answers"):
            assert "731339" not in figures(people.browser(who), f"/challenges/{challenge}{page}")
    review = f"/programme/challenges/{challenge}"
    assert "731339" not in figures(people.browser("staff"), review)


def test_a_draft_leads_to_its_matches_in_one_click(people: People) -> None:
    make_solution(people.services, people.vendor_id, name="Phone Circle")
    challenge = make_challenge(people.services, people.city_id, title="Alone", state="draft")
    browser = people.browser("city")
    browser.open(f"/challenges/{challenge}/manage")
    assert "Phone Circle" in browser.follow("See the solutions that fit").text


def test_a_vendor_asks_and_the_city_answers_to_everybody(people: People) -> None:
    challenge = make_challenge(people.services, people.city_id, title="Dark")
    vendor, city = people.browser("vendor"), people.browser("city")
    vendor.open(f"/challenges/{challenge}")
    vendor.follow("Ask the city a question")
    assert vendor.press("Send the question", text="").status == 422
    assert "Your question is sent" in vendor.press("Send the question", text="How many?").text

    assert "Answer a question" in city.open(f"/city/{people.city_id}").text
    city.open(f"/challenges/{challenge}/manage")
    assert "is published" in city.press("Publish the answer", answer="About 9,000.").text
    assert "About 9,000." in people.browser(None).open(f"/challenges/{challenge}").text


def test_nobody_is_led_to_a_question_that_they_cannot_ask(people: People) -> None:
    challenge = f"/challenges/{make_challenge(people.services, people.city_id, title='Dark')}"
    solution = f"/solutions/{make_solution(people.services, people.vendor_id, name='Lamp')}"
    ways = {challenge: "Ask the city a question", solution: "Ask the vendor a question"}
    for who, shown in ((None, {*ways}), ("vendor", {challenge}), ("city", {solution})):
        browser = people.browser(who)
        assert {one for one in ways if ways[one] in browser.open(one).text} == shown
    asked = people.browser("city").open(f"{challenge}/ask")
    assert asked.status == 403
    assert "Only owners and editors of another organisation can ask." in asked.text


def test_a_question_that_is_sent_twice_is_asked_once(people: People) -> None:
    challenge = make_challenge(people.services, people.city_id, title="Dark")
    browser = people.browser("vendor")
    page = browser.open(f"/challenges/{challenge}/ask")
    for _ in range(2):
        browser.page = page
        browser.press("Send the question", text="How many?")
    shown = people.browser("city").open(f"/challenges/{challenge}/manage")
    assert shown.text.count("How many?") == 1


def test_an_internal_note_is_for_the_city_alone(people: People) -> None:
    challenge = make_challenge(people.services, people.city_id, title="Dark")
    city = people.browser("city")
    city.open(f"/challenges/{challenge}/manage")
    assert city.press("Keep the note", note="pyxisnote").value("note") == "pyxisnote"
    assert "pyxisnote" not in people.browser("staff").open(f"/challenges/{challenge}/manage").text


def test_a_city_ends_a_challenge_and_opens_it_again(people: People) -> None:
    challenge = make_challenge(people.services, people.city_id, title="Dark")
    city = people.browser("city")
    city.open(f"/challenges/{challenge}/manage")
    assert "takes no more questions" in city.press("Close").text
    assert people.browser("vendor").open(f"/challenges/{challenge}/ask").status == 200
    assert "Open again." in city.press("Open again").text


def test_a_closed_challenge_takes_no_question_and_keeps_what_was_typed(people: People) -> None:
    challenge = make_challenge(people.services, people.city_id, title="Dark", state="closed")
    browser = people.browser("vendor")
    browser.open(f"/challenges/{challenge}/ask")
    page = browser.press("Send the question", text="Still open?")
    assert (page.status, page.value("text")) == (409, "Still open?")


def test_a_city_bears_out_a_deployment_that_names_it(people: People) -> None:
    solution = make_solution(
        people.services, people.vendor_id, name="Heatwise", deployments=(GRAZ,)
    )
    vendor, city = people.browser("vendor"), people.browser("city")
    vendor.open(f"/solutions/{solution}/manage")
    vendor.follow("Ask the city to confirm it: Graz")
    assert vendor.page.value("buyer_id") == str(people.city_id)
    assert "has been asked" in vendor.press("Ask for confirmation").text

    assert "Say whether a solution runs" in city.open(f"/city/{people.city_id}").text
    city.open(f"/city/{people.city_id}/references")
    assert "shown as confirmed" in city.press("Confirm that it runs here").text
    assert "Confirmed by the buyer" in vendor.open(f"/solutions/{solution}").text
    assert "shown as disputed" in city.press("Dispute it").text


def test_no_city_chosen_is_told(people: People) -> None:
    solution = make_solution(
        people.services, people.vendor_id, name="Heatwise", deployments=(GRAZ,)
    )
    vendor = people.browser("vendor")
    vendor.open(f"/solutions/{solution}/manage")
    vendor.follow("Ask the city to confirm it: Graz")
    assert (
        "Choose the city where it runs." in vendor.press("Ask for confirmation", buyer_id="").text
    )


def test_drafts_of_a_city_are_nobody_elses(people: People) -> None:
    challenge = make_challenge(people.services, people.city_id, title="Dark", state="draft")
    for who in ("vendor", None):
        for page in ("manage", "edit", "edit/budget", "answers"):
            assert people.browser(who).open(f"/challenges/{challenge}/{page}").status == 404
    assert people.browser("vendor").open(f"/city/{people.city_id}").status == 403
    assert challenge_content(title="Dark").title == stored(people)[0].content.title


def test_a_last_day_that_has_passed_is_not_handed_in_and_stays_to_be_changed(
    people: People, clock: SetClock
) -> None:
    over = clock.moment.date() - timedelta(days=1)
    browser = at_step(people, "scale", deadline=over, problem=PROBLEM, themes=("EN1",))
    address = browser.page.address.removesuffix("/edit/scale")
    browser.open(f"{address}/answers")
    page = browser.press("Submit for review")
    (said,) = [words for words in page.links if "This day has passed." in words]
    assert "Choose a later one, or leave it empty." in said

    page = browser.follow(said)
    assert page.value("deadline") == str(over)
    assert stored(people)[0].state == "draft"
