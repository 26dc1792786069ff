"""Claimed deployments and the cities that bear them out: rows in step, and their moves."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from marketplace.accounts.operations import normal_email
from marketplace.foundation.access import require
from marketplace.foundation.desk import is_stored
from marketplace.foundation.errors import Conflict, Invalid, NotFound, Stale
from marketplace.foundation.events import Fact
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.models import Organisation
from marketplace.solutions.content import Deployment, ReferenceState, SolutionContent
from marketplace.solutions.events import (
    ReferenceConfirmed,
    ReferenceDisputed,
    ReferenceExpired,
    ReferenceInvited,
)
from marketplace.solutions.lifecycle import REFERENCE
from marketplace.solutions.models import Reference, Solution, SolutionVersion
from marketplace.solutions.policy import (
    CAN_ANSWER_REFERENCE,
    CAN_EDIT,
    CAN_SEE,
    CAN_SEE_WORKING,
    IS_SYSTEM,
)
from marketplace.solutions.rules import claim_of, reference_key

INVITATION_LASTS = timedelta(days=60)
MOST_MAILED_A_DAY = 20
CONFIRMATION_LASTS = timedelta(days=730)
REMINDED_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedReference:
    """A published deployment of somebody's solution that names a city."""

    reference: Reference
    solution_id: UUID
    solution_name: str
    vendor_name: str
    deployment: Deployment


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedReference:
    """A reference as its vendor sees it; `deployment` is None once it is no longer named."""

    reference: Reference
    solution: Solution
    deployment: Deployment | None
    buyer: Organisation | None
    may_ask: bool
    may_remind: bool


def references_naming(uow: UnitOfWork, buyer_id: UUID) -> list[NamedReference]:
    """The published deployments about which this city was asked, for those who may answer."""
    rows = uow.session.execute(
        select(Reference, Solution, SolutionVersion, Organisation.name)
        .join(Solution, Solution.id == Reference.solution_id)
        .join(
            SolutionVersion,
            and_(
                SolutionVersion.solution_id == Solution.id,
                SolutionVersion.number == Solution.published_version,
            ),
        )
        .join(Organisation, Organisation.id == Solution.vendor_id)
        .where(Reference.buyer_id == buyer_id, CAN_ANSWER_REFERENCE.where(uow.actor))
        .order_by(Reference.moved_at.desc(), Reference.id)
    )
    return [
        NamedReference(
            reference=reference,
            solution_id=solution.id,
            solution_name=solution.name,
            vendor_name=vendor_name,
            deployment=deployment,
        )
        for reference, solution, version, vendor_name in rows
        for deployment in version.content.deployments
        if reference_key(deployment) == reference.key
    ]


def keep_references(uow: UnitOfWork, solution: Solution, content: SolutionContent) -> None:
    """A reference for each published deployment; a changed claim is merely claimed again.

    References of deployments that are no longer named stay, so that leaving a disputed one
    out for a while does not clear it.
    """
    known = _references_of(uow, solution) if is_stored(solution) else {}
    for deployment in content.deployments:
        key, claim = reference_key(deployment), claim_of(deployment)
        row = known.get(key)
        if row is None:
            row = Reference(solution=solution, key=key, version=0)
            uow.session.add(row)
        elif row.claim == claim:
            continue
        row.claim, row.state, row.version = claim, ReferenceState.CLAIMED, row.version + 1
        row.moved_at, row.moved_by = uow.now, uow.actor.label


def get_reference(uow: UnitOfWork, reference_id: UUID) -> AskedReference:
    """One reference as its vendor sees it.

    Raises:
        NotFound: there is none, or none that the actor may see.
        Unauthenticated, Forbidden: the actor is neither a member of the vendor nor staff.
    """
    row = uow.session.execute(
        select(Reference, Solution, SolutionVersion)
        .join(Solution, Solution.id == Reference.solution_id)
        .join(
            SolutionVersion,
            and_(
                SolutionVersion.solution_id == Solution.id,
                SolutionVersion.number == Solution.published_version,
            ),
        )
        .where(Reference.id == reference_id)
    ).one_or_none()
    if row is None:
        raise NotFound(say(NOTHING))
    reference, solution, version = row
    require(CAN_SEE_WORKING, uow.actor, solution, see=CAN_SEE)
    named = (d for d in version.content.deployments if reference_key(d) == reference.key)
    buyer = uow.session.get(Organisation, reference.buyer_id) if reference.buyer_id else None
    return AskedReference(
        reference=reference,
        solution=solution,
        deployment=next(named, None),
        buyer=buyer,
        may_ask=CAN_EDIT.allows(uow.actor, solution),
        may_remind=uow.now >= reference.moved_at + REMINDED_AFTER,
    )


