from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from flask.testing import FlaskClient

from marketplace.challenges.content import Visibility
from marketplace.foundation.clock import SetClock
from marketplace.services import Services
from marketplace.solutions.content import Price, PriceInterval, PriceModel
from tests.factories.challenges import budget, make_challenge
from tests.factories.market import make_city, make_vendor
from tests.factories.solutions import GRAZ, make_catalogue_solution, make_solution

Reader = Callable[[str], str]


def test_a_solution_says_what_it_does_not_state_and_what_is_an_estimate(
    services: Services, read: Reader
) -> None:
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Warm Works")
    solution = make_solution(
        services, vendor, name="Heat finder", trl=8, estimates=("trl",), deployments=(GRAZ,)
    )

    page = read(f"/solutions/{solution}")

    assert "Time to deploy Not stated" in page
    assert "Technology readiness TRL 8 of 9 estimate, not the vendor's own statement" in page
    assert "Heat 12 % less" in page
    assert "Claimed, not confirmed" in page


def test_an_old_listing_is_marked(services: Services, read: Reader, clock: SetClock) -> None:
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Warm Works")
    solution = make_solution(services, vendor, name="Heat finder")
    clock.moment += timedelta(days=91)

    assert "To be confirmed" in read("/solutions")
    assert "last confirmed this entry on 20 November 2026" in read(f"/solutions/{solution}")


def test_a_catalogue_entry_can_be_claimed(services: Services, client: FlaskClient) -> None:
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Warm Works", verified=False)
        solution = make_catalogue_solution(uow, vendor, name="Heat finder").id

    page = client.get(f"/solutions/{solution}").get_data(as_text=True)

    assert f'href="/organisations/{vendor}/claim"' in page


def test_a_private_budget_is_on_no_public_page(services: Services, read: Reader) -> None:
    with services.unit_of_work() as uow:
        city = make_city(uow, name="Graz")
    private = make_challenge(
        services, city, title="Cold flats", budget=budget(Visibility.PRIVATE, maximum=987_654)
    )
    public = make_challenge(
        services, city, title="Loud streets", budget=budget(Visibility.PUBLIC, maximum=55_000)
    )

    for address in ("", "/matches", "/partners"):
        page = read(f"/challenges/{private}{address}")
        assert "987" not in page
        assert "climate fund" not in page
    assert "up to €55,000 once" in read(f"/challenges/{public}")


def test_matches_and_partners_stand_on_the_challenge_with_their_reasons(
    services: Services, read: Reader
) -> None:
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Warm Works")
        city, other = make_city(uow, name="Graz"), make_city(uow, name="Linz")
    make_solution(services, vendor, name="Ring round", features=("Works by phone.",))
    asked = make_challenge(services, city, title="Lonely winters")
    make_challenge(services, other, title="Lonely springs")

    page = read(f"/challenges/{asked}")
    matches = read(f"/challenges/{asked}/matches")
    partners = read(f"/challenges/{asked}/partners")

    assert "Ring round" in page
    assert "Linz" in page
    assert "Works by phone." in matches
    assert "Score, the sum" in matches
    assert "What would raise the score most" in matches
    assert "Country: AT" in partners
    assert "Lonely springs" in partners


def test_a_need_in_words_finds_solutions(services: Services, read: Reader) -> None:
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Warm Works")
    make_solution(services, vendor, name="Heat finder")

    assert "Heat finder" in read("/search?need=Our+buildings+lose+heat+and+nobody+knows+where")


def test_needs_that_cannot_be_searched_for_are_answered_kindly(read: Reader) -> None:
    assert "Write what your city needs" in read("/search?need=")
    assert "Write a little more" in read("/search?need=flood")
    assert "Shorten it to 1,200" in read("/search?need=" + "word+" * 400)
    assert "cannot be shown" in read("/search?need=flood%00+in+the+old+town")


def test_a_city_and_a_vendor_each_have_one_address(
    services: Services, client: FlaskClient, read: Reader
) -> None:
    with services.unit_of_work() as uow:
        vendor, city = make_vendor(uow, name="Warm Works"), make_city(uow, name="Graz")
    make_challenge(services, city, title="Cold flats")
    make_solution(services, vendor, name="Heat finder")

    assert "Cold flats" in read(f"/cities/{city}")
    assert "Heat finder" in read(f"/organisations/{vendor}")
    assert client.get(f"/organisations/{city}").location == f"/cities/{city}"
    assert client.get(f"/cities/{vendor}").location == f"/organisations/{vendor}"


