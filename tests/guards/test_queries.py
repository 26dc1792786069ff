"""How often pages ask the database: as often for much as for little, and seldom for a list."""

from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus

from sqlalchemy import Engine, select

from marketplace.accounts.models import User
from marketplace.accounts.operations import create_token
from marketplace.challenges.content import JointRole
from marketplace.challenges.questions import ask_question
from marketplace.consultations.content import DocumentKind, Source
from marketplace.consultations.documents import add_document
from marketplace.consultations.questions import ask_group
from marketplace.feedback.content import About, Answer
from marketplace.foundation.access import Role, Scope
from marketplace.interests.operations import express_interest
from marketplace.introductions.content import Pair
from marketplace.introductions.operations import introduce
from marketplace.notifications.content import Thing
from marketplace.notifications.searches import save_search
from marketplace.notifications.watching import watch
from marketplace.organisations.claims import claim_organisation
from marketplace.organisations.content import CityProfile
from marketplace.organisations.members import invite_member
from marketplace.organisations.models import Organisation
from marketplace.procurements.content import Invited, ProcurementContent
from marketplace.procurements.members import accept
from marketplace.procurements.operations import decide, propose
from marketplace.shortlists.operations import put_on
from marketplace.solutions.content import Deployment
from marketplace.solutions.questions import ask_vendor
from tests.factories.accounts import make_user
from tests.factories.challenges import make_challenge
from tests.factories.interests import interest_content
from tests.factories.market import make_city, make_vendor
from tests.factories.notices import make_notice
from tests.factories.queries import counted
from tests.factories.solutions import make_solution
from tests.factories.town import Town
from tests.guards.conftest import Door
from tests.guards.table import Row, rows

MOST = 10
WHO = ("city.owner", "vendor.owner", "staff", "newcomer", "person", "claimant", "visitor")
"""Whoever comes first here and gets the page is asked for: the more one may, the more is read."""
LISTS = ("rialto-listings", "rialto-result-count", "govuk-table")
"""What a page that shows a list is known by."""
GATHERED = {
    "GET /account/data": 60,
    "GET /programme": 21,
    "GET /programme/pairs?challenge={challenge.open}&solution={solution.published}": 16,
    "GET /programme/pairs?challenge={challenge.open}&partner={challenge.neighbour}": 12,
    "GET /cities/{organisation.city}": 11,
    "GET /city/{organisation.city}": 11,
    "GET /procurements/{procurement}": 11,
    "GET /procurements/{procurement}/consultation": 13,
    "GET /consultations/{consultation}": 13,
    "GET /procurements/{procurement}/demand": 13,
    "GET /procurements/{procurement}/evaluation": 13,
    "GET /procurements/{procurement}/outcome": 14,
    "GET /procurements/{procurement}/packs": 40,
    "GET /procurements/{procurement}/packs/agreement": 40,
    "GET /procurements/{procurement}/suppliers": 16,
    "GET /programme/procurements": 21,
}
"""Pages that are not one list but put many things together, and how many queries each makes."""
MANY = 6


def test_a_page_costs_the_same_however_much_there_is_and_a_list_ten_queries_at_most(
    door: Door, database: Engine
) -> None:
    _describe_cities(door.town)
    pages = {str(row): (row, who) for row, who in _pages()}
    before = _costs(door, database, pages)
    _grow(door.town)
    after = _costs(door, database, pages)

    costs = {name: (before[name][0], after[name][0]) for name in pages}
    assert {name: both for name, both in costs.items() if both[0] != both[1]} == {}
    allowed = {name: GATHERED.get(name, MOST) for name in pages if after[name][1]}
    assert {name: costs[name] for name, most in allowed.items() if costs[name][1] > most} == {}


def _pages() -> Iterator[tuple[Row, str]]:
    for row in rows():
        if row.method == "GET" and not row.is_api:
            who = next((who for who in WHO if row.expected.get(who) == "ok"), None)
            if who is not None:
                yield row, who


def _costs(
    door: Door, database: Engine, pages: dict[str, tuple[Row, str]]
) -> dict[str, tuple[int, bool]]:
    """How many queries each page makes that others have asked before, and if it shows a list."""
    door.ask("vendor.owner", "GET", f"/vendor/{door.town.ids['organisation.vendor']}")
    found = {}
    for name, (row, who) in pages.items():
        with counted(database) as statements:
            page = door.ask(who, "GET", **row.request(door.town, who))
        assert page.status_code < HTTPStatus.BAD_REQUEST, name
        is_list = page.mimetype == "text/html" and any(one in page.text for one in LISTS)
        found[name] = (len(statements), is_list)
    return found