def invite_reference(
    uow: UnitOfWork,
    reference_id: UUID,
    buyer_id: UUID,
    *,
    expected_version: int,
    email: str = "",
) -> Reference:
    """Ask the city `buyer_id` whether the solution really runs there.

    With `email` the question is also mailed to somebody who works there: for a city of which
    nobody has signed up yet.

    Raises:
        Invalid: that organisation is no city, or it speaks for itself and needs no mail.
        Conflict: the vendor has had too many questions mailed today.
    """
    row, solution = _locked(uow, reference_id, expected_version)
    require(CAN_EDIT, uow.actor, solution)
    buyer = uow.session.get(Organisation, buyer_id)
    if buyer is None or buyer.kind != OrganisationKind.CITY or buyer.id == solution.vendor_id:
        raise Invalid.of("buyer_id", say("Choose the city where it runs."), buyer_id)
    if email and not buyer.catalogue:
        raise Invalid.of(
            "email",
            say("%(name)s has signed up: its own people are asked.", name=buyer.name),
            email,
        )
    row.buyer_id, row.buyer_email = buyer_id, normal_email(email) if email else None
    _limit_mail(uow, row, solution)
    return _move(uow, row, "invite", ReferenceInvited(row.id, row.solution_id, buyer_id))


def remind_reference(uow: UnitOfWork, reference_id: UUID, *, expected_version: int) -> Reference:
    """Ask the same city again; its sixty days begin anew.

    Raises:
        Conflict: it was asked less than fourteen days ago, or is not asked at all; or the
            vendor has had too many mailed today.
    """
    row, solution = _locked(uow, reference_id, expected_version)
    require(CAN_EDIT, uow.actor, solution)
    REFERENCE.check("remind", row.state)
    if row.buyer_id is None or uow.now < row.moved_at + REMINDED_AFTER:
        raise Conflict(say("The city was asked less than fourteen days ago. Give it time."))
    _limit_mail(uow, row, solution)
    return _move(uow, row, "remind", ReferenceInvited(row.id, row.solution_id, row.buyer_id))


def confirm_reference(uow: UnitOfWork, reference_id: UUID, *, expected_version: int) -> Reference:
    """The city named says that the solution runs there as claimed."""
    row = _answered(uow, reference_id, expected_version)
    return _move(uow, row, "confirm", ReferenceConfirmed(row.id, row.solution_id))


def dispute_reference(uow: UnitOfWork, reference_id: UUID, *, expected_version: int) -> Reference:
    """The city named says that the claim is not true."""
    row = _answered(uow, reference_id, expected_version)
    return _move(uow, row, "dispute", ReferenceDisputed(row.id, row.solution_id))


def expire_references(uow: UnitOfWork) -> int:
    """Let unanswered invitations and old confirmations lapse; how many there were."""
    require(IS_SYSTEM, uow.actor, None)
    invited, confirmed = ReferenceState.INVITED, ReferenceState.CONFIRMED
    due = or_(
        (Reference.state == invited) & (Reference.moved_at < uow.now - INVITATION_LASTS),
        (Reference.state == confirmed) & (Reference.moved_at < uow.now - CONFIRMATION_LASTS),
    )
    rows = uow.session.scalars(select(Reference).where(due).with_for_update()).all()
    for row in rows:
        _move(uow, row, "expire", ReferenceExpired(row.id, row.solution_id))
    return len(rows)


def _limit_mail(uow: UnitOfWork, row: Reference, solution: Solution) -> None:
    """Let no vendor make Rialto write to any number of strangers.

    Raises:
        Conflict: too many were written to within a day.
    """
    if row.buyer_email is None:
        return
    mailed = (
        select(func.count())
        .select_from(Reference)
        .join(Solution, Solution.id == Reference.solution_id)
        .where(
            Solution.vendor_id == solution.vendor_id,
            Reference.id != row.id,
            Reference.buyer_email.is_not(None),
            Reference.moved_at > uow.now - timedelta(days=1),
        )
    )
    if (uow.session.scalar(mailed) or 0) >= MOST_MAILED_A_DAY:
        raise Conflict(
            say(
                "%(most)s cities were asked by mail within a day. Ask more of them tomorrow.",
                most=MOST_MAILED_A_DAY,
            )
        )


def _references_of(uow: UnitOfWork, solution: Solution) -> dict[str, Reference]:
    rows = uow.session.scalars(select(Reference).where(Reference.solution_id == solution.id))
    return {row.key: row for row in rows}


def _answered(uow: UnitOfWork, reference_id: UUID, expected_version: int) -> Reference:
    row, _ = _locked(uow, reference_id, expected_version)
    require(CAN_ANSWER_REFERENCE, uow.actor, row)
    return row


def _locked(
    uow: UnitOfWork, reference_id: UUID, expected_version: int
) -> tuple[Reference, Solution]:
    row = uow.session.get(Reference, reference_id, with_for_update=True, populate_existing=True)
    solution = uow.session.get(Solution, row.solution_id) if row is not None else None
    if row is None or solution is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE, uow.actor, solution, see=CAN_SEE)
    if row.version != expected_version:
        raise Stale(say("Somebody changed this reference before you. Look at it again."))
    return row, solution


def _move(uow: UnitOfWork, row: Reference, name: str, fact: Fact) -> Reference:
    move = REFERENCE.check(name, row.state)
    before = {"state": row.state}
    row.state, row.version = move.target, row.version + 1
    row.moved_at, row.moved_by = uow.now, uow.actor.label
    if move.target != ReferenceState.INVITED:
        row.buyer_email = None
    uow.record(f"reference.{name}", row, before=before, after={"state": row.state})
    uow.tell(fact)
    return row
