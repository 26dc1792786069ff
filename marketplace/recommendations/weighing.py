"""The weights that answers are made with, and the sign-off of those that were learned.

Whatever was learned is a proposal until staff approve it, and can be taken back. It serves only
as long as the documented weights are those that it was learned from: a release that changes
them starts again from what it documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, NotFound, Stale
from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.lists import page_of
from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.saying import later, say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork, once
from marketplace.foundation.versions import DONE_BY_STAFF, NOTHING, SEEN_BY_STAFF
from marketplace.recommendations.models import WeightProposal
from marketplace.recommendations.weight_report import Ranking, WeightReport
from matching.ranking.weights import FOR_PARTNERS, FOR_SUPPLIERS, Weights

DOCUMENTED: Mapping[Ranking, Weights] = {
    Ranking.SUPPLIERS: FOR_SUPPLIERS,
    Ranking.PARTNERS: FOR_PARTNERS,
}
AS_DOCUMENTED = "documented"
"""The name of weights that nothing was learned into."""

PROPOSED, APPROVED, REFUSED = "proposed", "approved", "refused"
TAKEN_BACK, REPLACED = "taken_back", "replaced"
LIFECYCLE = Lifecycle(
    "proposal",
    (
        Move("approve", (PROPOSED,), APPROVED, "staff"),
        Move("refuse", (PROPOSED,), REFUSED, "staff"),
        Move("take_back", (APPROVED,), TAKEN_BACK, "staff"),
        Move("replace", (APPROVED, PROPOSED), REPLACED, "system"),
    ),
    {
        PROPOSED: later("This proposal waits for staff to approve or refuse it."),
        APPROVED: later("This proposal is approved. It can only be taken back now."),
        REFUSED: later("This proposal was refused; nothing can be changed about it any more."),
        TAKEN_BACK: later(
            "This proposal was taken back; nothing can be changed about it any more."
        ),
        REPLACED: later("A later proposal has taken the place of this one."),
    },
)
LONGEST_NOTE = 2000
CAN_SEE, CAN_DECIDE = SEEN_BY_STAFF, DONE_BY_STAFF


@dataclass(frozen=True, slots=True)
class InUse:
    """The weights of one ranking now; `name` tells them from others, `since` is when they came.

    `since` is None for those that are as documented.
    """

    weights: Weights
    name: str = AS_DOCUMENTED
    since: datetime | None = None


def in_use(session: Session, ranking: Ranking) -> InUse:
    """The weights that this ranking is answered with: as documented, or learned and approved."""
    serving = select(WeightProposal).where(WeightProposal.serves.is_not(None))
    rows = once(session, WeightProposal, lambda: session.scalars(serving).all())
    row = next((row for row in rows if row.serves == ranking.value), None)
    documented = DOCUMENTED[ranking]
    if row is None or not is_of_this_release(row):
        return InUse(documented)
    return InUse(documented.learned(row.report.learned), str(row.id), row.decided_at)


def is_of_this_release(row: WeightProposal) -> bool:
    """Whether the weights it was learned from are those documented now."""
    return row.report.documented == DOCUMENTED[Ranking(row.ranking)].by_name


def proposals(uow: UnitOfWork, page: PageRequest) -> Page[WeightProposal]:
    """Everything that was ever proposed, the newest first.

    Raises:
        Forbidden: the actor is not of the programme's staff.
    """
    require(CAN_SEE, uow.actor, None)
    newest = select(WeightProposal).order_by(WeightProposal.made_at.desc(), WeightProposal.id)
    return page_of(uow.session, newest, page, lambda rows: [row[0] for row in rows])


def propose(uow: UnitOfWork, ranking: Ranking, report: WeightReport) -> WeightProposal:
    """Lay weights before staff; an older proposal that waits gives way to this one.

    Raises:
        Forbidden: the actor may not decide about weights.
        ValueError: the weights are not within the bounds.
    """
    require(CAN_DECIDE, uow.actor, None)
    DOCUMENTED[ranking].learned(report.learned)
    waiting = select(WeightProposal).where(
        WeightProposal.ranking == ranking.value, WeightProposal.state == PROPOSED
    )
    for older in uow.session.scalars(waiting.with_for_update()):
        _settle(uow, older, "replace")
    row = WeightProposal(
        ranking=ranking.value, state=PROPOSED, report=report, made_at=uow.now, version=1
    )
    uow.session.add(row)
    uow.record("weights.propose", row, after={"ranking": row.ranking, "state": row.state})
    return row


def decide(
    uow: UnitOfWork, proposal_id: UUID, move: str, *, expected_version: int, note: str = ""
) -> WeightProposal:
    """Staff `approve`, `refuse` or `take_back`; what was approved counts from the next answer on.

    Raises:
        NotFound, Forbidden: the actor may not, or there is no such proposal.
        Stale, Conflict: somebody decided first, or the move is not possible now.
    """
    require(CAN_DECIDE, uow.actor, None)
    row = uow.session.get(WeightProposal, proposal_id, with_for_update=True, populate_existing=True)
    if row is None or LIFECYCLE.named(move).who != "staff":
        raise NotFound(say(NOTHING))
    if row.version != expected_version:
        raise Stale(say("Somebody decided about this proposal before you; look at it again."))
    LIFECYCLE.check(move, row.state)
    if move == "approve" and not is_of_this_release(row):
        raise Conflict(say("The documented weights have changed since; it can only be refused."))
    row.note = require_text("note", note, LONGEST_NOTE, least=0)
    # Two proposals approved at the same moment: the second finds its place taken.
    with uow.attempt():
        if move == "approve":
            _clear(uow, row.ranking)
        _settle(uow, row, move)
        row.serves = row.ranking if row.state == APPROVED else None
    return row


def _clear(uow: UnitOfWork, ranking: str) -> None:
    """Let nothing learned serve the ranking."""
    serving = select(WeightProposal).where(WeightProposal.serves == ranking).with_for_update()
    for older in uow.session.scalars(serving):
        older.serves = None
        _settle(uow, older, "replace")


def _settle(uow: UnitOfWork, row: WeightProposal, move: str) -> None:
    before = row.state
    row.state = LIFECYCLE.check(move, before).target
    row.decided_at, row.decided_by = uow.now, uow.actor.label
    row.version += 1
    uow.record(f"weights.{move}", row, before={"state": before}, after={"state": row.state})
