"""Cities that buy together hear of commitments; those of a city that left are released."""

from decimal import Decimal

from marketplace.challenges.content import JointRole
from marketplace.pooled_demand.content import Pledge
from marketplace.pooled_demand.models import Commitment
from marketplace.pooled_demand.operations import commit, take_back
from marketplace.procurements.members import give_role, withdraw
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers
from tests.notifications.test_procurements import buyers, lines, of_city

__all__ = ["buyers"]

TO = "to Heat from the river"


def test_the_others_hear_who_commits_and_who_does_no_longer(buyers: Buyers) -> None:
    id_, pledge = buyers.joined(cities=4), Pledge(amount=Decimal("731.25"), currency="EUR")
    rows = []
    for city in buyers.cities:
        with buyers.services.unit_of_work(member(city)) as uow:
            rows.append(commit(uow, id_, city, pledge).id)
    one, two, three, _ = buyers.cities
    with buyers.services.unit_of_work(member(one)) as uow:
        take_back(uow, id_, rows[0], expected_version=1)
    with buyers.services.unit_of_work(member(two)) as uow:
        withdraw(uow, id_, two, "No money.", expected_version=buyers.version(id_, two))
    with buyers.services.unit_of_work(STAFF) as uow:
        at = buyers.version(id_, three)
        give_role(uow, id_, three, JointRole.OBSERVER, expected_version=at)

    found = lines(buyers, of_city(3))
    told = [line for line in found if "commit" in line]
    made = [f"{name} has committed an amount {TO}" for name in ("Espoo", "Graz")]
    gone = [f"{name} has taken back a commitment {TO}" for name in ("Espoo", "Graz")]
    assert told == sorted([*made, *gone])
    assert "Linz no longer takes part in Heat from the river" in found
    # What a city committed that has left meanwhile is no news any more.
    assert "731" not in "".join(found)
    with buyers.services.unit_of_work() as uow:
        kept = {row.organisation_id: row.released_at for row in uow.session.query(Commitment)}
    assert [city for city, released in kept.items() if released is None] == [buyers.cities[3]]
