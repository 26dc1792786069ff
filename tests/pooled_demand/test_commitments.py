"""Commitments sum exactly, stay under the cap, and count as long as their member buys."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from marketplace.challenges.content import JointRole
from marketplace.common_needs.content import LotContent
from marketplace.common_needs.cutting import add_lot, remove_lot
from marketplace.foundation.access import SYSTEM, VISITOR, Actor, Role
from marketplace.foundation.clock import SetClock
from marketplace.foundation.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    ProductError,
    Stale,
)
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.record import ActivityEvent
from marketplace.pooled_demand.content import Cap, Pledge
from marketplace.pooled_demand.handlers import release
from marketplace.pooled_demand.models import Commitment
from marketplace.pooled_demand.operations import commit, recommit, set_cap, take_back
from marketplace.pooled_demand.queries import Commitments, commitments_of
from marketplace.procurements.content import Invited
from marketplace.procurements.events import MemberWithdrew, RoleChanged
from marketplace.procurements.members import accept, give_role, withdraw
from marketplace.procurements.models import Procurement
from marketplace.procurements.operations import invite
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers


def read(buyers: Buyers, id_: UUID, actor: Actor = STAFF) -> Commitments:
    with buyers.services.unit_of_work(actor, writes=False) as uow:
        return commitments_of(uow, id_)


def make(buyers: Buyers, id_: UUID, city: UUID, amount: str, version: int = 0) -> UUID:
    pledge = Pledge(amount=Decimal(amount), currency="EUR")
    with buyers.services.unit_of_work(member(city)) as uow:
        if not version:
            return commit(uow, id_, city, pledge).id
        its = uow.session.query(Commitment).filter_by(procurement_id=id_, organisation_id=city)
        return recommit(uow, id_, its.one().id, pledge, expected_version=version).id


def cap(buyers: Buyers, id_: UUID, amount: str | None, currency: str = "EUR") -> None:
    version = read(buyers, id_).version
    with buyers.services.unit_of_work(STAFF) as uow:
        most = None if amount is None else Decimal(amount)
        set_cap(uow, id_, Cap(cap=most, currency=currency), expected_version=version)


def test_a_city_commits_says_otherwise_and_takes_it_back(buyers: Buyers) -> None:
    id_, city = buyers.joined(), buyers.cities[0]
    given_id = make(buyers, id_, city, "100.10")
    make(buyers, id_, city, "50.05", version=1)
    with pytest.raises(Stale):
        make(buyers, id_, city, "1", version=1)
    make(buyers, id_, buyers.cities[1], "0.01")
    found = read(buyers, id_, member(buyers.cities[2], Role.VIEWER))
    assert (found.total, found.left) == (Decimal("50.06"), None)
    with buyers.services.unit_of_work(member(city)) as uow:
        take_back(uow, id_, given_id, expected_version=2)
    with buyers.services.unit_of_work(member(city)) as uow, pytest.raises(Conflict):
        take_back(uow, id_, given_id, expected_version=3)
    assert read(buyers, id_).total == Decimal("0.01")
    make(buyers, id_, city, "7")
    with pytest.raises(Conflict, match="committed an amount already"):
        make(buyers, id_, city, "8")
    assert read(buyers, id_).total == Decimal("7.01")
    with buyers.services.unit_of_work() as uow:
        told = [row.name for row in uow.session.query(OutboxFact).order_by(OutboxFact.number)]
        done = [row.action for row in uow.session.query(ActivityEvent).order_by(ActivityEvent.id)]
    made = ["commitment.make"] * 3
    assert done[-5:] == [*made, "commitment.take_back", "commitment.make"]
    assert told[-2:] == ["CommitmentTakenBack", "CommitmentMade"]


def test_the_sum_is_never_above_the_cap_nor_the_cap_below_the_sum(buyers: Buyers) -> None:
    id_, (one, two) = buyers.joined(), buyers.cities[:2]
    cap(buyers, id_, "100.00")
    make(buyers, id_, one, "60")
    with pytest.raises(Conflict, match=r"at most 40\.00 EUR are left") as error:
        make(buyers, id_, two, "40.01")
    assert "others have committed 60.00" in error.value.detail
    make(buyers, id_, two, "40.00")
    with pytest.raises(Conflict, match=r"at most 60\.00 EUR"):
        make(buyers, id_, one, "60.01", version=1)
    with pytest.raises(Conflict, match=r"100\.00 EUR are committed already") as error:
        cap(buyers, id_, "99.99")
    assert "99.99 EUR" in error.value.detail
    with pytest.raises(Conflict, match="once all is taken back"):
        cap(buyers, id_, "100", "SEK")
    cap(buyers, id_, "100.01")
    cap(buyers, id_, None)
    assert read(buyers, id_).total == Decimal("100.00")


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "1e18", "0.001"])
def test_what_is_no_amount_is_refused_by_field(buyers: Buyers, amount: str) -> None:
    id_ = buyers.joined()
    with pytest.raises(Invalid) as error:
        make(buyers, id_, buyers.cities[0], amount)
    assert [fault.field for fault in error.value.faults] == ["amount"]
    with pytest.raises(Invalid) as error:
        cap(buyers, id_, amount)
    assert [fault.field for fault in error.value.faults] == ["cap"]
    assert read(buyers, id_).items == ()


def test_an_amount_in_another_currency_is_refused(buyers: Buyers) -> None:
    id_, city = buyers.joined(), buyers.cities[0]
    pledge = Pledge(amount=Decimal(5), currency="SEK")
    with buyers.services.unit_of_work(member(city)) as uow, pytest.raises(Invalid) as error:
        commit(uow, id_, city, pledge)
    assert [fault.field for fault in error.value.faults] == ["currency"]
    assert "EUR" in error.value.detail


def test_only_writers_of_a_city_that_buys_commit_for_it(buyers: Buyers) -> None:
    roles = (JointRole.BUYER, JointRole.BUYER, JointRole.OBSERVER)
    id_ = buyers.joined(roles=roles)
    one, two, observer = buyers.cities[:3]
    given_id = make(buyers, id_, one, "5")
    refused: list[tuple[Actor, UUID, type[ProductError]]] = [
        (member(two), one, Forbidden),
        (member(one, Role.VIEWER), one, Forbidden),
        (member(observer), observer, Forbidden),
        (STAFF, one, Forbidden),
        (member(buyers.stranger), one, NotFound),
        (VISITOR, one, NotFound),
    ]
    for actor, city, error in refused:
        with buyers.services.unit_of_work(actor) as uow, pytest.raises(error):
            commit(uow, id_, city, Pledge(amount=Decimal(1), currency="EUR"))
        if city == one:
            with buyers.services.unit_of_work(actor) as uow, pytest.raises(error):
                take_back(uow, id_, given_id, expected_version=1)
    with buyers.services.unit_of_work(member(two)) as uow, pytest.raises(Forbidden):
        set_cap(uow, id_, Cap(currency="EUR"), expected_version=1)
    for actor in (member(buyers.stranger), member(buyers.vendor), VISITOR):
        with pytest.raises(NotFound):
            read(buyers, id_, actor)


def test_what_a_member_that_leaves_had_committed_counts_no_more_at_once(buyers: Buyers) -> None:
    id_ = buyers.joined()
    one, two, three = buyers.cities[:3]
    cap(buyers, id_, "100")
    for city in (one, two, three):
        make(buyers, id_, city, "30")
    with buyers.services.unit_of_work(member(two)) as uow:
        withdraw(uow, id_, two, "No money.", expected_version=buyers.version(id_, two))
    with buyers.services.unit_of_work(STAFF) as uow:
        version = buyers.version(id_, three)
        give_role(uow, id_, three, JointRole.FOLLOWER, expected_version=version)
    assert read(buyers, id_).total == Decimal(30)
    make(buyers, id_, one, "100", version=1)
    for fact in (MemberWithdrew(id_, two, "buyer"), RoleChanged(id_, three), RoleChanged(id_, one)):
        for _ in range(2):
            with buyers.services.unit_of_work(SYSTEM) as uow:
                release(uow, fact)
    with buyers.services.unit_of_work() as uow:
        told = [row.name for row in uow.session.query(OutboxFact)]
        done = [row.action for row in uow.session.query(ActivityEvent)]
        rows = uow.session.query(Commitment).order_by(Commitment.amount).all()
        assert [row.released_at is None for row in rows] == [False, False, True]
    assert told.count("CommitmentsReleased") == done.count("commitment.release") == 2
    assert [item.counts for item in read(buyers, id_).items] == [True, False, False]


def test_a_member_that_comes_back_has_committed_nothing_yet(
    buyers: Buyers, clock: SetClock
) -> None:
    id_, city = buyers.joined(), buyers.cities[1]
    make(buyers, id_, city, "30")
    with buyers.services.unit_of_work(member(city)) as uow:
        withdraw(uow, id_, city, "No money.", expected_version=buyers.version(id_, city))
    clock.moment += timedelta(minutes=1)
    with buyers.services.unit_of_work(STAFF) as uow:
        invite(uow, id_, Invited(challenge_id=buyers.challenges[1]))
    with buyers.services.unit_of_work(member(city)) as uow:
        version = buyers.version(id_, city)
        accept(uow, id_, city, JointRole.BUYER, expected_version=version)
    assert read(buyers, id_).total == 0
    make(buyers, id_, city, "8")
    with buyers.services.unit_of_work(SYSTEM) as uow:
        release(uow, MemberWithdrew(id_, city, "buyer"))
    assert read(buyers, id_).total == Decimal(8)
    for role in (JointRole.FOLLOWER, JointRole.BUYER):
        clock.moment += timedelta(minutes=1)
        with buyers.services.unit_of_work(STAFF) as uow:
            version = buyers.version(id_, city)
            give_role(uow, id_, city, role, expected_version=version)
    # Nobody has noted yet that it looked on for a minute.
    assert read(buyers, id_).total == 0


CENTS = st.integers(1, 5000)


@given(st.lists(st.tuples(st.integers(0, 2), CENTS), max_size=12), st.integers(1, 8000))
@hypothesis(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_clicked_the_sum_is_that_of_the_last_accepted_amounts(
    buyers: Buyers, clicks: list[tuple[int, int]], most: int
) -> None:
    id_ = buyers.joined()
    cap(buyers, id_, str(Decimal(most) / 100))
    stands, versions = dict.fromkeys(range(3), 0), dict.fromkeys(range(3), 0)
    for city, cents in clicks:
        rest = sum(stands.values()) - stands[city]
        amount = str(Decimal(cents) / 100)
        if rest + cents > most:
            with pytest.raises(Conflict):
                make(buyers, id_, buyers.cities[city], amount, versions[city])
        else:
            make(buyers, id_, buyers.cities[city], amount, versions[city])
            stands[city], versions[city] = cents, versions[city] + 1
    assert read(buyers, id_).total == Decimal(sum(stands.values())) / 100


def test_what_lots_are_worth_and_what_was_published_stays_in_its_currency(buyers: Buyers) -> None:
    id_ = buyers.joined()
    with buyers.services.unit_of_work(STAFF) as uow:
        said = LotContent(title="Sensors", value=Decimal(50_000))
        lot = add_lot(uow, id_, said).id
    with pytest.raises(Conflict, match="Lots state values in EUR"):
        cap(buyers, id_, None, "SEK")
    with buyers.services.unit_of_work(STAFF) as uow:
        remove_lot(uow, id_, lot, expected_version=1)
    cap(buyers, id_, None, "SEK")
    with buyers.services.unit_of_work() as uow:
        uow.session.get_one(Procurement, id_).published_at = uow.now
    with pytest.raises(Conflict, match="published in SEK"):
        cap(buyers, id_, None)


def test_what_is_committed_at_the_moment_of_joining_counts(buyers: Buyers) -> None:
    id_, city = buyers.joined(), buyers.cities[0]
    with buyers.services.unit_of_work(member(city)) as uow:
        # This request began first, and waited while a colleague accepted.
        uow.now -= timedelta(seconds=1)
        commit(uow, id_, city, Pledge(amount=Decimal(5), currency="EUR"))
    assert read(buyers, id_).total == Decimal(5)


def test_a_city_commits_to_the_whole_and_to_lots_under_one_cap(buyers: Buyers) -> None:
    id_, city = buyers.joined(), buyers.cities[0]
    cap(buyers, id_, "100")
    with buyers.services.unit_of_work(STAFF) as uow:
        lot_id = add_lot(uow, id_, LotContent(title="Sensors")).id
    make(buyers, id_, city, "60")
    for lot, error in ((str(lot_id), None), (str(city), Invalid), ("none", Invalid)):
        pledge = Pledge(amount=Decimal(40), currency="EUR", lot=lot)
        with buyers.services.unit_of_work(member(city)) as uow:
            if error is None:
                commit(uow, id_, city, pledge)
            else:
                with pytest.raises(error):
                    commit(uow, id_, city, pledge)
    found = read(buyers, id_)
    assert (found.total, found.left) == (Decimal(100), Decimal(0))
    assert {item.lot for item in found.items} == {"", str(lot_id)}
    assert [lot.title for lot in found.lots] == ["Sensors"]
