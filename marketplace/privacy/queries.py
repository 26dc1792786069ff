"""What is kept about the person who asks, read off the marks of the tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.accounts.models import User
from marketplace.foundation.access import Role, require
from marketplace.foundation.database import Base, UTCDateTime
from marketplace.foundation.documents import to_json
from marketplace.foundation.personal import MARK, Mark, marked
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.models import Membership, Organisation, Verification
from marketplace.privacy.policy import IN_PERSON


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of one table about one person, as JSON values; `own` rows go with the account.

    Of rows that are not the person's own there is what tells them apart, their days and what
    the person said or did in them; `as` names the column in which the person stands.
    """

    table: str
    own: bool
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Stake:
    """An organisation that would have no owner without this person; `others` act for it too."""

    organisation: Organisation
    others: int


def account_of(uow: UnitOfWork) -> User:
    """The account of the person who asks.

    Raises:
        Unauthenticated, Forbidden: it is no person at a browser.
    """
    require(IN_PERSON, uow.actor, None)
    return uow.session.get_one(User, uow.actor.user_id)


def kept_about_me(uow: UnitOfWork) -> list[Kept]:
    """Everything that is kept about the person who asks; tables without a row are left out.

    Raises:
        Unauthenticated, Forbidden: it is no person at a browser.
    """
    user = account_of(uow)
    found: list[Kept] = []
    for table in Base.metadata.sorted_tables:
        own = marked(table, Mark.OWN)
        rows = _own_rows(uow, user, table) if own else tuple(_rows_done(uow, user, table))
        if rows:
            found.append(Kept(table.name, bool(own), rows))
    return found


def only_owner_of(uow: UnitOfWork) -> list[Stake]:
    """The organisations that nobody would own without the person who asks, by name."""
    other, active = aliased(Membership), aliased(User)
    others = (
        select(func.count())
        .select_from(other)
        .join(active, active.id == other.user_id)
        .where(
            other.organisation_id == Organisation.id,
            other.user_id != uow.actor.user_id,
            active.active.is_(True),
        )
    )
    rows = uow.session.execute(
        select(Organisation, others.scalar_subquery())
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Membership.user_id == uow.actor.user_id,
            Membership.role == Role.OWNER.value,
            Organisation.verification != Verification.CLOSED.value,
            others.where(other.role == Role.OWNER.value).scalar_subquery() == 0,
        )
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return [Stake(organisation, number) for organisation, number in rows]


def is_of(user: User, column: Column[Any]) -> ColumnElement[bool]:
    """Whether the person stands in this column: by number, or by address."""
    if column.type.python_type is int:
        return column == user.id
    return column.in_((user.email, str(user.id)))


def _own_rows(uow: UnitOfWork, user: User, table: Table) -> tuple[Mapping[str, Any], ...]:
    # Who else stands in the row is not this person's to know.
    hidden = (Mark.SECRET, Mark.DONE_BY, Mark.LINKED)
    shown = [column for column in table.columns if column.info.get(MARK) not in hidden]
    mine = or_(*(is_of(user, column) for column in marked(table, Mark.OWN)))
    return tuple(_read(uow, table, shown, mine))


def _rows_done(uow: UnitOfWork, user: User, table: Table) -> Iterator[Mapping[str, Any]]:
    shown = [
        column
        for column in table.columns
        if column.primary_key
        or column.info.get(MARK) is Mark.SAID
        or isinstance(column.type, UTCDateTime)
    ]
    for column in (*marked(table, Mark.DONE_BY), *marked(table, Mark.LINKED)):
        for row in _read(uow, table, shown, is_of(user, column)):
            yield {"as": column.name, **row}


def _read(
    uow: UnitOfWork, table: Table, shown: list[Column[Any]], wanted: ColumnElement[bool]
) -> Iterator[Mapping[str, Any]]:
    chosen = select(*shown).where(wanted).order_by(*table.primary_key.columns)
    for row in uow.session.execute(chosen).mappings():
        yield {str(name): _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    """The value as JSON knows it."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else to_json(value)
