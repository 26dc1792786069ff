"""A joint procurement goes its way step by step, and only when what a step asks is so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from marketplace.consultations.content import ConsultationContent
from marketplace.consultations.operations import prepare
from marketplace.foundation.access import VISITOR, Actor
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.procurements.content import Letter, Mode
from marketplace.procurements.lifecycle import WAY, Step
from marketplace.procurements.members import state_letter, withdraw
from marketplace.procurements.models import Procurement
from marketplace.procurements.operations import describe
from marketplace.procurements.queries import get_procurement
from marketplace.steps.operations import dissolve, go_back, move_on, plan
from marketplace.steps.queries import Way, board, way_of
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers
from tests.factories.ways import agree_on_papers, align, award, sign


@contextmanager
def at_work(buyers: Buyers, id_: UUID, actor: Actor = STAFF) -> Iterator[tuple[UnitOfWork, int]]:
    with buyers.services.unit_of_work(actor) as uow:
        yield uow, get_procurement(uow, id_).version


def moved(
    buyers: Buyers, id_: UUID, target: Step, *, why: str = "Agreed.", actor: Actor = STAFF
) -> None:
    with at_work(buyers, id_, actor) as (uow, version):
        move_on(uow, id_, target, why, expected_version=version)


def way(buyers: Buyers, id_: UUID, actor: Actor = STAFF) -> Way:
    with buyers.services.unit_of_work(actor, writes=False) as uow:
        return way_of(uow, id_)


def test_a_step_says_what_it_asks_and_who_owes_it(buyers: Buyers) -> None:
    id_ = buyers.joined()
    align(buyers, id_)
    moved(buyers, id_, Step.NEEDS_ALIGNED)
    one, two, three = buyers.cities[:3]
    with buyers.services.unit_of_work(member(one)) as uow:
        at = buyers.version(id_, one)
        state_letter(uow, id_, one, Letter.PROMISED, None, expected_version=at)
    asked = {one.key: one for one in way(buyers, id_).ahead[Step.FINANCING]}
    assert asked["buyers"].met
    assert not asked["letters_promised"].met
    assert set(asked["letters_promised"].owing) == {two, three}
    with pytest.raises(Conflict, match="Every buyer has promised a letter of intent"):
        moved(buyers, id_, Step.FINANCING)
    assert way(buyers, id_).view.step is Step.NEEDS_ALIGNED


def test_the_whole_way_is_gone_in_its_order(buyers: Buyers) -> None:
    id_ = buyers.joined()
    for city in buyers.cities[:3]:
        sign(buyers, id_, city)
    with at_work(buyers, id_) as (uow, version):
        said = get_procurement(uow, id_).content
        content = replace(said, mode=Mode.CROSS_BORDER_JOINT, law="AT")
        describe(uow, id_, content, expected_version=version)
    align(buyers, id_)
    agree_on_papers(buyers, id_)
    with buyers.services.unit_of_work(STAFF) as uow:
        told = ConsultationContent(title="Pumps", text="Which?")
        prepare(uow, id_, told, None, expected_version=0)
    for target in WAY[1:]:
        if target is Step.AWARDED:
            with pytest.raises(Conflict, match="What came of the call is recorded"):
                moved(buyers, id_, target)
            award(buyers, id_, 1000)
        if target is Step.PUBLISHED:
            with pytest.raises(Invalid):
                moved(buyers, id_, target, why="In the usual place.")
        moved(buyers, id_, target, why=f"{target}: see https://ted.europa.eu/1")
    found = way(buyers, id_)
    assert [one.step for one in found.passages if one.taken_at] == list(WAY)
    assert (found.ahead, found.back) == ({}, None)
    assert [one.target for one in reversed(found.moves)] == list(WAY[1:])
    with pytest.raises(Conflict):
        moved(buyers, id_, Step.CLOSED)


def test_only_what_is_optional_is_passed_over(buyers: Buyers) -> None:
    id_ = buyers.joined()
    for city in buyers.cities[:3]:
        sign(buyers, id_, city)
    with pytest.raises(Conflict, match="does not come next"):
        moved(buyers, id_, Step.FINANCING)
    with pytest.raises(Conflict, match="The common need is drawn up"):
        moved(buyers, id_, Step.NEEDS_ALIGNED)
    align(buyers, id_)
    moved(buyers, id_, Step.NEEDS_ALIGNED)
    moved(buyers, id_, Step.FINANCING)
    found = way(buyers, id_)
    assert list(found.ahead) == [Step.MARKET_RESEARCH, Step.MEMORANDUM, Step.AGREEMENT]
    missing = {one.key for one in found.ahead[Step.AGREEMENT] if not one.met}
    assert missing == {"mode", "law", "agreement"}
    agree_on_papers(buyers, id_)
    moved(buyers, id_, Step.MEMORANDUM)


def test_it_goes_back_with_a_reason_until_the_call_is_published(buyers: Buyers) -> None:
    id_ = buyers.joined()
    align(buyers, id_)
    moved(buyers, id_, Step.NEEDS_ALIGNED)
    with at_work(buyers, id_) as (uow, version):
        with pytest.raises(Invalid):
            go_back(uow, id_, " ", expected_version=version)
        go_back(uow, id_, "Gent has another need.", expected_version=version)
        with pytest.raises(Conflict):
            go_back(uow, id_, "Further.", expected_version=version + 1)
    found = way(buyers, id_)
    assert [one.step for one in found.passages if one.taken_at] == [Step.PROPOSED]
    assert found.moves[0].evidence == "Gent has another need."
    with buyers.services.unit_of_work() as uow:
        row = uow.session.get_one(Procurement, id_)
        row.step, row.published_at = Step.EVALUATION.value, uow.now
    assert way(buyers, id_).back is None


def test_of_two_who_move_the_same_step_one_is_told(buyers: Buyers) -> None:
    id_ = buyers.joined()
    align(buyers, id_)
    with at_work(buyers, id_) as (uow, version):
        move_on(uow, id_, Step.NEEDS_ALIGNED, "Mine.", expected_version=version)
    with at_work(buyers, id_) as (uow, now), pytest.raises(Stale):
        move_on(uow, id_, Step.FINANCING, "Mine too.", expected_version=now - 1)


def test_who_manages_moves_and_nobody_else(buyers: Buyers) -> None:
    id_ = buyers.joined()
    align(buyers, id_)
    moved(buyers, id_, Step.NEEDS_ALIGNED, actor=member(buyers.cities[0]))
    for actor, error in (
        (member(buyers.cities[1]), Forbidden),
        (member(buyers.stranger), NotFound),
        (VISITOR, NotFound),
    ):
        with buyers.services.unit_of_work(actor) as uow:
            with pytest.raises(error):
                dissolve(uow, id_, "No.", expected_version=1)
            with pytest.raises(error):
                plan(uow, id_, Step.FINANCING, owner_id=None, due=None, expected_version=0)
    with buyers.services.unit_of_work(member(buyers.stranger), writes=False) as uow:
        with pytest.raises(NotFound):
            way_of(uow, id_)
        with pytest.raises(Forbidden):
            board(uow)


def test_a_plan_names_a_member_and_a_day_to_come(buyers: Buyers) -> None:
    id_ = buyers.joined()
    owner, due = buyers.cities[1], date(2027, 3, 1)
    with buyers.services.unit_of_work(STAFF) as uow:
        plan(uow, id_, Step.NEEDS_ALIGNED, owner_id=owner, due=due, expected_version=0)
        for more, error in (
            ({"owner_id": buyers.stranger, "due": due, "expected_version": 1}, Invalid),
            ({"owner_id": owner, "due": date(2020, 1, 1), "expected_version": 1}, Invalid),
            ({"owner_id": owner, "due": date(9999, 1, 1), "expected_version": 1}, Invalid),
            ({"owner_id": owner, "due": due, "expected_version": 0}, Stale),
        ):
            with pytest.raises(error):
                plan(uow, id_, Step.NEEDS_ALIGNED, **more)
        with pytest.raises(Conflict):
            plan(uow, id_, Step.PROPOSED, owner_id=owner, due=due, expected_version=0)
    following = way(buyers, id_).next
    assert following is not None
    assert (following.step, following.owner_id, following.due) == (Step.NEEDS_ALIGNED, owner, due)
    with buyers.services.unit_of_work(STAFF) as uow:
        # It is past midnight in Brussels already, so this day has passed.
        uow.now = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)
        with pytest.raises(Invalid):
            plan(uow, id_, Step.NEEDS_ALIGNED, owner_id=owner, due=due, expected_version=1)
        assert [one.overdue for one in board(uow)[Step.PROPOSED]] == [True]


def test_the_board_names_what_is_blocked_by_whom_and_what_is_overdue(buyers: Buyers) -> None:
    stuck, free, gone = buyers.joined(), buyers.joined(cities=2), buyers.joined(cities=2)
    align(buyers, stuck)
    align(buyers, free)
    moved(buyers, stuck, Step.NEEDS_ALIGNED)
    with at_work(buyers, gone) as (uow, version):
        dissolve(uow, gone, "Nobody has money.", expected_version=version)
    with buyers.services.unit_of_work(STAFF) as uow:
        step = plan(
            uow, free, Step.NEEDS_ALIGNED, owner_id=None, due=uow.now.date(), expected_version=0
        )
        step.due = date(2026, 1, 1)
    with buyers.services.unit_of_work(member(buyers.cities[2])) as uow:
        at = buyers.version(stuck, buyers.cities[2])
        withdraw(uow, stuck, buyers.cities[2], "New council.", expected_version=at)
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        found = board(uow)
    assert {step: len(items) for step, items in found.items() if items} == {
        Step.PROPOSED: 1,
        Step.NEEDS_ALIGNED: 1,
    }
    (blocked,), (late,) = found[Step.NEEDS_ALIGNED], found[Step.PROPOSED]
    assert (blocked.next, blocked.blocked_by) == (Step.FINANCING, ("Graz", "Linz"))
    assert (late.overdue, late.waits_for, late.view.id) == (True, (), free)
