"""Reads of organisations and of who acts for them, cut down to what the actor may see."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, select, true
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.models import User
from marketplace.foundation.access import VISITOR, Actor, ActorKind, Role, Scope, require
from marketplace.foundation.errors import NotFound
from marketplace.foundation.lists import page_of
from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork, once
from marketplace.organisations.content import OrganisationKind, ProgrammeRole
from marketplace.organisations.models import (
    Claim,
    ClaimState,
    Invitation,
    Membership,
    Organisation,
    OrganisationTheme,
    Verification,
)
from marketplace.organisations.policy import CAN_SEE, CAN_SEE_MEMBERS, CAN_VERIFY
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import with_children

Row = TypeVar("Row")

FARTHER_ABROAD = 1.2
"""A city of another country counts as so many times as different in size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFilters:
    """What a list of organisations is narrowed down to; None means: any."""

    kind: OrganisationKind | None = None
    country: str | None = None
    q: str = ""
    theme: str | None = None
    region: str | None = None
    mission_city: bool | None = None
    programme_role: ProgrammeRole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who acts for an organisation."""

    user_id: int
    name: str
    email: str
    role: Role
    since: datetime
    version: int


def actor_of(session: Session, user: User | None, scopes: Collection[Scope] | None = None) -> Actor:
    """The actor that stands for a person, or for a person's program if `scopes` are given."""
    if user is None:
        return VISITOR
    rows = _memberships(session, user.id)
    vouched = {row.kind for row, _ in rows if row.verification == Verification.VERIFIED.value}
    return Actor(
        kind=ActorKind.PERSON if scopes is None else ActorKind.PROGRAM,
        user_id=user.id,
        label=user.email,
        memberships={row.id: role for row, role in rows},
        staff=OrganisationKind.PROGRAMME in vouched,
        network=OrganisationKind.CITY in vouched,
        scopes=frozenset(Scope) if scopes is None else frozenset(scopes),
    )


def get_organisation(uow: UnitOfWork, organisation_id: UUID) -> Organisation:
    """The organisation.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    row = uow.session.get(Organisation, organisation_id)
    if row is None or not CAN_SEE.allows(uow.actor, row):
        raise NotFound(say("There is no such organisation, or none that you may see."))
    return row


def get_own_organisation(uow: UnitOfWork, organisation_id: UUID) -> Organisation:
    """The organisation, for its members and staff.

    Raises:
        NotFound: there is none, or the actor may not see it.
        Unauthenticated, Forbidden: the actor is neither a member nor staff.
    """
    row = get_organisation(uow, organisation_id)
    require(CAN_SEE_MEMBERS, uow.actor, row)
    return row


def list_organisations(
    uow: UnitOfWork, filters: OrganisationFilters, page: PageRequest
) -> Page[Organisation]:
    """The organisations that the actor may see, by name."""
    conditions = _conditions(uow.session, filters)
    chosen = select(Organisation).where(CAN_SEE.where(uow.actor), *conditions)
    return _page(uow.session, chosen.order_by(Organisation.sort_key, Organisation.id), page)


def similar_cities(
    uow: UnitOfWork, row: Organisation, most: int, *, abroad: bool
) -> Sequence[Organisation]:
    """The cities nearest in size that the actor may see; none if nobody knows the city's own.

    With `abroad` those of other countries too, after those of its own that are nearly as near.
    """
    if not row.population:
        return []
    theirs, own = Organisation.population, float(row.population)
    ratio = case((theirs > own, theirs / own), else_=own / theirs)
    is_near = Organisation.country == row.country
    farther = case((is_near, 1.0), else_=FARTHER_ABROAD)
    others = [CAN_SEE.where(uow.actor), theirs > 0, Organisation.id != row.id]
    chosen = select(Organisation).where(
        *others, Organisation.kind == OrganisationKind.CITY.value, true() if abroad else is_near
    )
    return uow.session.scalars(chosen.order_by(ratio * farther, Organisation.id).limit(most)).all()


def organisations_by_id(
    session: Session, organisation_ids: Collection[UUID]
) -> dict[UUID, Organisation]:
    """The organisations with these ids, for features that name them beside rows of their own.

    In a transaction that only reads, the same ones are read once.
    """
    ids = frozenset(organisation_ids)

    def read() -> dict[UUID, Organisation]:
        rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
        return {row.id: row for row in rows}

    return once(session, (Organisation, ids), read)


def person_with(session: Session, uniquifier: str) -> User | None:
    """The person whom a session stands for; `actor_of` then finds the memberships read already."""
    chosen = (
        select(User, Organisation, Membership.role)
        .outerjoin(Membership, Membership.user_id == User.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(User.fs_uniquifier == uniquifier)
        .order_by(Organisation.sort_key)
    )
    rows: Sequence[Any] = session.execute(chosen).all()
    if not rows:
        return None
    user: User = rows[0][0]
    held = [(row, Role(role)) for _, row, role in rows if row is not None]
    once(session, (Membership, user.id), lambda: held)
    return user


def organisation_with_key(session: Session, external_key: str) -> Organisation | None:
    """The organisation that was made from the file row with this key."""
    return session.scalar(select(Organisation).where(Organisation.external_key == external_key))


def verified_programme(session: Session) -> Organisation | None:
    """The verified organisation of the programme that is the oldest, if there is one."""
    return session.scalar(
        select(Organisation)
        .where(
            Organisation.kind == OrganisationKind.PROGRAMME.value,
            Organisation.verification == Verification.VERIFIED.value,
        )
        .order_by(Organisation.created_at, Organisation.id)
        .limit(1)
    )


def my_organisations(uow: UnitOfWork) -> list[tuple[Organisation, Role]]:
    """The organisations that the actor acts for, by name, with the actor's role in each."""
    if uow.actor.user_id is None:
        return []
    held = uow.actor.memberships
    found = _memberships(uow.session, uow.actor.user_id)
    return [(row, held[row.id]) for row, _ in found if row.id in held]


