"""Reads of evaluations, each as the actor may see it.

Before consensus an evaluator reads the own sheets, and everybody else no more than how many
offers somebody has judged: not even staff see a mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.awards.arithmetic import Total, mean, places, total_of
from marketplace.awards.content import Criteria, Marks
from marketplace.awards.models import Consensus, Evaluation, Evaluator, ScoreSheet, Tenderer
from marketplace.awards.policy import CAN_MANAGE, CAN_NAME, CAN_SCORE
from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.models import Membership, Organisation
from marketplace.pooled_demand.queries import LotRef, lots_in
from marketplace.procurements.lifecycle import ACCEPTED, OVER
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import inside

Naming = tuple[UUID, str, tuple[str, ...]]
"""A city, its name, and the addresses of those who act for it and are not named yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """What one evaluator declared and thinks of one offer; `by` is None for one who has left."""

    evaluator_id: UUID
    by: str | None
    city: str
    has_conflict: bool
    declaration: str
    marks: Marks
    is_given: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatorView:
    """A person who evaluates; `done` counts the offers with a conflict declared or points given."""

    id: UUID
    by: str | None
    city: str
    organisation_id: UUID
    done: int
    is_active: bool
    is_me: bool
    may_remove: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TendererView:
    """Somebody who made an offer, with what the actor may see of how it was judged.

    `mine` is the own sheet, if the actor evaluates and has begun one; `sheets` are everybody's,
    from consensus on. `agreed` and `total` are what counts, `place` that within its lot, of which
    `lot` is the title.
    """

    id: UUID
    name: str
    lot: str
    lot_id: UUID | None
    link: str | None
    solution_id: UUID | None
    vendor_id: UUID | None
    version: int
    mine: SheetView | None
    sheets: tuple[SheetView, ...]
    agreed: Marks | None
    agreed_version: int
    total: Total | None
    place: int | None
    feedback: str
    told_at: datetime | None

    def mean_of(self, criterion: str) -> Decimal | None:
        """The mean of the individual points for a criterion."""
        marks = (sheet.marks.of(criterion) for sheet in self.sheets)
        return mean([mark.points for mark in marks if mark is not None])


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationView:
    """How offers are judged in one joint procurement; `criteria` is None before there are any.

    `is_fixed`: points have been given, so the criteria stay. `opened_at`: consensus has begun.
    `can_be_for` are the lots that an offer can be for, `looked_at` the offers that stay because an
    evaluator has looked at them, `naming` the cities for which the actor can name people.
    """

    procurement_id: UUID
    criteria: Criteria | None
    link: str | None
    version: int
    is_fixed: bool
    opened_at: datetime | None
    tenderers: tuple[TendererView, ...]
    can_be_for: tuple[LotRef, ...]
    looked_at: frozenset[UUID]
    evaluators: tuple[EvaluatorView, ...]
    may_manage: bool
    may_score: bool
    naming: tuple[Naming, ...]

    def tenderer(self, tenderer_id: UUID) -> TendererView:
        """One of those who made an offer.

        Raises:
            NotFound: nobody of this id did.
        """
        for one in self.tenderers:
            if one.id == tenderer_id:
                return one
        raise NotFound(say(NOTHING))

    @property
    def lots(self) -> list[list[TendererView]]:
        """Who made an offer for all, then by lot; the best first where places are given."""
        places: dict[UUID | str, int] = {lot.id: lot.number for lot in self.can_be_for}
        found: dict[UUID | str, list[TendererView]] = {}
        for one in sorted(self.tenderers, key=lambda one: (one.place is None, one.place or 0)):
            found.setdefault(one.lot_id or one.lot, []).append(one)
        last = len(places) + 1
        # Lots that are there no longer, and those named in words alone, stand at the end.
        in_order = sorted(found, key=lambda lot: places.get(lot, last) if lot else 0)
        return [found[lot] for lot in in_order]


