"""Verbs of evaluators: declare, give points, and agree.

Nobody reads what another evaluator thinks before all have said it, or the lead buyer lets them.
From then on what each said stays, and the group agrees on the points that count.
"""

from uuid import UUID, uuid4

from sqlalchemy import select

from marketplace.awards.content import Criteria, Mark, Marks
from marketplace.awards.events import ConsensusOpened
from marketplace.awards.figures import points_fault
from marketplace.awards.models import Consensus, Evaluation, Evaluator, ScoreSheet, Tenderer
from marketplace.awards.operations import evaluation_of, managed, tenderer_of
from marketplace.awards.policy import CAN_MANAGE, CAN_READ, CAN_SCORE
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Fault, Forbidden, Invalid, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.models import Membership
from marketplace.procurements.lifecycle import ACCEPTED
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import locked

LONGEST_COMMENT, LONGEST_DECLARATION = 1000, 1000


def declare(
    uow: UnitOfWork,
    procurement_id: UUID,
    tenderer_id: UUID,
    *,
    has_conflict: bool,
    declaration: str,
    expected_version: int,
) -> ScoreSheet:
    """Say whether one has an interest of one's own in an offer; whoever has one gives no points.

    0 is the version of a sheet that nobody has begun. Points given before are taken away.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is no evaluator here, or nobody of this id
            made an offer.
        Invalid: a conflict is declared without a word about it, or one that cannot be taken.
        Stale: it was changed meanwhile.
        Conflict: the evaluators read each other by now.
    """
    row, evaluator = _evaluating(uow, procurement_id)
    _, tenderer = _judging(uow, procurement_id, tenderer_id)
    text = require_text("declaration", declaration, LONGEST_DECLARATION, least=int(has_conflict))
    sheet = _current(uow, evaluator, tenderer, expected_version)
    if sheet is None:
        sheet = ScoreSheet(
            id=uuid4(),
            evaluator_id=evaluator.id,
            tenderer_id=tenderer.id,
            marks=Marks(),
            version=0,
        )
        uow.session.add(sheet)
    sheet.has_conflict, sheet.declaration, sheet.declared_at = has_conflict, text, uow.now
    if has_conflict:
        sheet.marks, sheet.given_at = Marks(), None
    _kept(uow, sheet, "declare")
    _open_if_all_are_in(uow, row)
    return sheet


def give_points(
    uow: UnitOfWork, procurement_id: UUID, tenderer_id: UUID, marks: Marks, *, expected_version: int
) -> ScoreSheet:
    """Give points for every criterion, each with a comment; until consensus they can be changed.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is no evaluator here, or nobody of this id
            made an offer.
        Invalid: points are missing or out of bounds, or a comment cannot be taken.
        Stale: they were changed meanwhile.
        Conflict: nothing is declared yet, or a conflict of interest is; or the evaluators read
            each other by now.
    """
    row, evaluator = _evaluating(uow, procurement_id)
    evaluation, tenderer = _judging(uow, procurement_id, tenderer_id)
    sheet = _current(uow, evaluator, tenderer, expected_version)
    if sheet is None:
        raise Conflict(say("Declare first whether you have an interest of your own in this offer."))
    if sheet.has_conflict:
        raise Conflict(say("You have declared a conflict of interest, so you give no points here."))
    sheet.marks, sheet.given_at = checked(evaluation.criteria, marks), uow.now
    _kept(uow, sheet, "give_points")
    _open_if_all_are_in(uow, row)
    return sheet


def open_consensus(uow: UnitOfWork, procurement_id: UUID) -> Evaluation:
    """Let the evaluators read each other, though some have not given all their points.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Conflict: there are no criteria or no points yet, or it is open already.
    """
    managed(uow, procurement_id)
    evaluation = _criteria(uow, procurement_id)
    if evaluation.opened_at is not None:
        raise Conflict(say("The evaluators read each other already."))
    if not any(sheet.given_at for sheet in _sheets(uow, procurement_id)):
        raise Conflict(say("Nobody has given points yet, so there is nothing to agree on."))
    _open(uow, evaluation)
    uow.record("evaluation.open_consensus", evaluation, after={"version": evaluation.version})
    return evaluation


def agree(
    uow: UnitOfWork, procurement_id: UUID, tenderer_id: UUID, marks: Marks, *, expected_version: int
) -> Consensus:
    """Keep the points on which the evaluators agreed, each with its reason.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor neither manages the procurement nor
            evaluates, or nobody of this id made an offer.
        Invalid: points are missing or out of bounds, or a reason is.
        Stale: a colleague was faster.
        Conflict: the evaluators do not read each other yet; or the actor declared a conflict of
            interest in this offer.
    """
    row = locked(uow, procurement_id)
    require(CAN_READ, uow.actor, row)
    own = _own(uow, procurement_id)
    if own is None and not CAN_MANAGE.allows(uow.actor, row):
        raise Forbidden(say(CAN_SCORE.reason))
    evaluation = _criteria(uow, procurement_id)
    tenderer = tenderer_of(uow, procurement_id, tenderer_id)
    if evaluation.opened_at is None:
        raise Conflict(say("Not all evaluators have given their points yet."))
    sheet = _sheet(uow, own.id, tenderer_id) if own else None
    if sheet is not None and sheet.has_conflict:
        raise Conflict(say("You have declared a conflict of interest, so you give no points here."))
    kept = uow.session.get(Consensus, tenderer.id, populate_existing=True)
    if (kept.version if kept is not None else 0) != expected_version:
        raise Stale(say("A colleague has written here meanwhile. Read that first, then write."))
    said = checked(evaluation.criteria, marks, least=1)
    if kept is None:
        kept = Consensus(tenderer_id=tenderer.id, version=0)
        uow.session.add(kept)
    kept.marks, kept.agreed_by, kept.agreed_at = said, uow.actor.label, uow.now
    kept.version += 1
    uow.record("evaluation.agree", kept, after={"version": kept.version})
    return kept


