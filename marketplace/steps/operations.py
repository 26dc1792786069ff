"""Verbs of the way: move on, go back, dissolve, and plan who sees to a step and by when.

The procurement is locked and its version compared, so of two that move the same step one wins
and the other is told.
"""

from datetime import date
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import func, select

from marketplace.foundation.access import require
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import Conflict, Invalid, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.procurements.lifecycle import ACCEPTED, WAY, Step
from marketplace.procurements.models import Procurement
from marketplace.procurements.operations import managed, touch
from marketplace.procurements.queries import locked, view_of
from marketplace.steps.conditions import checked, next_steps, step_before
from marketplace.steps.events import StepTaken
from marketplace.steps.models import StepMove, StepPlan
from marketplace.steps.policy import CAN_MOVE
from marketplace.steps.standing import standings

LONGEST_EVIDENCE = 4000
LATEST_YEAR = 2100


def move_on(
    uow: UnitOfWork, procurement_id: UUID, target: Step, evidence: str, *, expected_version: int
) -> StepMove:
    """Enter the next step; steps that are optional can be passed over.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it.
        Invalid: the grounds cannot be taken; the call is published without saying where.
        Stale: somebody moved or changed it meanwhile.
        Conflict: the step does not come next, something it asks is not so, or all is over.
    """
    row = managed(uow, procurement_id, expected_version)
    now = Step(row.step)
    if target not in next_steps(now):
        raise Conflict(
            say("This step does not come next. Look at the page again."),
            possible=tuple(step.value for step in next_steps(now)),
        )
    text = require_text("evidence", evidence, LONGEST_EVIDENCE)
    if target is Step.PUBLISHED and not _names_an_address(text):
        raise Invalid.of(
            "evidence",
            say("Say where the call is published, with its address (https://…)."),
            evidence,
        )
    _require_conditions(uow, row, target)
    if target is Step.PUBLISHED:
        row.published_at = uow.now
    return _taken(uow, row, target, text, "move_on")


def go_back(
    uow: UnitOfWork, procurement_id: UUID, reason: str, *, expected_version: int
) -> StepMove:
    """Go back one step and say why; not any more once the call is published.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it.
        Invalid: the reason cannot be taken.
        Stale: somebody moved or changed it meanwhile.
        Conflict: it cannot go back.
    """
    row = managed(uow, procurement_id, expected_version)
    target = step_before(Step(row.step))
    if target is None:
        raise Conflict(say("From here it cannot go back. It can be dissolved."))
    text = require_text("reason", reason, LONGEST_EVIDENCE)
    return _taken(uow, row, target, text, "go_back")


def dissolve(
    uow: UnitOfWork, procurement_id: UUID, reason: str, *, expected_version: int
) -> StepMove:
    """End it without an outcome, and say why.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it.
        Invalid: the reason cannot be taken.
        Stale: somebody moved or changed it meanwhile.
        Conflict: it is over.
    """
    row = managed(uow, procurement_id, expected_version)
    text = require_text("reason", reason, LONGEST_EVIDENCE)
    return _taken(uow, row, Step.DISSOLVED, text, "dissolve")


def plan(
    uow: UnitOfWork,
    procurement_id: UUID,
    step: Step,
    *,
    owner_id: UUID | None,
    due: date | None,
    expected_version: int,
) -> StepPlan:
    """Say which member sees to a step, and by when; `expected_version` is 0 for the first time.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it.
        Invalid: the owner takes no part, or the day has passed or is too far away.
        Stale: somebody planned it meanwhile.
        Conflict: the step has been entered already.
    """
    row = locked(uow, procurement_id)
    require(CAN_MOVE, uow.actor, row)
    if step not in WAY or WAY.index(step) <= WAY.index(Step(row.step)):
        raise Conflict(say("This step has been taken already."))
    members = {one.organisation_id for one in row.members if one.state == ACCEPTED}
    if owner_id is not None and owner_id not in members:
        raise Invalid.of("owner", say("Choose a city that takes part."), owner_id)
    if due is not None and not (brussels_today(uow.now) <= due and due.year <= LATEST_YEAR):
        raise Invalid.of("due", say("Choose a day to come, until 2100 at the latest."), due)
    its = select(StepPlan).filter_by(procurement_id=procurement_id, step=step.value)
    found = uow.session.scalar(its.execution_options(populate_existing=True))
    if (found.version if found else 0) != expected_version:
        raise Stale(say("Somebody has planned this step meanwhile. Look at it again."))
    planned = found or StepPlan(
        id=uuid4(), procurement_id=procurement_id, step=step.value, version=0
    )
    planned.owner_id, planned.due, planned.version = owner_id, due, planned.version + 1
    uow.session.add(planned)
    uow.record("procurement.plan", planned, after={"step": step.value, "due": str(due or "")})
    return planned


def _require_conditions(uow: UnitOfWork, row: Procurement, target: Step) -> None:
    stands = standings(uow, [view_of(uow, row)])[row.id]
    missing = [one for one in checked(stands, target) if not one.met]
    if missing:
        raise Conflict(
            say(
                "The step cannot be taken yet. What is missing: %(missing)s",
                missing=" ".join(one.sentence for one in missing),
            )
        )


def _taken(uow: UnitOfWork, row: Procurement, target: Step, text: str, name: str) -> StepMove:
    counted = select(func.count()).where(StepMove.procurement_id == row.id)
    move = StepMove(
        id=uuid4(),
        procurement_id=row.id,
        number=(uow.session.scalar(counted) or 0) + 1,
        source=row.step,
        target=target.value,
        evidence=text,
        moved_at=uow.now,
        moved_by=uow.actor.label,
    )
    uow.session.add(move)
    row.step = target.value
    touch(uow, row)
    uow.record(f"procurement.{name}", row, before={"step": move.source}, after={"step": row.step})
    uow.tell(StepTaken(row.id, move.id))
    return move


def _names_an_address(text: str) -> bool:
    words = (urlsplit(word) for word in text.split())
    return any(word.scheme in ("https", "http") and "." in word.netloc for word in words)
