"""Staff review versions, verify organisations, decide claims and read the record."""

import pytest

from marketplace.organisations.content import OrganisationKind
from tests.factories.challenges import make_challenge
from tests.factories.market import make_organisation
from tests.factories.solutions import make_solution
from tests.web.people import People

PAGES = ("", "/reviews", "/waiting", "/pairs", "/introductions", "/organisations", "/activity")


def test_what_waits_is_listed_and_published_by_one_button(people: People) -> None:
    solution = make_solution(people.services, people.vendor_id, name="Lamp", state="in_review")
    staff = people.browser("staff")
    staff.open("/programme")
    staff.follow("Lamp")
    assert "The first version." in staff.page.text
    page = staff.press("Publish")

    assert "Everybody sees it from now on." in page.text
    assert "Lamp" not in page.links
    assert people.browser(None).open(f"/solutions/{solution}").status == 200


LAMP = "Sensors in each lamp report when it fails and dim it when nobody walks there."


def test_what_looks_written_to_be_found_is_held_with_the_reason(people: People) -> None:
    problem = f"{LAMP} We have four thousand lamps and one van to look after them."
    make_challenge(people.services, people.city_id, title="Dark", problem=problem)
    solution = make_solution(
        people.services, people.vendor_id, name="Lamp", state="in_review",
        summary=LAMP, description=problem, problem=problem, features=(LAMP,),
    )  # fmt: skip
    staff = people.browser("staff")
    staff.open(f"/programme/solutions/{solution}")
    page = staff.press("Publish")

    assert "Not published yet" in page.text
    assert "stands in the public texts of others" in page.text
    assert "Dark" in page.links
    assert people.browser(None).open(f"/solutions/{solution}").status == 404
    assert "Lamp" in staff.open("/programme").links
    vendor = people.browser("vendor").open(f"/solutions/{solution}/manage")
    assert "Why it is held" in vendor.text
    assert "Say in your own words" in vendor.text
    staff.open(f"/programme/solutions/{solution}")
    assert "Everybody sees it" in staff.press("Publish all the same").text
    assert people.browser(None).open(f"/solutions/{solution}").status == 200


def test_a_version_is_returned_with_remarks_on_its_fields(people: People) -> None:
    challenge = make_challenge(people.services, people.city_id, title="Dark", state="in_review")
    staff = people.browser("staff")
    staff.open(f"/programme/challenges/{challenge}")
    page = staff.press("Return with remarks")
    told = "Write what is to be mended, for at least one field and at most 100."
    assert page.links[told] == "#review-remarks.problem"
    page = staff.press("Return with remarks", remarks__problem="Say since when.")

    assert "Returned." in page.text
    edit = people.browser("city").open(f"/challenges/{challenge}/edit/problem")
    assert "To mend: Say since when." in edit.text


def test_a_new_version_stands_beside_the_published_one(people: People) -> None:
    solution = make_solution(people.services, people.vendor_id, name="Lamp", trl=7)
    vendor = people.browser("vendor")
    vendor.open(f"/solutions/{solution}/edit/technology?then=answers")
    vendor.press("Save and continue", trl="9")
    vendor.press("Submit for review")

    text = people.browser("staff").open(f"/programme/solutions/{solution}").text
    assert "(TRL) changed Published taken out: 7 (end) New put in: 9 (end)" in text
    assert "Description changed" not in text
    assert "fields are as they were" in text
    assert "TRL 7" in people.browser(None).open(f"/solutions/{solution}").text.replace(":", "")


def test_what_somebody_else_decided_is_told(people: People) -> None:
    solution = make_solution(people.services, people.vendor_id, name="Lamp", state="in_review")
    first, second = people.browser("staff"), people.browser("staff")
    for staff in (first, second):
        staff.open(f"/programme/solutions/{solution}")
    first.press("Publish")
    page = second.press("Return with remarks", remarks__summary="Too short.")

    assert "What you typed Too short." in page.text
    assert "somebody has decided it" in page.text


def test_what_an_unverified_vendor_lists_cannot_be_published_yet(people: People) -> None:
    newcomer = people.browser("person")
    newcomer.open("/organisations/new")
    page = newcomer.press("Register an organisation", kind="vendor", name="Young", country="AT")
    assert "Not verified yet" in page.text
    newcomer.follow("List a solution")
    newcomer.press("Save and continue", name="Lamp", summary="x")

    staff = people.browser("staff")
    assert "1 organisation to verify" in staff.open("/programme").text
    staff.open("/programme/organisations")
    assert "Say why" in staff.press("Refuse Young").text
    assert "Young is verified." in staff.press("Verify Young").text
    assert "Not verified yet" not in newcomer.open("/account").text


def test_a_claim_is_made_and_accepted(people: People) -> None:
    with people.services.unit_of_work() as uow:
        entry = make_organisation(uow, name="Linz", kind=OrganisationKind.CITY, verified=False)
    person = people.browser("person")
    person.open(f"/organisations/{entry}/claim")
    assert person.press("Claim this entry").status == 422
    assert "checking it" in person.press("Claim this entry", message="I run the office.").text

    staff = people.browser("staff")
    staff.open("/programme/claims")
    assert "I run the office." in staff.page.text
    assert "Accepted." in staff.press("Accept the claim of Linz").text
    assert person.open(f"/city/{entry}").status == 200
    assert "has people of its own" in person.open(f"/organisations/{entry}/claim").text


def test_the_record_is_read_with_filters(people: People) -> None:
    make_solution(people.services, people.vendor_id, name="Lamp")
    staff = people.browser("staff")
    text = staff.open("/programme/activity?action=solution.publish").text
    assert "solution.publish staff" in text
    assert "solution.submit" not in text
    assert "Nothing in the record matches" in staff.open("/programme/activity?action=x").text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("who", "status"), [(None, 401), ("vendor", 403), ("city", 403)])
def test_pages_of_staff_are_for_staff(
    people: People, page: str, who: str | None, status: int
) -> None:
    assert people.browser(who).open(f"/programme{page}").status == status


def test_lists_of_staff_say_why_they_are_empty(people: People) -> None:
    staff = people.browser("staff")
    assert "No version waits" in staff.open("/programme/reviews").text
    assert "No organisation waits" in staff.open("/programme/organisations").text
    assert "No claim waits" in staff.open("/programme/claims").text
