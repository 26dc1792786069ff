"""A city reads and answers interest, decides, and tells everybody who took part why."""

from uuid import UUID

import pytest

from tests.factories.browser import Browser
from tests.factories.challenges import make_challenge
from tests.factories.interests import express
from tests.factories.solutions import make_solution
from tests.web.people import People

KEEP = "Keep it and look at what is sent"


@pytest.fixture
def lamp(people: People) -> UUID:
    return make_solution(people.services, people.vendor_id, name="Lamp")


@pytest.fixture
def challenge(people: People, lamp: UUID) -> UUID:
    made = make_challenge(people.services, people.city_id, title="Dark")
    express(people.services, lamp, made)
    return made


@pytest.fixture
def city(people: People, challenge: UUID) -> Browser:
    browser = people.browser("city")
    browser.open(f"/challenges/{challenge}/interests")
    return browser


def test_interest_is_read_and_answered_and_the_vendor_sees_it(
    people: People, city: Browser, challenge: UUID
) -> None:
    page = city.press("Read it and answer")
    assert "We have done this in two cities." in page.text
    assert "Choose what you answer." in city.press("Send the answer").text
    assert "Say why" in city.press("Send the answer", answer="declined").text
    page = city.press("Send the answer", answer="shortlisted", reason="Show us one.")
    assert "Your answer is sent" in page.text
    assert "Show us one." in people.browser("vendor").open(page.address).text
    assert "Lamp" in city.open(f"/challenges/{challenge}/shortlist").text
    viewer = people.browser("city viewer").open(f"/challenges/{challenge}/interests")
    assert "Lamp" in viewer.text
    assert not viewer.forms or "Read it" not in viewer.text
    assert people.browser("vendor").open(f"/challenges/{challenge}/interests").status == 403


def test_nothing_is_sent_before_send_and_then_each_reads_its_own_reason(
    people: People, city: Browser, challenge: UUID, lamp: UUID
) -> None:
    city.open(f"/challenges/{challenge}/manage")
    city.follow("End the search with a decision")
    page = city.press(KEEP, message="Thank you all.")
    assert "Write why, for this vendor." in page.text
    city.follow("Change something")
    assert city.page.value("message") == "Thank you all."
    reason = {f"{lamp}.text": "It shines.", f"{lamp}.chosen": ["yes"]}
    page = city.press(KEEP, **reason)
    assert "One vendor is told. Nothing has been sent yet." in page.text
    vendor = people.browser("vendor")
    assert "It shines." not in vendor.open(f"/solutions/{lamp}/manage").text

    assert "Sent. Everybody who took part" in city.press("Send").text
    told = vendor.open(f"/solutions/{lamp}/manage").text
    assert "It goes on with your solution." in told
    assert "Thank you all." in told
    assert "Awarded" in people.browser(None).open(f"/challenges/{challenge}").text
    sent = city.open(f"/challenges/{challenge}/decision").text
    assert "What was sent" in sent
    assert "It shines." in sent
    for who in ("staff", "vendor"):
        assert people.browser(who).open(f"/challenges/{challenge}/decision").status == 403


def test_what_a_colleague_wrote_is_shown_with_who_and_when_and_either_can_stand(
    city: Browser, challenge: UUID, lamp: UUID
) -> None:
    address = f"/challenges/{challenge}/decision"
    first = city.open(address)
    city.press(KEEP, message="First.", **{f"{lamp}__text": "It is too dim."})
    city.page = first
    page = city.press(KEEP, message="Second.")
    assert page.status == 412
    assert "city@city.example saved this step while you were writing (20 November 2026" in page.text
    assert "Yours Second. Stored now First." in page.text
    assert "It is too dim." not in page.text

    page = city.press("Save these choices", choice__message="mine")
    assert "Second." in page.text
    assert "It is too dim." in page.text


def test_what_only_one_of_two_changed_is_put_together_without_a_question(
    city: Browser, challenge: UUID, lamp: UUID
) -> None:
    address = f"/challenges/{challenge}/decision"
    first = city.open(address)
    city.press(KEEP, message="First.\nWith a second line.  ")
    city.page = first
    page = city.press(KEEP, **{f"{lamp}__text": "It is too dim."})
    assert "It is too dim." in page.text
    assert "With a second line." in page.text


def test_a_colleague_who_writes_while_one_chooses_is_asked_about_again(
    city: Browser, challenge: UUID
) -> None:
    first = city.open(f"/challenges/{challenge}/decision")
    city.press(KEEP, message="First.")
    city.page = first
    asked = city.press(KEEP, message="Second.")
    city.open(f"/challenges/{challenge}/decision")
    city.press(KEEP, message="Third.")
    city.page = asked
    page = city.press("Save these choices", choice__message="mine")
    assert "Yours Second. Stored now Third." in page.text