def test_what_is_not_public_is_not_there(services: Services, client: FlaskClient) -> None:
    with services.unit_of_work() as uow:
        vendor, city = make_vendor(uow, name="Warm Works"), make_city(uow, name="Graz")
    solution = make_solution(services, vendor, name="Secret plan", state="draft")
    challenge = make_challenge(services, city, title="Secret need", state="withdrawn")

    for address in (
        f"/solutions/{solution}",
        f"/challenges/{challenge}",
        f"/challenges/{challenge}/matches",
        f"/challenges/{challenge}/partners",
        f"/cities/{uuid4()}",
        "/solutions/not-an-id",
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Secret" not in answer.get_data(as_text=True)


def test_how_far_a_match_fits_is_said_in_a_word(services: Services, read: Reader) -> None:
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Warm Works")
    racks = "Racks that hold a bicycle by its frame, with a roof, a lamp and a place for a lock."
    make_solution(services, vendor, name="Heat finder")
    make_solution(services, vendor, name="Racks", summary=racks, description=racks * 4)

    page = read("/search?need=Racks+that+hold+a+bicycle+with+a+roof+and+a+lamp")

    assert "Nothing here fits" not in page
    assert "Racks Warm Works , AT Strong fit" in page


def test_that_nothing_fits_is_said_and_the_closest_are_folded(
    services: Services, client: FlaskClient, read: Reader
) -> None:
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Warm Works")
        city = make_city(uow, name="Graz")
    make_solution(services, vendor, name="Heat finder")
    odd = make_challenge(
        services, city, title="Zeppelins", problem="Quixotic zeppelins vex jugglers. " * 4
    )

    for address in ("/search?need=Quixotic+zeppelins", f"/challenges/{odd}/matches"):
        page = read(address)
        assert "Nothing here fits" in page
        assert "fits best" not in page
        assert "The one that comes closest all the same" in page
    raw = client.get(f"/challenges/{odd}/matches").get_data(as_text=True)
    assert raw.index("<details") < raw.index("rialto-match__title")
    assert "Nothing here fits" in read(f"/challenges/{odd}")


def test_cities_with_another_need_are_no_partners_and_stand_behind_a_fold(
    services: Services, client: FlaskClient, read: Reader
) -> None:
    with services.unit_of_work() as uow:
        city, same = make_city(uow, name="Graz"), make_city(uow, name="Linz")
        other = make_city(uow, name="Wels")
    asked = make_challenge(services, city, title="Lonely winters")
    make_challenge(services, same, title="Lonely springs")
    make_challenge(services, other, title="Zeppelins", problem="Quixotic zeppelins vex. " * 6)

    page = read(f"/challenges/{asked}/partners")
    assert "The one city with a need like this" in page
    assert "Show the one that is less alike" in page
    raw = client.get(f"/challenges/{asked}/partners").get_data(as_text=True)
    assert raw.index("Lonely springs") < raw.index("less alike") < raw.index("Zeppelins")
    assert "Zeppelins" not in read(f"/challenges/{asked}")


def test_a_strong_fit_that_answers_no_requirement_says_why(
    services: Services, read: Reader
) -> None:
    with services.unit_of_work() as uow:
        vendor, city = make_vendor(uow, name="Warm Works"), make_city(uow, name="Graz")
    racks = "Racks that hold a bicycle by its frame, with a roof, a lamp and a place for a lock."
    make_solution(services, vendor, name="Racks", summary=racks, description=racks * 4)
    asked = make_challenge(services, city, title="Racks", problem=racks * 4)

    page = read(f"/challenges/{asked}/matches")
    assert "Strong fit" in page
    assert "None seems met" in page
    assert "The band reads the whole text" in page


def test_a_yearly_price_is_not_called_unstated_beside_a_budget_for_once(
    services: Services, read: Reader
) -> None:
    with services.unit_of_work() as uow:
        vendor, city = make_vendor(uow, name="Warm Works"), make_city(uow, name="Graz")
    yearly = Price(
        model=PriceModel.SUBSCRIPTION,
        minimum=Decimal(18_000),
        currency="EUR",
        interval=PriceInterval.YEAR,
    )
    make_solution(services, vendor, name="Heat finder", price=yearly)
    asked = make_challenge(
        services, city, title="Cold flats", budget=budget(Visibility.PUBLIC, maximum=55_000)
    )

    page = read(f"/challenges/{asked}/matches")
    assert "from €18,000 a year Cannot be compared: one is paid once" in page
    assert "Budget up to €55,000 once from €18,000 a year Not stated" not in page
