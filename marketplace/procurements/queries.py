"""Reads of joint procurements, each as the actor may see it, and the rows for operations above.

Outside nobody learns more than that it exists, who takes part and in which role; an invited city
also reads who else is asked, and nothing of letters, mandates and reasons.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.challenges.content import JointRole
from marketplace.challenges.models import Challenge
from marketplace.challenges.policy import CAN_SEE as CAN_SEE_CHALLENGE
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, NotFound
from marketplace.foundation.lists import page_of
from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork, once
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import organisations_by_id
from marketplace.procurements.content import (
    BUYING,
    Letter,
    Mandate,
    ProcurementContent,
    RuleSetVersion,
)
from marketplace.procurements.lifecycle import ACCEPTED, INVITED, MEMBER, OVER, Step
from marketplace.procurements.models import GroupDecision, Procurement, ProcurementMember
from marketplace.procurements.policy import (
    CAN_ANSWER,
    CAN_LEAD,
    CAN_SEE,
    CAN_SEE_INSIDE,
    CAN_TAKE_PART,
    IS_OF_MEMBER,
    RULES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A city of the group as the actor may see it.

    What only the inside and the city itself read (`letter`, `mandate`, `reason` and what goes
    with them) is at its default for everybody else. `challenge_title` is None where the
    challenge is not public any more. `catalogue`: nobody acts for the city here yet.
    """

    organisation_id: UUID
    name: str
    country: str
    population: int | None
    catalogue: bool
    challenge_id: UUID
    challenge_title: str | None
    challenge_version: int
    role: JointRole
    state: str
    version: int
    moves: tuple[str, ...] = ()
    may_speak: bool = False
    reason: str = ""
    letter: Letter = Letter.NONE
    letter_on: date | None = None
    mandate: Mandate = Mandate.NOT_ASKED
    mandate_note: str = ""
    invited_at: datetime | None = None
    answered_at: datetime | None = None

    @property
    def buys(self) -> bool:
        """Whether it takes part as one that buys."""
        return self.state == ACCEPTED and self.role in BUYING


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcurementView:
    """A joint procurement as the actor may see it.

    `members` are those of whom it may know, by name. `inside`: the actor sees what
    members see. `may_lead` and `may_take_part` as the rules say.
    """

    id: UUID
    version: int
    step: Step
    content: ProcurementContent
    rule_sets: tuple[RuleSetVersion, ...]
    currency: str
    published_at: datetime | None
    created_at: datetime
    changed_at: datetime
    members: tuple[MemberView, ...]
    inside: bool
    may_lead: bool
    may_take_part: bool

    @property
    def lead_buyer(self) -> MemberView | None:
        """The member that leads, if one does."""
        return next(
            (one for one in self.taking_part if one.role is JointRole.LEAD_BUYER),
            None,
        )

    @property
    def taking_part(self) -> tuple[MemberView, ...]:
        """The members that have accepted."""
        return tuple(member for member in self.members if member.state == ACCEPTED)

    @property
    def buyers(self) -> tuple[MemberView, ...]:
        """The members that buy."""
        return tuple(member for member in self.members if member.buys)

    @property
    def is_over(self) -> bool:
        """Whether nothing can be changed any more."""
        return self.step in OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDecisionView:
    """A decision on record; `took_part` names the members that did."""

    number: int
    about: str
    text: str
    took_part: tuple[str, ...]
    decided_at: datetime
    decided_by: str


def locked(uow: UnitOfWork, procurement_id: UUID) -> Procurement:
    """The row, locked to the end of this change; whoever changes anything of it begins here.

    Raises:
        NotFound: there is none, or the actor may not know of it.
        Conflict: it is over.
    """
    row = uow.session.get(Procurement, procurement_id, with_for_update=True, populate_existing=True)
    _require_seen(uow, row)
    assert row is not None  # noqa: S101 - what is not there was not seen either.
    if row.step in OVER:
        raise Conflict(say("This joint procurement is over; nothing can be changed any more."))
    return row