def checked(criteria: Criteria, marks: Marks, *, least: int = 0) -> Marks:
    """The marks in the order of the criteria; each comment has `least` characters or more.

    Raises:
        Invalid: points or comments are missing, or cannot be taken.
    """
    faults: list[Fault] = []
    found: list[Mark] = []
    for one in criteria.items:
        mark = marks.of(one.key)
        if mark is None:
            faults.append(Fault(f"{one.key}.points", say("Give points for this, too.")))
            continue
        if fault := points_fault(f"{one.key}.points", mark.points, criteria.scale):
            faults.append(fault)
        try:
            text = require_text(f"{one.key}.comment", mark.comment, LONGEST_COMMENT, least=least)
        except Invalid as error:
            faults += error.faults
            continue
        found.append(Mark(criterion=one.key, points=mark.points, comment=text))
    if faults:
        raise Invalid(faults)
    return Marks(items=tuple(found))


def _evaluating(uow: UnitOfWork, procurement_id: UUID) -> tuple[Procurement, Evaluator]:
    row = locked(uow, procurement_id)
    require(CAN_READ, uow.actor, row)
    own = _own(uow, procurement_id)
    cities = {one.organisation_id for one in row.members if one.state == ACCEPTED}
    if own is None or own.organisation_id not in cities:
        raise Forbidden(say(CAN_SCORE.reason))
    return row, own


def _own(uow: UnitOfWork, procurement_id: UUID) -> Evaluator | None:
    its = (Evaluator.procurement_id == procurement_id, CAN_SCORE.where(uow.actor))
    return uow.session.scalar(select(Evaluator).where(*its))


def _criteria(uow: UnitOfWork, procurement_id: UUID) -> Evaluation:
    evaluation = evaluation_of(uow, procurement_id)
    if evaluation is None:
        raise Conflict(say("Say first by which criteria offers are judged."))
    return evaluation


def _judging(
    uow: UnitOfWork, procurement_id: UUID, tenderer_id: UUID
) -> tuple[Evaluation, Tenderer]:
    evaluation = _criteria(uow, procurement_id)
    tenderer = tenderer_of(uow, procurement_id, tenderer_id)
    if evaluation.opened_at is not None:
        raise Conflict(say("The evaluators read each other by now, so this stays as it is."))
    return evaluation, tenderer


def _current(
    uow: UnitOfWork, evaluator: Evaluator, tenderer: Tenderer, expected_version: int
) -> ScoreSheet | None:
    sheet = _sheet(uow, evaluator.id, tenderer.id)
    if (sheet.version if sheet is not None else 0) != expected_version:
        raise Stale(say("You have changed this elsewhere meanwhile. Look at it again."))
    return sheet


def _sheet(uow: UnitOfWork, evaluator_id: UUID, tenderer_id: UUID) -> ScoreSheet | None:
    its = select(ScoreSheet).filter_by(evaluator_id=evaluator_id, tenderer_id=tenderer_id)
    return uow.session.scalar(its.execution_options(populate_existing=True))


def _kept(uow: UnitOfWork, sheet: ScoreSheet, verb: str) -> None:
    sheet.done_by, sheet.version = uow.actor.label, sheet.version + 1
    uow.record(f"evaluation.{verb}", sheet, after={"version": sheet.version})


def _sheets(uow: UnitOfWork, procurement_id: UUID) -> list[ScoreSheet]:
    of_it = select(Tenderer.id).where(Tenderer.procurement_id == procurement_id)
    return list(uow.session.scalars(select(ScoreSheet).where(ScoreSheet.tenderer_id.in_(of_it))))


def _open_if_all_are_in(uow: UnitOfWork, row: Procurement) -> None:
    """Let them read each other once every evaluator has said something of every offer."""
    uow.session.flush()
    cities = [one.organisation_id for one in row.members if one.state == ACCEPTED]
    # Who acts for the city no longer is waited for by nobody.
    acts = (Membership.user_id == Evaluator.user_id) & (
        Membership.organisation_id == Evaluator.organisation_id
    )
    of_it = (Evaluator.procurement_id == row.id, Evaluator.organisation_id.in_(cities))
    people = select(Evaluator.id).join(Membership, acts).where(*of_it)
    offers = select(Tenderer.id).where(Tenderer.procurement_id == row.id)
    wanted = {
        (who, what)
        for who in uow.session.scalars(people).all()
        for what in uow.session.scalars(offers).all()
    }
    sheets = _sheets(uow, row.id)
    done = {(s.evaluator_id, s.tenderer_id) for s in sheets if s.has_conflict or s.given_at}
    if wanted <= done and any(sheet.given_at for sheet in sheets):
        _open(uow, _criteria(uow, row.id))


def _open(uow: UnitOfWork, evaluation: Evaluation) -> None:
    evaluation.opened_at = uow.now
    evaluation.version += 1
    uow.tell(ConsensusOpened(evaluation.procurement_id))
