"""Writes one text into every field of a market that a person can fill, whatever kept it out.

What is no text of a person is named here, by column and by field; a field that is new and not
named is written into, and whatever does not bear that is noticed.
"""

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, get_args, get_type_hints

from sqlalchemy import JSON, ColumnElement, String, Table, Text, bindparam, select, update
from sqlalchemy import text as text_of
from sqlalchemy.orm import Session

from marketplace.foundation.database import Document
from marketplace.tables import metadata

MACHINES = {
    "bookmark", "embedding", "idempotency_key", "outbox_fact", "outgoing_mail", "serving_model",
    "joint_fit", "term", "notice_choice", "organisation_theme", "challenge_facet",
    "solution_facet", "watch", "membership",
}  # fmt: skip
"""Tables in which nothing stands that a person wrote and that is not elsewhere, too."""
CODES = {
    "about", "action", "actor_kind", "aspect", "because", "choice", "claim", "commitment.lot",
    "country", "currency", "email", "engine_version", "external_key", "file_kind", "fs_uniquifier",
    "key", "kind", "language", "letter", "link", "made_of", "mandate", "nature", "nuts",
    "object_id", "object_kind", "occasion", "open_as", "outcome", "page", "password", "path",
    "prefix", "price_currency", "programme_role", "ranking", "reasons", "request_id", "role",
    "rule_sets", "scopes", "serves", "sha256", "sharing", "source", "state", "step", "target",
    "thing", "token_hash", "took_part", "unread", "verification", "waits_for", "what",
}  # fmt: skip
"""Columns of codes, which a person chooses from a list, and of what machines compare.

With its table where a column of the same name elsewhere holds what a person wrote.
"""
CHOSEN = {
    "associated", "country", "countries", "countries_served", "countries_not_served", "cpv",
    "currency", "email", "estimated", "eu", "evidence_link", "languages", "licence", "link", "nuts",
    "programme_editions",
    "procedure_languages", "region", "repository", "source_url", "specialisation_priorities",
    "standards", "technologies", "themes", "unknown_language", "verdict", "website", "written_in",
    "solution", "engine_version",
}  # fmt: skip
"""Fields of contents that hold codes or addresses, which `hostile.ADDRESSES` are tried in."""


def poison(session: Session, text: str) -> list[str]:
    """Write `text` into every field; the names of the fields, as `table.column`."""
    _let_change(session)
    tables = [table for table in metadata.sorted_tables if table.name not in MACHINES]
    return [
        f"{table.name}.{column.name}"
        for table in tables
        for column in table.columns
        if not {column.name, f"{table.name}.{column.name}"} & CODES
        if _poison(session, table, column, text)
    ]


def _let_change(session: Session) -> None:
    """Take away what keeps the record of a SQLite database from being changed."""
    triggers = text_of("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in session.scalars(triggers).all():
        session.execute(text_of(f'DROP TRIGGER "{name}"'))


def _poison(session: Session, table: Table, column: Any, text: str) -> bool:
    if isinstance(column.type, Document | JSON):
        keys = list(table.primary_key)
        for row in session.execute(select(column, *keys).where(column.is_not(None))).all():
            here: list[ColumnElement[bool]] = [k == v for k, v in zip(keys, row[1:], strict=True)]
            written = bindparam("written", poisoned(row[0], text), type_=column.type)
            session.execute(update(table).where(*here).values({column: written}))
        return True
    if isinstance(column.type, String | Text):
        session.execute(update(table).where(column.is_not(None)).values({column: text}))
        return True
    return False


def poisoned(value: Any, text: str, kind: Any = None) -> Any:
    """The value with `text` in place of every text in it that is no code."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str) or (value is None and str in get_args(kind)):
        return text
    if is_dataclass(value) and not isinstance(value, type):
        hints = get_type_hints(type(value))
        changed = {
            one.name: poisoned(getattr(value, one.name), text, hints[one.name])
            for one in fields(value)
            if one.name not in CHOSEN
        }
        return replace(value, **changed)
    if isinstance(value, dict):
        return {key: poisoned(inner, text) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        # An empty list of texts gets one.
        some = value or ((text,) if kind == tuple[str, ...] else ())
        return type(value)(poisoned(inner, text) for inner in some)
    return value