def inside(uow: UnitOfWork, procurement_id: UUID) -> Procurement:
    """The row for whoever may see its inside; for reads of the floors above.

    Raises:
        NotFound: there is none, or the actor may not know of it.
        Unauthenticated, Forbidden: the actor may know of it, but not see its inside.
    """
    row = _row(uow, procurement_id)
    _require_seen(uow, row)
    assert row is not None  # noqa: S101 - what is not there was not seen either.
    require(CAN_SEE_INSIDE, uow.actor, row)
    return row


def get_procurement(uow: UnitOfWork, procurement_id: UUID) -> ProcurementView:
    """One joint procurement.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    row = _row(uow, procurement_id)
    _require_seen(uow, row)
    assert row is not None  # noqa: S101 - what is not there was not seen either.
    return view_of(uow, row)


def view_of(uow: UnitOfWork, row: Procurement) -> ProcurementView:
    """A row that the caller may know of, as the actor may see it."""
    return _made(uow, [(row,)])[0]


def list_procurements(
    uow: UnitOfWork,
    page: PageRequest,
    *,
    steps: Sequence[Step] = (),
    organisation_id: UUID | None = None,
    invited: bool = False,
) -> Page[ProcurementView]:
    """Those that the actor may know of, the last changed first.

    `organisation_id` narrows to those in which that city is invited or takes part, `invited` to
    those where it has not answered yet.
    """
    conditions = [CAN_SEE.where(uow.actor)]
    if steps:
        conditions.append(Procurement.step.in_([step.value for step in steps]))
    if organisation_id is not None:
        states = (INVITED,) if invited else (INVITED, ACCEPTED)
        of_it = select(ProcurementMember.procurement_id).where(
            ProcurementMember.organisation_id == organisation_id,
            ProcurementMember.state.in_(states),
        )
        # That a city is invited is known to itself and to the inside alone.
        conditions.append(Procurement.id.in_(of_it.where(_may_know_of_member(uow))))
    chosen = select(Procurement).where(*conditions)
    ordered = chosen.order_by(Procurement.changed_at.desc(), Procurement.id)
    return page_of(uow.session, ordered, page, lambda rows: _made(uow, rows))


def brought_along(session: Session) -> set[UUID]:
    """The challenges that cities bring to joint procurements under way, asked or taking part.

    Nobody's right to know is asked for: it is for the floors above.
    """
    chosen = (
        select(ProcurementMember.challenge_id)
        .join(Procurement, Procurement.id == ProcurementMember.procurement_id)
        .where(
            ProcurementMember.state.in_((INVITED, ACCEPTED)),
            Procurement.step.not_in([step.value for step in OVER]),
        )
    )
    return set(session.scalars(chosen))


def decisions_of(uow: UnitOfWork, procurement_id: UUID) -> list[GroupDecisionView]:
    """What the group decided, the last first, for its inside.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `inside`.
    """
    members = inside(uow, procurement_id).members
    rows = uow.session.scalars(
        select(GroupDecision)
        .where(GroupDecision.procurement_id == procurement_id)
        .order_by(GroupDecision.number.desc())
    ).all()
    names = {id_: city.name for id_, city in _cities(uow, members).items()}
    return [
        GroupDecisionView(
            number=row.number,
            about=row.about,
            text=row.text,
            took_part=tuple(sorted(names[UUID(id_)] for id_ in row.took_part)),
            decided_at=row.decided_at,
            decided_by=row.decided_by,
        )
        for row in rows
    ]


def _may_know_of_member(uow: UnitOfWork) -> Any:
    """The members of whom the actor may know, as SQL."""
    seen = select(Procurement.id).where(CAN_SEE_INSIDE.where(uow.actor))
    return (
        (ProcurementMember.state == ACCEPTED)
        | IS_OF_MEMBER.where(uow.actor)
        | ProcurementMember.procurement_id.in_(seen)
    )


def _require_seen(uow: UnitOfWork, row: Procurement | None) -> None:
    if row is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE, uow.actor, row, see=CAN_SEE)


def _row(uow: UnitOfWork, procurement_id: UUID) -> Procurement | None:
    """The row; a page that has several parts reads it once."""
    get = partial(uow.session.get, Procurement, procurement_id)
    return once(uow.session, (Procurement, procurement_id), get)


def _cities(uow: UnitOfWork, members: Iterable[ProcurementMember]) -> dict[UUID, Organisation]:
    ids = frozenset(member.organisation_id for member in members)
    return once(uow.session, (Organisation, ids), lambda: organisations_by_id(uow.session, ids))


def _made(uow: UnitOfWork, rows: Sequence[Any]) -> list[ProcurementView]:
    members = [member for (row,) in rows for member in row.members]
    cities = _cities(uow, members)
    ids = frozenset(one.challenge_id for one in members)
    chosen = select(Challenge).where(Challenge.id.in_(ids))
    found = once(uow.session, (Challenge, ids), lambda: uow.session.scalars(chosen).all())
    titles = {
        challenge.id: challenge.title
        for challenge in found
        if CAN_SEE_CHALLENGE.allows(uow.actor, challenge)
    }
    return [_view(uow, row, cities, titles) for (row,) in rows]


def _view(
    uow: UnitOfWork,
    row: Procurement,
    cities: dict[UUID, Organisation],
    titles: dict[UUID, str],
) -> ProcurementView:
    seen = CAN_SEE_INSIDE.allows(uow.actor, row)
    asked = any(
        member.state == INVITED and IS_OF_MEMBER.allows(uow.actor, member) for member in row.members
    )
    known = [
        member
        for member in row.members
        if seen
        or IS_OF_MEMBER.allows(uow.actor, member)
        or member.state == ACCEPTED
        or (asked and member.state == INVITED)
    ]
    return ProcurementView(
        id=row.id,
        version=row.version,
        step=Step(row.step),
        content=row.content,
        rule_sets=tuple(
            RuleSetVersion(key=str(one["key"]), number=int(one["number"])) for one in row.rule_sets
        ),
        currency=row.currency,
        published_at=row.published_at,
        created_at=row.created_at,
        changed_at=row.changed_at,
        members=tuple(
            _member(uow, row, member, cities[member.organisation_id], titles)
            for member in sorted(known, key=lambda one: cities[one.organisation_id].sort_key)
        ),
        inside=seen,
        may_lead=CAN_LEAD.allows(uow.actor, row) and row.step not in OVER,
        may_take_part=CAN_TAKE_PART.allows(uow.actor, row) and row.step not in OVER,
    )


def _member(
    uow: UnitOfWork,
    row: Procurement,
    member: ProcurementMember,
    city: Organisation,
    titles: dict[UUID, str],
) -> MemberView:
    view = MemberView(
        organisation_id=city.id,
        name=city.name,
        country=city.country,
        population=city.population,
        catalogue=city.catalogue,
        challenge_id=member.challenge_id,
        challenge_title=titles.get(member.challenge_id),
        challenge_version=member.challenge_version,
        role=JointRole(member.role),
        state=member.state,
        version=member.version,
        moves=_moves(uow, row, member),
        may_speak=CAN_ANSWER.allows(uow.actor, member) and row.step not in OVER,
    )
    if not CAN_SEE_INSIDE.allows(uow.actor, row) and not IS_OF_MEMBER.allows(uow.actor, member):
        return view
    return replace(
        view,
        reason=member.reason,
        letter=Letter(member.letter),
        letter_on=member.letter_on,
        mandate=Mandate(member.mandate),
        mandate_note=member.mandate_note,
        invited_at=member.invited_at,
        answered_at=member.answered_at,
    )


def _moves(uow: UnitOfWork, row: Procurement, member: ProcurementMember) -> tuple[str, ...]:
    if row.step in OVER:
        return ()
    subjects = {"side": member, "managers": row}
    return tuple(
        move.name
        for move in MEMBER.available(member.state)
        if RULES[move.who].allows(uow.actor, subjects[move.who])
    )