def evaluation_view(uow: UnitOfWork, procurement_id: UUID) -> EvaluationView:
    """How offers are judged.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not see the inside.
    """
    row = inside(uow, procurement_id)
    evaluation = uow.session.get(Evaluation, procurement_id)
    is_open = evaluation is not None and evaluation.opened_at is not None
    people, sheets = _people(uow, row), _sheets(uow, procurement_id)
    over = row.step in OVER
    manages = CAN_MANAGE.allows(uow.actor, row) and not over
    criteria = evaluation.criteria if evaluation else None
    lots = lots_in(uow.session, procurement_id)
    return EvaluationView(
        procurement_id=procurement_id,
        criteria=criteria,
        link=evaluation.link if evaluation else None,
        version=evaluation.version if evaluation else 0,
        is_fixed=any(sheet.given_at is not None for sheet in sheets),
        opened_at=evaluation.opened_at if evaluation else None,
        tenderers=_tenderers(
            uow, procurement_id, criteria, lots, _shown(uow, people, sheets, is_open=is_open)
        ),
        can_be_for=lots,
        looked_at=frozenset(sheet.tenderer_id for sheet in sheets),
        evaluators=tuple(
            _evaluator(uow, row, one, sheets, is_open=is_open) for one in people.values()
        ),
        may_manage=manages,
        may_score=not over and any(one.is_me(uow) and one.is_active for one in people.values()),
        naming=() if is_open or over else tuple(_naming(uow, row, people)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    """An evaluator with the account and the city; both can have gone, or the one from the other."""

    row: Evaluator
    user: User | None
    city: Organisation
    is_active: bool

    def is_me(self, uow: UnitOfWork) -> bool:
        return CAN_SCORE.allows(uow.actor, self.row)


def _people(uow: UnitOfWork, row: Procurement) -> dict[UUID, _Person]:
    cities = {one.organisation_id for one in row.members if one.state == ACCEPTED}
    found: Sequence[Any] = uow.session.execute(
        select(Evaluator, User, Organisation, Membership.user_id)
        .outerjoin(User, User.id == Evaluator.user_id)
        .outerjoin(
            Membership,
            (Membership.user_id == Evaluator.user_id)
            & (Membership.organisation_id == Evaluator.organisation_id),
        )
        .join(Organisation, Organisation.id == Evaluator.organisation_id)
        .where(Evaluator.procurement_id == row.id)
        .order_by(Organisation.name, User.email, Evaluator.id)
    ).all()
    return {
        one.id: _Person(
            row=one, user=user, city=city, is_active=acts is not None and city.id in cities
        )
        for one, user, city, acts in found
    }


def _sheets(uow: UnitOfWork, procurement_id: UUID) -> list[ScoreSheet]:
    of_it = select(Tenderer.id).where(Tenderer.procurement_id == procurement_id)
    rows = select(ScoreSheet).where(ScoreSheet.tenderer_id.in_(of_it))
    return list(uow.session.scalars(rows.order_by(ScoreSheet.evaluator_id)))


def _shown(
    uow: UnitOfWork, people: Mapping[UUID, _Person], sheets: Sequence[ScoreSheet], *, is_open: bool
) -> dict[UUID, list[tuple[SheetView, bool]]]:
    """The sheets that the actor may read, by offer; and whether each is the actor's own."""
    found: dict[UUID, list[tuple[SheetView, bool]]] = {}
    for sheet in sheets:
        person = people[sheet.evaluator_id]
        own = person.is_me(uow)
        if is_open or own:
            view = SheetView(
                evaluator_id=sheet.evaluator_id,
                by=_name(person.user),
                city=person.city.name,
                has_conflict=sheet.has_conflict,
                declaration=sheet.declaration,
                marks=sheet.marks,
                is_given=sheet.given_at is not None,
                version=sheet.version,
            )
            found.setdefault(sheet.tenderer_id, []).append((view, own))
    return found


def _tenderers(
    uow: UnitOfWork,
    procurement_id: UUID,
    criteria: Criteria | None,
    lots: Sequence[LotRef],
    shown: Mapping[UUID, Sequence[tuple[SheetView, bool]]],
) -> tuple[TendererView, ...]:
    rows: Sequence[Any] = uow.session.execute(
        select(Tenderer, Consensus)
        .outerjoin(Consensus, Consensus.tenderer_id == Tenderer.id)
        .where(Tenderer.procurement_id == procurement_id)
        .order_by(Tenderer.added_at, Tenderer.id)
    ).all()
    totals = {
        row.id: total
        for row, agreed in rows
        if agreed and criteria and (total := total_of(criteria, agreed.marks)) is not None
    }
    by_lot: dict[UUID | str, dict[UUID, Total]] = {}
    for row, _ in rows:
        if row.id in totals:
            by_lot.setdefault(row.lot_id or row.lot, {})[row.id] = totals[row.id]
    placed = {id_: place for lot in by_lot.values() for id_, place in places(lot).items()}
    titles: dict[UUID | None, str] = {lot.id: lot.title for lot in lots}
    found = (
        _tenderer(row, agreed, shown.get(row.id, ()), totals.get(row.id), placed.get(row.id))
        for row, agreed in rows
    )
    return tuple(replace(one, lot=titles.get(one.lot_id, one.lot)) for one in found)


def _tenderer(
    row: Tenderer,
    agreed: Consensus | None,
    sheets: Sequence[tuple[SheetView, bool]],
    total: Total | None,
    place: int | None,
) -> TendererView:
    return TendererView(
        id=row.id,
        name=row.name,
        lot=row.lot,
        lot_id=row.lot_id,
        link=row.link,
        solution_id=row.solution_id,
        vendor_id=row.vendor_id,
        version=row.version,
        mine=next((sheet for sheet, own in sheets if own), None),
        sheets=tuple(sheet for sheet, _ in sheets),
        agreed=agreed.marks if agreed is not None else None,
        agreed_version=agreed.version if agreed is not None else 0,
        total=total,
        place=place,
        feedback=row.feedback,
        told_at=row.told_at,
    )


def _evaluator(
    uow: UnitOfWork,
    row: Procurement,
    person: _Person,
    sheets: Sequence[ScoreSheet],
    *,
    is_open: bool,
) -> EvaluatorView:
    own = [sheet for sheet in sheets if sheet.evaluator_id == person.row.id]
    given = any(sheet.given_at for sheet in own)
    member = next(
        (one for one in row.members if one.organisation_id == person.row.organisation_id), None
    )
    may = member is not None and CAN_NAME.allows(uow.actor, member) and row.step not in OVER
    return EvaluatorView(
        id=person.row.id,
        by=_name(person.user),
        city=person.city.name,
        organisation_id=person.city.id,
        done=sum(bool(sheet.has_conflict or sheet.given_at) for sheet in own),
        is_active=person.is_active,
        is_me=person.is_me(uow),
        may_remove=may and not given and not is_open,
    )


def _naming(uow: UnitOfWork, row: Procurement, people: Mapping[UUID, _Person]) -> list[Naming]:
    """The cities for which the actor can name people, each with those not named yet."""
    mine = [one.organisation_id for one in row.members if CAN_NAME.allows(uow.actor, one)]
    if not mine:
        return []
    named = {person.row.user_id for person in people.values()}
    rows = uow.session.execute(
        select(Organisation.id, Organisation.name, User.id, User.email)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(User, User.id == Membership.user_id)
        .where(Organisation.id.in_(mine), User.active.is_(True))
        .order_by(Organisation.name, User.email)
    )
    found: dict[UUID, tuple[str, list[str]]] = {}
    for city, name, user_id, email in rows:
        emails = found.setdefault(city, (name, []))[1]
        if user_id not in named:
            emails.append(email)
    return [(city, name, tuple(emails)) for city, (name, emails) in found.items()]


def _name(user: User | None) -> str | None:
    return (user.name or user.email) if user else None