def _memberships(session: Session, user_id: int) -> list[tuple[Organisation, Role]]:
    """The organisations that a person acts for, by name, and the role in each."""
    chosen = (
        select(Organisation, Membership.role)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.user_id == user_id)
        .order_by(Organisation.sort_key)
    )
    key = (Membership, user_id)
    return once(session, key, lambda: [(row, Role(role)) for row, role in session.execute(chosen)])


def members_of(uow: UnitOfWork, organisation_id: UUID) -> list[Member]:
    """Who acts for the organisation, in the order in which they joined.

    Raises:
        NotFound: the actor may not see the organisation.
        Forbidden: the actor is neither a member nor staff.
    """
    organisation = get_organisation(uow, organisation_id)
    require(CAN_SEE_MEMBERS, uow.actor, organisation)
    rows = uow.session.execute(
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.organisation_id == organisation_id)
        .order_by(Membership.since, User.id)
    )
    return [
        Member(
            user_id=user.id,
            name=user.name,
            email=user.email,
            role=Role(membership.role),
            since=membership.since,
            version=membership.version,
        )
        for membership, user in rows
    ]


def open_invitations(uow: UnitOfWork, organisation_id: UUID) -> list[Invitation]:
    """The invitations that can still be accepted; for those who may see the members."""
    require(CAN_SEE_MEMBERS, uow.actor, get_organisation(uow, organisation_id))
    rows = uow.session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.closed_at.is_(None),
            Invitation.expires_at > uow.now,
        )
        .order_by(Invitation.created_at, Invitation.id)
    )
    return list(rows)


def owners_of(session: Session, organisation_id: UUID) -> list[User]:
    """The people who own the organisation."""
    return _people(session, organisation_id, Role.OWNER)


def editors_of(session: Session, organisation_id: UUID) -> list[User]:
    """The people who may change what the organisation says: its owners and editors."""
    return _people(session, organisation_id, Role.OWNER, Role.EDITOR)


def staff_of(session: Session) -> list[User]:
    """The people of the programme, who review, verify and decide."""
    rows = session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Organisation.kind == OrganisationKind.PROGRAMME.value,
            Organisation.verification == Verification.VERIFIED.value,
            User.active.is_(True),
        )
        .distinct()
        .order_by(User.id)
    )
    return list(rows)


def pending_verifications(uow: UnitOfWork, page: PageRequest) -> Page[Organisation]:
    """The organisations that wait for staff, the oldest first.

    Raises:
        Forbidden: the actor is not staff.
    """
    require(CAN_VERIFY, uow.actor, None)
    chosen = select(Organisation).where(
        Organisation.verification == Verification.UNVERIFIED.value,
        Organisation.catalogue.is_(False),
    )
    return _page(uow.session, chosen.order_by(Organisation.created_at, Organisation.id), page)


def pending_claims(uow: UnitOfWork, page: PageRequest) -> Page[Claim]:
    """The claims that wait for staff, the oldest first, with person and organisation.

    Raises:
        Forbidden: the actor is not staff.
    """
    require(CAN_VERIFY, uow.actor, None)
    chosen = (
        select(Claim)
        .where(Claim.state == ClaimState.PENDING.value)
        .options(joinedload(Claim.user), joinedload(Claim.organisation))
        .order_by(Claim.created_at, Claim.id)
    )
    return _page(uow.session, chosen, page)


def my_claims(uow: UnitOfWork) -> list[Claim]:
    """The claims that the actor has made, the newest first, with their organisations."""
    rows = uow.session.scalars(
        select(Claim)
        .where(Claim.user_id == uow.actor.user_id)
        .options(joinedload(Claim.organisation))
        .order_by(Claim.created_at.desc(), Claim.id)
    )
    return list(rows)


def folded(text: str) -> str:
    """The text without case and accents, so that malaga finds Málaga."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c if c.isprintable() else " " for c in parts if not unicodedata.combining(c))


def _people(session: Session, organisation_id: UUID, *roles: Role) -> list[User]:
    rows = session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role.in_([role.value for role in roles]),
            User.active.is_(True),
        )
        .order_by(User.id)
    )
    return list(rows)


def _conditions(session: Session, filters: OrganisationFilters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [
        Organisation.search_text.contains(word, autoescape=True)
        for word in folded(filters.q).split()[:10]
    ]
    if filters.kind is not None:
        wanted.append(Organisation.kind == filters.kind.value)
    if filters.country is not None:
        wanted.append(Organisation.country == filters.country)
    if filters.region is not None:
        wanted.append(Organisation.nuts.startswith(filters.region, autoescape=True))
    if filters.mission_city is not None:
        wanted.append(Organisation.mission_city.is_(filters.mission_city))
    if filters.programme_role is not None:
        wanted.append(Organisation.programme_role == filters.programme_role.value)
    if filters.theme is not None:
        wanted.append(_interested_in(with_children(session, TermList.THEMES, filters.theme)))
    return wanted


def _interested_in(themes: Collection[str]) -> ColumnElement[bool]:
    interested = select(OrganisationTheme.organisation_id).where(OrganisationTheme.code.in_(themes))
    return Organisation.id.in_(interested)


def _page(session: Session, chosen: Select[Row], page: PageRequest) -> Page[Row]:
    return page_of(session, chosen, page, lambda rows: [row[0] for row in rows])
