"""Reads that the lists of all things with versions share: pages, codes, words and batches."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from marketplace.foundation.paging import Item, Page, PageRequest
from marketplace.foundation.texts import foreign_character
from marketplace.foundation.versions import Facet, Version, Versioned

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
    """One page of the ordered statement, its rows turned into items all at once.

    How many there are is asked for in the same query; only a page behind the last has to ask again.
    """
    counted = chosen.order_by(None).with_only_columns(literal(1), maintain_column_froms=True)
    how_many = select(func.count()).select_from(counted.subquery())
    part = chosen.add_columns(how_many.scalar_subquery())
    rows = session.execute(part.offset(page.offset).limit(page.page_size)).all()
    total = rows[0][-1] if rows else 0
    if not rows and page.offset:
        total = session.scalar(how_many) or 0
    return Page(made([row[:-1] for row in rows]), total, page.page, page.page_size)


def all_codes(rows: type[Versioned], facets: type[Facet]) -> ColumnElement[str | None]:
    """A column with all codes of a thing, for `codes_in`: a line each, with its kind before it."""
    line = facets.kind + ":" + facets.code
    joined = select(func.aggregate_strings(line, "\n")).where(facets.of_id == rows.id)
    return joined.correlate(rows).scalar_subquery()


def codes_in(lines: str | None) -> Codes:
    """The codes in a column made by `all_codes`, in order, by kind."""
    found: Codes = {}
    for line in sorted((lines or "").splitlines()):
        kind, _, code = line.partition(":")
        found[kind] = (*found.get(kind, ()), code)
    return found


def is_asked_for(
    rows: type[Versioned], versions: type[Version], *, working: bool
) -> ColumnElement[bool]:
    """The condition of the published version, or of the working one if asked for or alone."""
    published = func.coalesce(rows.published_version, rows.working_version)
    number = rows.working_version if working else published
    return and_(versions.of_id == rows.id, versions.number == number)


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
