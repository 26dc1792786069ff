"""Backups: every row of every table in one consistent view, in one checked file.

The file is a gzip stream of JSON lines: a header (format, schema revision), a line per row,
a trailer with the count of rows and the SHA-256 of all lines before it. It is the same for
both databases, so a backup also moves an installation from one to the other. Restoring
reads the whole file once to check it before it changes anything.
"""

import base64
import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import Any, TextIO, cast
from uuid import UUID

from sqlalchemy import Connection, Engine, MetaData, Table, insert, select, text

from marketplace.foundation.append_only import keep, kept_tables, let_go
from marketplace.foundation.documents import to_json
from marketplace.foundation.errors import Conflict, Invalid
from marketplace.foundation.record import protect, unprotect

FORMAT = "marketplace-backup-1"
BATCH = 500
# Filled by “db upgrade” or by the first start, so not a sign that somebody has worked here.
SEEDED_TABLES = frozenset({"bookmark", "fact_counter", "serving_model", "term"})

Row = dict[str, Any]
Progress = Callable[[int], None]


def back_up(engine: Engine, metadata: MetaData, revision: str | None, path: Path) -> int:
    """Write a backup to `path`; how many rows it has. Others may go on writing meanwhile."""
    digest, rows = sha256(), 0
    with engine.connect() as plain, _whole_or_not(path) as file:
        connection = _one_view(plain)
        for line in _lines(connection, metadata, revision):
            file.write(line + "\n")
            digest.update(line.encode() + b"\n")
            rows += 1
        file.write(json.dumps({"rows": rows - 1, "sha256": digest.hexdigest()}) + "\n")
    return rows - 1


def restore(
    engine: Engine, metadata: MetaData, revision: str | None, path: Path, *, replace: bool = False
) -> int:
    """Fill the database from a backup, all or nothing; how many rows it had.

    Raises:
        Invalid: the file is damaged, is no backup, or is of another schema revision.
        Conflict: the database has rows already and `replace` is false.
    """
    count = _check(path, revision)
    tables = {table.name: table for table in metadata.sorted_tables}
    with engine.begin() as connection:
        _empty(connection, metadata, replace=replace)
        for name, batch in _batches(path):
            table = tables[name]
            connection.execute(insert(table), [_from_json(table, row) for row in batch])
        _set_sequences(connection, metadata)
    return count


@contextmanager
def _whole_or_not(path: Path) -> Iterator[TextIO]:
    """A file beside `path`, for its owner's eyes alone, that takes its place when all went well."""
    descriptor, name = mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".part")
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as raw, gzip.open(raw, "wt", encoding="utf-8") as file:
            yield cast("TextIO", file)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _one_view(connection: Connection) -> Connection:
    options: Row = {"reads_only": True}
    if connection.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return connection.execution_options(**options)


def _lines(connection: Connection, metadata: MetaData, revision: str | None) -> Iterator[str]:
    yield json.dumps({"format": FORMAT, "revision": revision})
    for table in metadata.sorted_tables:
        rows = connection.execution_options(yield_per=BATCH).execute(
            select(table).order_by(*table.primary_key.columns)
        )
        for row in rows.mappings():
            values = {key: _to_json(value) for key, value in row.items()}
            yield json.dumps({"table": table.name, "row": values}, ensure_ascii=False)


WRITERS: tuple[tuple[type | tuple[type, ...], str, Callable[[Any], Any]], ...] = (
    (bytes, "bytes", lambda value: base64.b85encode(value).decode()),
    (datetime, "datetime", datetime.isoformat),
    (date, "date", date.isoformat),
    (Decimal, "decimal", str),
    (UUID, "uuid", str),
    ((dict, list), "json", lambda value: value),
)

READERS: dict[str, Callable[[Any], Any]] = {
    "bytes": base64.b85decode,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "decimal": Decimal,
    "uuid": UUID,
    "json": lambda value: value,
}


def _to_json(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    for types, name, write in WRITERS:
        if isinstance(value, types):
            return {name: write(value)}
    return {"json": to_json(value)}


def _from_json(table: Table, row: Row) -> Row:
    def read(value: Any) -> Any:
        if isinstance(value, dict):
            ((kind, content),) = value.items()
            return READERS[kind](content)
        return value

    return {key: read(value) for key, value in row.items() if key in table.columns}


def _check(path: Path, revision: str | None) -> int:
    """Read the whole file; the number of rows if it is sound and of this revision."""
    digest, rows, previous = sha256(), -1, None
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            for line in file:
                if previous is None:
                    header = json.loads(line)
                else:
                    digest.update(previous.encode())
                    rows += 1
                previous = line
        trailer = json.loads(previous or "null")
        sound = trailer == {"rows": rows, "sha256": digest.hexdigest()}
    except (OSError, EOFError, zlib.error, ValueError):
        sound = False
    if not sound or header.get("format") != FORMAT:
        raise Invalid.of("file", "This is no backup, or it is damaged; use another one.", path)
    if header["revision"] != revision:
        raise Invalid.of(
            "file",
            f"It is of schema {header['revision']}, the database is at {revision}; restore it "
            "with the release it was made with, then run “marketplace db upgrade”.",
            path,
        )
    return rows


def _batches(path: Path) -> Iterator[tuple[str, list[Row]]]:
    name, batch = "", list[Row]()
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            entry = json.loads(line)
            if "table" not in entry:
                continue
            if batch and (entry["table"] != name or len(batch) == BATCH):
                yield name, batch
                batch = []
            name = entry["table"]
            batch.append(entry["row"])
    if batch:
        yield name, batch


def _empty(connection: Connection, metadata: MetaData, *, replace: bool) -> None:
    """Leave every table empty; what migrations put there counts as nothing."""
    for table in reversed(metadata.sorted_tables):
        filled = connection.execute(select(table).limit(1)).first() is not None
        if filled and not replace and table.name not in SEEDED_TABLES:
            raise Conflict(
                f"The database is not empty ({table.name} has rows). Restore into a new one, or "
                "add --replace to lose what is there."
            )
    unprotect(connection)
    for name in kept_tables(metadata):
        let_go(connection, name)
    for table in reversed(metadata.sorted_tables):
        connection.execute(table.delete())
    for name in kept_tables(metadata):
        keep(connection, name)
    protect(connection)


def _set_sequences(connection: Connection, metadata: MetaData) -> None:
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            name = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": f'"{table.name}"', "column": column.name},
            )
            if name:
                connection.execute(
                    text(
                        f"SELECT setval(:name, coalesce((SELECT max({column.name}) "  # noqa: S608
                        f'FROM "{table.name}"), 0) + 1, false)'
                    ),
                    {"name": name},
                )
