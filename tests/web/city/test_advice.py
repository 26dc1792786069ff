"""A city is told while it writes what is odd, what cities like it ask for, and who would fit."""

from dataclasses import replace
from uuid import UUID

import pytest

from marketplace.challenges.content import Requirement
from tests.factories.browser import Browser
from tests.factories.challenges import make_challenge
from tests.factories.market import make_city
from tests.factories.solutions import make_solution
from tests.web.people import People

CHECK = "Check now"


TREES = (
    "Young trees dry out each summer, and gardeners learn too late which of them need water. " * 2
)


@pytest.fixture
def challenge(people: People) -> UUID:
    said = {"title": "Dark streets", "requirements": ()}
    return make_challenge(people.services, people.city_id, state="draft", **said)


@pytest.fixture
def neighbour(people: People) -> UUID:
    with people.services.unit_of_work() as uow:
        return make_city(uow, name="Linz")


def at(people: People, challenge: UUID, step: str) -> Browser:
    browser = people.browser("city")
    browser.open(f"/challenges/{challenge}/edit/{step}")
    return browser


def test_odd_wording_is_told_at_its_field_and_nothing_is_stored(
    people: People, challenge: UUID
) -> None:
    make_solution(people.services, people.vendor_id, name="Lamp Keeper")
    browser = at(people, challenge, "requirements")
    browser.press("Add requirement")
    page = browser.press(CHECK, requirements__0__text="Be user-friendly like Lamp Keeper.")

    assert "“Lamp Keeper” is the name of a product or a vendor." in page.text
    assert "“user-friendly” cannot be measured" in page.text
    assert page.links["Requirement 1, What it has to do"] == "#requirements.0.text"
    assert page.value("requirements.0.text") == "Be user-friendly like Lamp Keeper."
    answers = people.browser("city").open(f"/challenges/{challenge}/answers")
    assert "Lamp Keeper" not in answers.text


def test_who_would_fit_is_told_from_what_is_typed_and_not_from_what_is_stored(
    people: People, challenge: UUID
) -> None:
    makes = {"Pond Watch": "ponds", "Lamp Keeper": "lamps"}
    for name, thing in makes.items():
        text = f"It counts the {thing} of a city and says which {thing} are broken. "
        make_solution(people.services, people.vendor_id, name=name, description=text * 3)
    browser = at(people, challenge, "problem")
    for name, thing in makes.items():
        page = browser.press(CHECK, problem=f"Nobody counts the {thing} of our city. Who does?")
        assert "Who would fit now" in page.text
        assert page.text.index(name) == min(page.text.index(one) for one in makes)
    assert "All solutions for the saved version" in page.links


def test_the_first_step_is_looked_at_before_anything_is_saved(people: People) -> None:
    make_solution(people.services, people.vendor_id, name="Lamp Keeper")
    browser = people.browser("city")
    browser.open(f"/city/{people.city_id}/challenges/new")
    assert "Who would fit now" not in browser.press(CHECK).text
    page = browser.press(CHECK, problem="Nobody knows which lamps of our streets are broken.")
    assert page.links["Lamp Keeper"]
    assert page.value("problem") == "Nobody knows which lamps of our streets are broken."
    page = browser.press("Save and continue", title="Dark streets")
    assert page.address.endswith("/edit/concerned")


def test_htmx_gets_the_advice_alone(people: People, challenge: UUID) -> None:
    browser = at(people, challenge, "requirements")
    form, _ = browser.page.button(CHECK)
    typed = {"requirements.0.text": "Be simple.", "requirements.0.importance": "nice"}
    answer = browser.client.post(
        f"/challenges/{challenge}/edit/requirements/check",
        data=form.values.to_dict() | typed,
        headers={"HX-Request": "true"},
    )
    assert "“simple” cannot be measured" in answer.text
    assert "things to look at." in answer.text
    assert "<html" not in answer.text


def test_requirements_of_cities_with_the_same_need_are_taken_over_at_a_press(
    people: People, challenge: UUID, neighbour: UUID
) -> None:
    wanted = (Requirement(text="Report a broken lamp within a day."),)
    make_challenge(people.services, neighbour, title="Dark streets", requirements=wanted)
    with people.services.unit_of_work() as uow:
        other = make_city(uow, name="Graz")
    make_challenge(people.services, other, title="Trees die", problem=TREES, requirements=wanted)
    browser = at(people, challenge, "requirements")
    page = browser.press(CHECK)
    assert "Linz, with a problem like yours, asks for" in page.text
    assert "Graz" not in page.text
    page = browser.press("Use this: Report a broken lamp within a day.")

    assert page.value("requirements.0.text") == "Report a broken lamp within a day."
    browser.press("Save and continue")
    answers = browser.open(f"/challenges/{challenge}/answers")
    assert "Report a broken lamp within a day." in answers.text


def test_the_words_of_the_problem_become_outcomes(people: People, challenge: UUID) -> None:
    at(people, challenge, "problem").press(
        "Save and continue", problem="Half of the street lamps are broken in winter. It is dark."
    )
    browser = at(people, challenge, "outcomes")
    page = browser.press("Use this: Half of the street lamps are broken in winter.")
    assert page.value("outcomes.0.indicator") == "Half of the street lamps are broken in winter."


def test_what_no_listed_solution_does_is_told(people: People, challenge: UUID) -> None:
    make_solution(people.services, people.vendor_id, name="Lamp Keeper")
    browser = at(people, challenge, "requirements")
    browser.press("Add requirement")
    page = browser.press(CHECK, requirements__0__text="Breed bees on the roofs of schools.")
    assert "No listed solution says clearly that it does this." in page.text


def test_without_the_engine_the_words_are_looked_at_all_the_same(
    people: People, challenge: UUID
) -> None:
    people.services.settings = replace(people.services.settings, encoder="no-such-model")
    browser = at(people, challenge, "requirements")
    browser.press("Add requirement")
    page = browser.press(CHECK, requirements__0__text="Be simple.")
    assert page.status == 200
    assert "“simple” cannot be measured" in page.text
