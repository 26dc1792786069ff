"""Reads that the lists of all things with versions share: pages, codes, words and batches."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from marketplace.foundation.paging import Item, Page, PageRequest
from marketplace.foundation.texts import foreign_character
from marketplace.foundation.versions import Facet, Versioned

BATCH = 200
MOST_WORDS = 10

AnySelect = Select[*tuple[Any, ...]]
Codes = dict[str, tuple[str, ...]]


def page_of(
    session: Session,
    chosen: AnySelect,
    page: PageRequest,
    made: Callable[[Sequence[Any]], list[Item]],
) -> Page[Item]:
    """One page of the ordered statement, its rows turned into items all at once."""
    total = session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0
    rows = session.execute(chosen.offset(page.offset).limit(page.page_size)).all()
    return Page(made(rows), total, page.page, page.page_size)


def codes_of(session: Session, facets: type[Facet], ids: Collection[UUID]) -> dict[UUID, Codes]:
    """The codes of each thing by kind, in one query."""
    found: dict[UUID, Codes] = {}
    if not ids:
        return found
    rows = session.execute(
        select(facets.of_id, facets.kind, facets.code)
        .where(facets.of_id.in_(ids))
        .order_by(facets.kind, facets.code)
    )
    for of_id, kind, code in rows:
        kinds = found.setdefault(of_id, {})
        kinds[kind] = (*kinds.get(kind, ()), code)
    return found


def has_code(
    rows: type[Versioned], facets: type[Facet], kind: str, codes: Sequence[str]
) -> ColumnElement[bool]:
    """The condition that a thing has one of these codes."""
    return rows.id.in_(select(facets.of_id).where(facets.kind == kind, facets.code.in_(codes)))


def can_match(filters: Any) -> bool:
    """Whether a dataclass of filters asks only for texts that a database may hold."""
    values = (getattr(filters, field.name) for field in fields(filters))
    return all(foreign_character(value) is None for value in values if isinstance(value, str))


def has_words(column: InstrumentedAttribute[str], q: str) -> Iterator[ColumnElement[bool]]:
    """The conditions that every word of `q` stands in the column; both are folded already."""
    for word in q.split()[:MOST_WORDS]:
        yield column.contains(word, autoescape=True)


def in_batches(
    session: Session,
    chosen: AnySelect,
    key: InstrumentedAttribute[UUID],
    ids: Collection[UUID] | None,
) -> Iterator[Any]:
    """The rows of the statement, of `ids` or all, in order of `key`, some at a time."""
    if ids is not None:
        chosen = chosen.where(key.in_(list(ids)))
    chosen, after = chosen.order_by(key).limit(BATCH), None
    while True:
        part = chosen if after is None else chosen.where(key > after)
        rows = session.execute(part).all()
        yield from rows
        if len(rows) < BATCH:
            return
        after = rows[-1][0]
