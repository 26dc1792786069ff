"""What members need and can pay: theirs to write, for the inside to read, added where it can be."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from marketplace.challenges.content import JointRole
from marketplace.foundation.access import VISITOR, Actor, Role
from marketplace.foundation.errors import Forbidden, Invalid, NotFound, ProductError, Stale
from marketplace.foundation.record import ActivityEvent
from marketplace.organisations.models import Organisation
from marketplace.pooled_demand.content import Cap, DemandContent, SharingKey, Terms, YearNeed
from marketplace.pooled_demand.operations import agree_on, set_cap, write_demand
from marketplace.pooled_demand.queries import PooledDemand, YearSum, demand_of, shares_of
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers

TEN = YearNeed(year=2027, units=10, budget=Decimal("100.10"))
SAID = DemandContent(currency="EUR", years=(TEN,))


def read(buyers: Buyers, id_: UUID, actor: Actor = STAFF) -> PooledDemand:
    with buyers.services.unit_of_work(actor, writes=False) as uow:
        return demand_of(uow, id_)


def write(
    buyers: Buyers, id_: UUID, city: UUID, content: DemandContent = SAID, version: int = 0
) -> None:
    with buyers.services.unit_of_work(member(city)) as uow:
        write_demand(uow, id_, city, content, expected_version=version)


def test_units_and_budgets_are_added_by_year(buyers: Buyers) -> None:
    id_ = buyers.joined()
    one, two, _ = buyers.cities[:3]
    later = YearNeed(year=2028, budget=Decimal("0.05"))
    write(buyers, id_, one, replace(SAID, years=(later, TEN)))
    write(buyers, id_, two, replace(SAID, years=(replace(TEN, units=5),)))
    found = read(buyers, id_, member(buyers.cities[2], Role.VIEWER))
    assert found.years == (
        YearSum(year=2027, units=15, budget=Decimal("200.20")),
        YearSum(year=2028, units=0, budget=Decimal("0.05")),
    )
    assert (found.units, found.budget) == (15, Decimal("200.25"))
    with buyers.services.unit_of_work() as uow:
        done = [row.action for row in uow.session.query(ActivityEvent)]
    assert done.count("demand.write") == 2


def test_only_writers_of_a_city_that_buys_write_its_demand(buyers: Buyers) -> None:
    roles = (JointRole.BUYER, JointRole.BUYER, JointRole.FOLLOWER)
    id_ = buyers.joined(roles=roles)
    one, two, follower = buyers.cities[:3]
    refused: list[tuple[Actor, UUID, type[ProductError]]] = [
        (member(two), one, Forbidden),
        (member(one, Role.VIEWER), one, Forbidden),
        (member(follower), follower, Forbidden),
        (STAFF, one, Forbidden),
        (member(buyers.stranger), one, NotFound),
        (member(buyers.vendor), one, NotFound),
        (VISITOR, one, NotFound),
        (member(one), buyers.stranger, NotFound),
    ]
    for actor, city, error in refused:
        with buyers.services.unit_of_work(actor) as uow, pytest.raises(error):
            write_demand(uow, id_, city, SAID, expected_version=0)
    for actor in (member(buyers.stranger), member(buyers.vendor), VISITOR):
        with pytest.raises(NotFound):
            read(buyers, id_, actor)
    assert [one.name for one in read(buyers, id_).members] == ["Graz", "Linz"]


def test_of_two_who_write_one_is_told(buyers: Buyers) -> None:
    id_, city = buyers.joined(), buyers.cities[0]
    write(buyers, id_, city)
    with pytest.raises(Stale):
        write(buyers, id_, city)
    write(buyers, id_, city, version=1)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (replace(SAID, currency="SEK"), "currency"),
        (replace(SAID, years=(TEN, TEN)), "years.1.year"),
        (replace(SAID, years=(replace(TEN, year=1),)), "years.0.year"),
        (replace(SAID, years=(YearNeed(year=2027),)), "years.0.units"),
        (replace(SAID, years=(replace(TEN, units=10**18),)), "years.0.units"),
        (replace(SAID, years=(replace(TEN, budget=Decimal("NaN")),)), "years.0.budget"),
        (replace(SAID, years=(replace(TEN, budget=Decimal("1e18")),)), "years.0.budget"),
        (replace(SAID, years=(replace(TEN, budget=Decimal("1.001")),)), "years.0.budget"),
        (replace(SAID, own_share=Decimal("Infinity")), "own_share"),
        (replace(SAID, years=tuple(replace(TEN, year=2030 + n) for n in range(21))), "years"),
    ],
)
def test_what_cannot_be_taken_is_named_by_its_field(
    buyers: Buyers, content: DemandContent, field: str
) -> None:
    id_ = buyers.joined()
    with pytest.raises(Invalid) as error:
        write(buyers, id_, buyers.cities[0], content)
    assert [fault.field for fault in error.value.faults] == [field]
    assert read(buyers, id_).counted == ()


def test_amounts_in_another_currency_stand_apart_and_are_never_added(buyers: Buyers) -> None:
    id_ = buyers.joined()
    write(buyers, id_, buyers.cities[0])
    with buyers.services.unit_of_work(STAFF) as uow:
        set_cap(uow, id_, Cap(currency="SEK"), expected_version=demand_of(uow, id_).version)
    write(buyers, id_, buyers.cities[1], replace(SAID, currency="SEK"))
    found = read(buyers, id_)
    assert [one.is_apart for one in found.members] == [False, True, False]
    assert found.budget == Decimal("100.10")
    assert found.units == 20


def test_the_lead_buyer_agrees_on_unit_and_key_for_all(buyers: Buyers) -> None:
    id_ = buyers.joined()
    lead, buyer = buyers.cities[:2]
    terms = Terms(unit=" sensor ", sharing=SharingKey.UNITS)
    with buyers.services.unit_of_work(member(buyer)) as uow, pytest.raises(Forbidden):
        agree_on(uow, id_, terms, expected_version=0)
    for version, actor in enumerate((member(lead), STAFF)):
        with buyers.services.unit_of_work(actor) as uow:
            agree_on(uow, id_, terms, expected_version=version)
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Stale):
        agree_on(uow, id_, terms, expected_version=1)
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Invalid):
        agree_on(uow, id_, Terms(unit="  "), expected_version=2)
    found = read(buyers, id_)
    assert found.terms == Terms(unit="sensor", sharing=SharingKey.UNITS)
    assert found.terms_version == 2


def test_each_key_says_who_pays_what_and_of_whom_nothing_is_known(buyers: Buyers) -> None:
    id_ = buyers.joined()
    one, two, three = buyers.cities[:3]
    with buyers.services.unit_of_work() as uow:
        uow.session.get_one(Organisation, one).population = 100_000
        uow.session.get_one(Organisation, two).population = 200_000
    write(buyers, id_, one, replace(SAID, own_share=Decimal(30)))
    write(buyers, id_, two, replace(SAID, years=(replace(TEN, units=20),)))
    found, total = read(buyers, id_), Decimal("100.00")
    names = {city.organisation_id: city.name for city in found.members}

    def by(key: SharingKey) -> tuple[dict[str, str], list[str], str]:
        made = shares_of(found, key, total)
        shares = {names[id_]: f"{paid:.2f}" for id_, paid in made.shares.items()}
        return shares, [names[id_] for id_ in made.unknown], f"{made.left:.2f}"

    thirds = {"Espoo": "33.33", "Graz": "33.33", "Linz": "33.33"}
    shares, unknown, left = by(SharingKey.EQUAL)
    assert sorted(shares) == sorted(thirds)
    assert sorted(shares.values()) == ["33.33", "33.33", "33.34"]
    assert (unknown, left) == ([], "0.00")
    graz_and_linz = {"Graz": "33.33", "Linz": "66.67"}
    assert by(SharingKey.UNITS) == (graz_and_linz, ["Espoo"], "0.00")
    assert by(SharingKey.POPULATION) == (graz_and_linz, ["Espoo"], "0.00")
    assert by(SharingKey.OWN) == ({"Graz": "30.00"}, ["Espoo", "Linz"], "70.00")
    assert three in names