def _describe_cities(town: Town) -> None:
    """Size and interests, without which a city has none like it."""
    with town.services.unit_of_work() as uow:
        for row in uow.session.scalars(select(Organisation).where(Organisation.kind == "city")):
            row.population = 290_000
            row.content = replace(row.content, city=CityProfile(themes=("EN1", "MO")))


def _grow(town: Town) -> None:
    """More of everything that any page lists."""
    for number in range(MANY):
        _trade(town, number)
        _write(town, number)
        _settle(town, number)
        _buy(town, number)


def _buy(town: Town, number: int) -> None:
    """Another joint procurement of the two cities, and more in the one that they have."""
    id_, city = town.id_of("procurement"), town.id_of("organisation.city")
    said = ProcurementContent(title=f"Warm homes {number}", summary="Both lose the same heat.")
    brought = (town.id_of(f"challenge.{name}") for name in ("network", "neighbour"))
    with town.acting("staff") as uow:
        other = propose(uow, said, [Invited(challenge_id=one) for one in brought]).id
    with town.acting("city.owner") as uow:
        accept(uow, other, city, JointRole.BUYER, expected_version=1)
        decide(uow, id_, "other", f"We meet on Mondays, {number}.", [city])
        source = Source(link=f"https://files.example/{number}.pdf")
        add_document(uow, id_, DocumentKind.OTHER, f"Minutes {number}", source)
        ask_group(uow, id_, city, f"Who signs minutes {number}?")


def _trade(town: Town, number: int) -> None:
    services, vendor = town.services, town.id_of("organisation.vendor")
    there = [("Graz", "2024"), ("Linz", "2023"), *((f"Town {n}", "2022") for n in range(MANY))]
    deployments = tuple(
        Deployment(place=place, country="AT", period=period, result=f"{number} % less")
        for place, period in there
    )
    name, title = f"Heat more {number}", f"Heat is lost again {number}"
    solution = make_solution(services, vendor, name=name, deployments=deployments)
    challenge = make_challenge(services, town.id_of("organisation.city"), title=title)
    neighbours = town.id_of("organisation.neighbour")
    partner = make_challenge(services, neighbours, title=f"{title} too", joint_procurement=True)
    about = About(
        challenge_id=town.id_of("challenge.open"),
        answer=Answer.SOLUTION,
        answer_id=solution,
        challenge_version=1,
        answer_version=1,
    )
    with town.acting("city.owner") as uow:
        put_on(uow, services.matcher, about)
    for asked in (challenge, town.id_of("challenge.network")):
        with town.acting("vendor.owner") as uow:
            content = interest_content(message=name)
            express_interest(uow, services.matcher, solution, asked, content, challenge_version=1)
    with town.acting("staff") as uow:
        for pair in (Pair(challenge, solution_id=solution), Pair(challenge, partner_id=partner)):
            introduce(uow, pair, "You should talk.")


def _write(town: Town, number: int) -> None:
    with town.acting("rival") as uow:
        rival, open_id = town.id_of("organisation.rival"), town.id_of("challenge.open")
        ask_question(uow, open_id, rival, f"Is there a network {number}?")
    with town.acting("neighbour") as uow:
        neighbours, solution = (
            town.id_of("organisation.neighbour"),
            town.id_of("solution.published"),
        )
        ask_vendor(uow, solution, neighbours, f"Does it work in winter {number}?", named=True)


def _settle(town: Town, number: int) -> None:
    with town.services.unit_of_work() as uow:
        city = uow.session.get_one(Organisation, make_city(uow, name=f"Town {number}"))
        city.population = 280_000 + number
        entry = make_vendor(uow, name=f"Archive {number}", verified=False)
        make_user(uow, email=f"claims{number}@archive.example")
    with town.acting("claimant") as uow:
        claim_organisation(uow, entry, "I work there too.")
    for who in ("vendor.owner", "city.owner"):
        with town.acting(who) as uow:
            organisation = town.id_of(f"organisation.{who.partition('.')[0]}")
            user = uow.session.get_one(User, town.people[who])
            make_notice(uow, user.id, town.id_of("solution.published"))
            save_search(uow, "solutions", [("q", f"heat {number}")], f"Heating {number}")
            create_token(uow, user, f"nightly {number}", [Scope.READ])
            watch(uow, Thing.SOLUTION, town.id_of("solution.newer"))
            invite_member(uow, organisation, f"{who}{number}@new.example", Role.VIEWER)
