"""Verbs by which an evaluation is prepared: criteria, who made an offer, who evaluates.

All of it is fixed, part by part: the criteria with the first points, offers and evaluators as
soon as the evaluators read each other. Giving points is in `scoring`, the outcome in `outcomes`.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.awards.content import SCALES, WHOLE, Criteria, Criterion, TendererContent
from marketplace.awards.events import EvaluatorNamed
from marketplace.awards.figures import is_exact, points_fault
from marketplace.awards.models import Evaluation, Evaluator, ScoreSheet, Tenderer
from marketplace.awards.policy import CAN_MANAGE, CAN_NAME, CAN_READ
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Fault, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.models import Membership
from marketplace.pooled_demand.queries import LotRef, lots_in
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import locked
from marketplace.solutions.models import Solution
from marketplace.solutions.policy import CAN_SEE as CAN_SEE_SOLUTION

LONGEST_NAME, LONGEST_ABOUT, LONGEST_LINK = 200, 500, 1000
MOST_CRITERIA, MOST_TENDERERS, MOST_EVALUATORS = 20, 60, 30


def set_criteria(
    uow: UnitOfWork,
    procurement_id: UUID,
    criteria: Criteria,
    link: str | None = None,
    *,
    expected_version: int,
) -> Evaluation:
    """Say by what offers are judged, and where they are made; 0 is the version of nothing.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: a name, weight or minimum cannot be taken, or the weights do not add up to 100.
        Stale: a colleague was faster.
        Conflict: points have been given already, or all is over.
    """
    managed(uow, procurement_id)
    row = evaluation_of(uow, procurement_id)
    if (row.version if row is not None else 0) != expected_version:
        raise Stale(say("A colleague has changed the criteria meanwhile. Look at them again."))
    if row is not None and has_points(uow, procurement_id):
        raise Conflict(say("Points have been given by these criteria, so they stay as they are."))
    criteria = _tidy(criteria)
    if row is None:
        row = Evaluation(procurement_id=procurement_id, version=0)
        uow.session.add(row)
    row.criteria, row.link = criteria, link
    row.written_by, row.written_at = uow.actor.label, uow.now
    row.version += 1
    after = {"version": row.version, "criteria": len(criteria.items)}
    uow.record("evaluation.set_criteria", row, after=after)
    return row


def add_tenderer(uow: UnitOfWork, procurement_id: UUID, content: TendererContent) -> Tenderer:
    """Note who made an offer; a solution from a long list brings its vendor.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement.
        Invalid: the name cannot be taken, or the lot or the solution is not known.
        Conflict: it is noted already, there are too many, or consensus has begun.
    """
    managed(uow, procurement_id)
    _require_not_open(evaluation_of(uow, procurement_id))
    name = require_text("name", content.name, LONGEST_NAME)
    lot = _lot_of(uow, procurement_id, content.lot_id)
    known = _tenderers(uow, procurement_id)
    if any((one.name, one.lot_id) == (name, content.lot_id) for one in known):
        raise Conflict(say("“%(name)s” is noted already.", name=name))
    if len(known) >= MOST_TENDERERS:
        raise Conflict(say("At most %(most)s can be noted.", most=MOST_TENDERERS))
    row = Tenderer(
        id=uuid4(),
        procurement_id=procurement_id,
        name=name,
        lot=lot.title if lot else "",
        lot_id=content.lot_id,
        link=content.link,
        solution_id=content.solution_id,
        vendor_id=_vendor_of(uow, content.solution_id),
        added_at=uow.now,
        added_by=uow.actor.label,
        feedback="",
        version=1,
    )
    uow.session.add(row)
    uow.record("evaluation.add_tenderer", row, after={"tenderers": len(known) + 1})
    return row


def remove_tenderer(uow: UnitOfWork, procurement_id: UUID, tenderer_id: UUID) -> None:
    """Take back a note of somebody who made no offer after all.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the procurement, or there
            is no such note.
        Conflict: somebody has declared or said something about it, or consensus has begun.
    """
    managed(uow, procurement_id)
    _require_not_open(evaluation_of(uow, procurement_id))
    row = tenderer_of(uow, procurement_id, tenderer_id)
    sheets = select(func.count()).where(ScoreSheet.tenderer_id == tenderer_id)
    if uow.session.scalar(sheets):
        raise Conflict(say("Evaluators have looked at this offer already, so it stays."))
    uow.record("evaluation.remove_tenderer", row)
    uow.session.delete(row)


def name_evaluator(
    uow: UnitOfWork, procurement_id: UUID, organisation_id: UUID, email: str
) -> Evaluator:
    """Name one of the city's people, by the address they sign in with.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not speak for that city.
        Invalid: nobody with that address acts for the city.
        Conflict: the person is named already, there are too many, or consensus has begun.
    """
    row = locked(uow, procurement_id)
    _require_naming(uow, row, organisation_id)
    _require_not_open(evaluation_of(uow, procurement_id))
    found = select(User).join(Membership, Membership.user_id == User.id)
    its = (Membership.organisation_id == organisation_id, User.active.is_(True))
    user = uow.session.scalar(found.where(*its, User.email == email.strip().lower()))
    if user is None:
        remedy = say("Choose somebody who acts for the city here.")
        raise Invalid.of("email", remedy, email[:LONGEST_NAME])
    known = list(uow.session.scalars(select(Evaluator).filter_by(procurement_id=procurement_id)))
    if any(one.user_id == user.id for one in known):
        raise Conflict(say("This person is named already."))
    if len(known) >= MOST_EVALUATORS:
        raise Conflict(say("At most %(most)s people can evaluate.", most=MOST_EVALUATORS))
    named = Evaluator(
        id=uuid4(),
        procurement_id=procurement_id,
        organisation_id=organisation_id,
        user_id=user.id,
        named_at=uow.now,
        named_by=uow.actor.label,
    )
    uow.session.add(named)
    uow.record("evaluation.name_evaluator", named, after={"evaluators": len(known) + 1})
    uow.tell(EvaluatorNamed(procurement_id, named.id))
    return named


def remove_evaluator(uow: UnitOfWork, procurement_id: UUID, evaluator_id: UUID) -> None:
    """Take back a naming, as long as the person has given no points.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not speak for that city, or there is
            no such evaluator.
        Conflict: the person has given points, or consensus has begun.
    """
    row = locked(uow, procurement_id)
    named = uow.session.get(Evaluator, evaluator_id)
    if named is None or named.procurement_id != procurement_id:
        raise NotFound(say(NOTHING))
    _require_naming(uow, row, named.organisation_id)
    _require_not_open(evaluation_of(uow, procurement_id))
    sheets = uow.session.scalars(select(ScoreSheet).filter_by(evaluator_id=evaluator_id)).all()
    if any(sheet.given_at is not None for sheet in sheets):
        raise Conflict(say("This person has given points, which count. They stay an evaluator."))
    for sheet in sheets:
        uow.session.delete(sheet)
    uow.record("evaluation.remove_evaluator", named)
    uow.session.flush()
    uow.session.delete(named)


def managed(uow: UnitOfWork, procurement_id: UUID) -> Procurement:
    """The procurement, locked for somebody who manages it.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not.
        Conflict: it is over.
    """
    row = locked(uow, procurement_id)
    require(CAN_MANAGE, uow.actor, row)
    return row


def evaluation_of(uow: UnitOfWork, procurement_id: UUID) -> Evaluation | None:
    """The evaluation as it stands behind the lock; None before there are criteria."""
    return uow.session.get(Evaluation, procurement_id, populate_existing=True)


def tenderer_of(uow: UnitOfWork, procurement_id: UUID, tenderer_id: UUID) -> Tenderer:
    """Who made an offer.

    Raises:
        NotFound: nobody of this id did, in this procurement.
    """
    row = uow.session.get(Tenderer, tenderer_id, populate_existing=True)
    if row is None or row.procurement_id != procurement_id:
        raise NotFound(say(NOTHING))
    return row


def has_points(uow: UnitOfWork, procurement_id: UUID) -> bool:
    """Whether any evaluator has given any points."""
    of_it = select(Tenderer.id).where(Tenderer.procurement_id == procurement_id)
    given = select(func.count()).where(
        ScoreSheet.tenderer_id.in_(of_it), ScoreSheet.given_at.is_not(None)
    )
    return bool(uow.session.scalar(given))


def _require_naming(uow: UnitOfWork, row: Procurement, organisation_id: UUID) -> None:
    require(CAN_READ, uow.actor, row)
    member = next((one for one in row.members if one.organisation_id == organisation_id), None)
    if member is None:
        raise NotFound(say(NOTHING))
    if not CAN_NAME.allows(uow.actor, member):
        raise Forbidden(say(CAN_NAME.reason))


def _require_not_open(row: Evaluation | None) -> None:
    if row is not None and row.opened_at is not None:
        raise Conflict(say("The evaluators read each other by now, so this stays as it is."))


def _tenderers(uow: UnitOfWork, procurement_id: UUID) -> Sequence[Tenderer]:
    return uow.session.scalars(select(Tenderer).filter_by(procurement_id=procurement_id)).all()


def _lot_of(uow: UnitOfWork, procurement_id: UUID, lot_id: UUID | None) -> LotRef | None:
    lots = {lot.id: lot for lot in lots_in(uow.session, procurement_id)}
    if lot_id is not None and lot_id not in lots:
        remedy = say("Choose one of the lots of this joint procurement.")
        raise Invalid.of("lot_id", remedy, str(lot_id))
    return lots.get(lot_id) if lot_id else None


def _vendor_of(uow: UnitOfWork, solution_id: UUID | None) -> UUID | None:
    if solution_id is None:
        return None
    solution = uow.session.get(Solution, solution_id)
    if solution is None or not CAN_SEE_SOLUTION.allows(uow.actor, solution):
        remedy = say("Choose a solution that is listed, or type the name.")
        raise Invalid.of("solution_id", remedy, str(solution_id))
    return solution.vendor_id


def _tidy(criteria: Criteria) -> Criteria:
    if criteria.scale not in SCALES:
        choices = ", ".join(map(str, SCALES))
        remedy = say("Choose the most points there can be: %(choices)s.", choices=choices)
        raise Invalid.of("scale", remedy, str(criteria.scale))
    if not 1 <= len(criteria.items) <= MOST_CRITERIA:
        raise Invalid.of("items", say("Name 1 to %(most)s criteria.", most=MOST_CRITERIA))
    if faults := list(_faults(criteria)):
        raise Invalid(faults)
    items = (
        Criterion(
            key=f"c{number}",
            name=require_text(f"items.{number - 1}.name", one.name, LONGEST_NAME),
            weight=one.weight,
            minimum=one.minimum,
            about=require_text(f"items.{number - 1}.about", one.about, LONGEST_ABOUT, least=0),
        )
        for number, one in enumerate(criteria.items, 1)
    )
    return Criteria(scale=criteria.scale, items=tuple(items))


def _faults(criteria: Criteria) -> Iterator[Fault]:
    for number, one in enumerate(criteria.items):
        if not (is_exact(one.weight) and 0 < one.weight <= WHOLE):
            remedy = say("Write a weight above 0 and up to 100, with at most two decimals.")
            yield Fault(f"items.{number}.weight", remedy, str(one.weight))
        if fault := points_fault(f"items.{number}.minimum", one.minimum, criteria.scale):
            yield fault
    weights = [one.weight for one in criteria.items if one.weight.is_finite()]
    total = sum(weights, Decimal(0))
    if total != WHOLE:
        remedy = say(
            "The weights add up to %(sum)s. They have to add up to exactly 100.", sum=total
        )
        yield Fault("items", remedy)
