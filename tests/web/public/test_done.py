"""What a city has done, as its page tells it."""

from collections.abc import Callable

from flask.testing import FlaskClient

from marketplace.organisations.content import Metric
from marketplace.services import Services
from tests.factories.challenges import make_challenge
from tests.factories.market import make_city, make_vendor
from tests.factories.solutions import GRAZ, make_catalogue_solution, make_solution
from tests.factories.stories import make_case, make_group

Reader = Callable[[str], str]


def test_a_city_shows_what_runs_there_what_it_did_and_with_whom_it_bought(
    services: Services, read: Reader
) -> None:
    with services.unit_of_work() as uow:
        graz, linz = make_city(uow, name="Graz"), make_city(uow, name="Linz")
        vendor = make_vendor(uow, name="Warm Works")
        make_case(
            uow,
            graz,
            title="Cool schools",
            text="Eleven schools were shaded.",
            metrics=(Metric(name="CO2", value="-12500.5", unit="tonnes"),),
            source_note="Source: a leaflet.",
        )
        make_group(
            uow,
            linz,
            lead=graz,
            title="Warm together",
            topic="Heat pumps",
            budget="about EUR 4 million",
            member_organisations=("Styria",),
            members_complete=True,
        )
    make_solution(services, vendor, name="Heat finder", deployments=(GRAZ,))

    page, other = read(f"/cities/{graz}"), read(f"/cities/{linz}")

    assert "Warm Works Heat finder Heat finder in one line. Period 2025 Heat 12 % less" in page
    assert "Cool schools Eleven schools were shaded. CO2 -12,500.5 tonnes" in page
    assert "Source: a leaflet." in page
    assert "Warm together Heat pumps Role Lead Budget about EUR 4 million" in page
    assert "Together with Linz , Styria. These are all the members." in page
    assert "Role Member Led by Graz" in other
    assert "Cool schools" not in other


def test_a_page_says_how_much_of_the_members_is_known(services: Services, read: Reader) -> None:
    with services.unit_of_work() as uow:
        graz, linz = make_city(uow, name="Graz"), make_city(uow, name="Linz")
        make_group(uow, graz, title="Warm", members_complete=False, members_note="Some 60 towns.")
        make_group(uow, linz, title="Cool")

    assert "The list of members is not whole. Some 60 towns." in read(f"/cities/{graz}")
    assert "leaves open whether these are all" in read(f"/cities/{linz}")


def test_a_case_that_a_listed_solution_tells_is_told_once(services: Services, read: Reader) -> None:
    with services.unit_of_work() as uow:
        graz = make_city(uow, name="Graz")
        vendor = make_vendor(uow, name="Warm Works", verified=False)
        make_catalogue_solution(uow, vendor, name="Heat finder", deployments=(GRAZ,))
        make_case(uow, graz, title="Heat was found", solution="key-Heat finder")
        make_case(uow, graz, title="Noise was found", solution="key-Nobody lists this")

    page = read(f"/cities/{graz}")

    assert "Heat was found" not in page
    assert "Noise was found" in page


def test_a_city_of_which_nothing_is_known_says_so(services: Services, read: Reader) -> None:
    with services.unit_of_work() as uow:
        graz = make_city(uow, name="Graz")
    assert "No deployment, case study or joint procurement of this city" in read(f"/cities/{graz}")


def test_texts_of_sources_are_no_markup(services: Services, client: FlaskClient) -> None:
    with services.unit_of_work() as uow:
        graz = make_city(uow, name="Graz")
        make_group(uow, graz, title="<b>Warm</b>", member_organisations=("<i>Styria</i>",))
    page = client.get(f"/cities/{graz}").get_data(as_text=True)
    assert "<b>Warm" not in page
    assert "<i>Styria" not in page
    assert "&lt;i&gt;Styria" in page


def test_partner_cities_say_how_often_they_bought_with_others(
    services: Services, client: FlaskClient, read: Reader
) -> None:
    with services.unit_of_work() as uow:
        graz, linz = make_city(uow, name="Graz"), make_city(uow, name="Linz")
    asked = make_challenge(services, graz, title="Lonely winters")
    make_challenge(services, linz, title="Lonely springs")
    said = "Bought jointly before Warm together"

    def ranked() -> list[dict[str, object]]:
        found = client.get(f"/api/v1/challenges/{asked}/partners").get_json()["items"]
        return [{name: one[name] for name in one if name != "side_by_side"} for one in found]

    before = ranked()
    assert said not in read(f"/challenges/{asked}/partners")

    with services.unit_of_work() as uow:
        make_group(uow, linz, title="Warm together")

    assert said in read(f"/challenges/{asked}/partners")
    assert said in read(f"/challenges/{asked}")
    assert ranked() == before


def test_pages_are_in_the_english_of_europe(client: FlaskClient) -> None:
    assert '<html lang="en-GB"' in client.get("/").get_data(as_text=True)
