"""Reads of the way: how far one has come and what the next step asks, and the board of all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from marketplace.buyers_groups.content import Member
from marketplace.buyers_groups.second_chances import Left, left_of, next_cities
from marketplace.foundation.access import require
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.procurements.lifecycle import OVER, WAY, Step
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import ProcurementView, inside, list_procurements, view_of
from marketplace.steps.conditions import Checked, checked, next_steps, step_before
from marketplace.steps.models import StepMove, StepPlan
from marketplace.steps.policy import CAN_SEE_BOARD
from marketplace.steps.standing import Standing, standings

MOST_ON_BOARD = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One step of the way: when it was entered, who sees to it and by when; `version` of the plan.

    `taken_at` is the last moment at which it was entered, None if it never was or has been undone.
    """

    step: Step
    taken_at: datetime | None
    owner_id: UUID | None
    due: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A move on record, with the grounds."""

    source: Step
    target: Step
    evidence: str
    moved_at: datetime
    moved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The whole way of one joint procurement; `ahead` maps what can come next to what it asks."""

    view: ProcurementView
    passages: tuple[Passage, ...]
    ahead: dict[Step, tuple[Checked, ...]]
    back: Step | None
    moves: tuple[Taken, ...]

    @property
    def next(self) -> Passage | None:
        """The step that comes next in the order, with its plan."""
        return next((one for one in self.passages if one.step in self.ahead), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBoard:
    """A joint procurement as the board shows it: what the next step waits for, and since when.

    `blocked_by` are the members that owe something; `waits_for` what is not so yet. `lost` are
    those that have said no and in whose place nobody was asked, `second` is who could be.
    """

    view: ProcurementView
    next: Step | None
    due: date | None
    overdue: bool
    waits_for: tuple[Checked, ...]
    blocked_by: tuple[str, ...]
    lost: tuple[str, ...] = ()
    second: Member | None = None


def way_of(uow: UnitOfWork, procurement_id: UUID) -> Way:
    """The way of one joint procurement, for its inside.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not see its inside.
    """
    row = inside(uow, procurement_id)
    view, now = view_of(uow, row), Step(row.step)
    moves = uow.session.scalars(
        select(StepMove)
        .where(StepMove.procurement_id == procurement_id)
        .order_by(StepMove.number.desc())
    ).all()
    stands = standings(uow, [view])[view.id]
    over = now in OVER
    return Way(
        view=view,
        passages=_passages(row, moves, _plans(uow, [procurement_id])),
        ahead={} if over else {step: checked(stands, step) for step in next_steps(now)},
        back=None if over else step_before(now),
        moves=tuple(
            Taken(
                source=Step(one.source),
                target=Step(one.target),
                evidence=one.evidence,
                moved_at=one.moved_at,
                moved_by=one.moved_by,
            )
            for one in moves
        ),
    )


def board(uow: UnitOfWork) -> dict[Step, list[OnBoard]]:
    """All joint procurements under way by step, the longest untouched first, for staff.

    Raises:
        Unauthenticated, Forbidden: the actor is not staff.
    """
    require(CAN_SEE_BOARD, uow.actor, None)
    under_way = [step for step in Step if step not in OVER]
    views = list_procurements(uow, PageRequest(1, MOST_ON_BOARD), steps=under_way).items
    plans, stands = _plans(uow, [view.id for view in views]), standings(uow, views)
    lost = {view.id: left for view in views if (left := _lost(view)) is not None}
    seconds = next_cities(uow, lost)
    found: dict[Step, list[OnBoard]] = {step: [] for step in under_way}
    for view in reversed(views):
        one, left = _on_board(stands[view.id], plans, brussels_today(uow.now)), lost.get(view.id)
        if left is not None:
            gone = (m.name for m in view.members if m.organisation_id in left.gone)
            one = replace(one, lost=tuple(gone), second=seconds.get(view.id))
        found[view.step].append(one)
    return found


def _lost(view: ProcurementView) -> Left | None:
    """What is left of a group that can still grow, and in which nobody took a lost one's place."""
    left = left_of(view)
    return left if left.gone and not left.replaced and view.published_at is None else None


def _on_board(stands: Standing, plans: dict[tuple[UUID, str], StepPlan], today: date) -> OnBoard:
    view = stands.view
    following = next_steps(view.step)[0] if view.step is not Step.CLOSED else None
    plan = plans.get((view.id, following)) if following else None
    asked = checked(stands, following) if following else ()
    missing = tuple(one for one in asked if not one.met)
    owing = {id_ for one in missing for id_ in one.owing}
    due = plan.due if plan else None
    return OnBoard(
        view=view,
        next=following,
        due=due,
        overdue=due is not None and due < today,
        waits_for=missing,
        blocked_by=tuple(one.name for one in view.members if one.organisation_id in owing),
    )


def _plans(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[tuple[UUID, str], StepPlan]:
    if not ids:
        return {}
    rows = uow.session.scalars(select(StepPlan).where(StepPlan.procurement_id.in_(ids)))
    return {(row.procurement_id, row.step): row for row in rows}


def _passages(
    row: Procurement, moves: Sequence[StepMove], plans: dict[tuple[UUID, str], StepPlan]
) -> tuple[Passage, ...]:
    entered = {move.target: move.moved_at for move in reversed(moves)}
    entered[Step.PROPOSED.value] = row.created_at
    reached = WAY.index(Step(row.step)) if row.step in WAY else len(WAY)
    found = []
    for place, step in enumerate(WAY):
        plan = plans.get((row.id, step.value))
        found.append(
            Passage(
                step=step,
                taken_at=entered.get(step.value) if place <= reached else None,
                owner_id=plan.owner_id if plan else None,
                due=plan.due if plan else None,
                version=plan.version if plan else 0,
            )
        )
    return tuple(found)
