"""Reads the rows of an import file: JSON Lines, or CSV as spreadsheets write it.

A CSV file has a column for each field; `price.minimum` stands for a field within a field,
`a | b` for a list, and a cell that begins with `[` or `{` is JSON. A byte-order mark and
semicolons or tabs between the columns are fine. What a row means is not judged here.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from marketplace.foundation.errors import Invalid, shown

LONGEST_LINE = 1_000_000
ROW_FIELDS = frozenset({"key", "vendor", "city", "catalogue"})


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the file, which begins at `line`; `texts` when every value came as a text."""

    line: int
    values: dict[str, Any]
    texts: bool
    fault: str | None = None


class Unreadable(Exception):
    """A line or a row that says nothing; the message tells why and what to do."""


class Lines(Iterator[str]):
    """The lines of a file as text; after an unreadable one the next can be asked for."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.number = 0

    def __next__(self) -> str:
        """The next line.

        Raises:
            Unreadable: it is too long, or no UTF-8.
        """
        raw = self._file.readline(LONGEST_LINE)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            self._skip_the_rest()
            raise Unreadable(f"The line is longer than {LONGEST_LINE} bytes; shorten it.")
        try:
            return raw.decode("utf-8-sig" if self.number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise Unreadable("This is not UTF-8; save the file as UTF-8 text.") from None

    def _skip_the_rest(self) -> None:
        while (part := self._file.readline(LONGEST_LINE)) and not part.endswith(b"\n"):
            pass


def read_rows(path: Path, lists: frozenset[str]) -> Iterator[ImportRow]:
    """The rows of the file; `lists` names the fields that hold several values.

    Raises:
        Invalid: the file cannot be read, or is CSV without a proper header.
    """
    try:
        with path.open("rb") as file:
            reads_json = path.suffix.lower() in {".jsonl", ".ndjson", ".json"}
            yield from _json_rows(Lines(file)) if reads_json else _csv_rows(Lines(file), lists)
    except OSError as error:
        raise Invalid.of("file", f"It cannot be read: {error.strerror}.", path) from None


def count_lines(path: Path) -> int:
    """How many lines the file has, for a progress bar."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def _json_rows(lines: Lines) -> Iterator[ImportRow]:
    while True:
        try:
            line = next(lines)
            if line.strip():
                yield ImportRow(lines.number, _parsed(line), texts=False)
        except StopIteration:
            return
        except Unreadable as error:
            yield ImportRow(lines.number, {}, texts=False, fault=str(error))


def _parsed(line: str) -> dict[str, Any]:
    try:
        values = json.loads(line, object_pairs_hook=_unique)
    except RecursionError:
        raise Unreadable("It is nested too deeply.") from None
    except ValueError as error:
        raise Unreadable(f"This is not JSON: {error}.") from None
    if not isinstance(values, dict):
        raise Unreadable("Write an object with fields on each line.")
    return values


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"The field “{shown(twice)}” stands there twice; keep one.")
    return values


def _csv_rows(lines: Lines, lists: frozenset[str]) -> Iterator[ImportRow]:
    columns, delimiter = _header(lines)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begin = lines.number + 1
        try:
            cells = next(reader)
            if any(cells):
                yield ImportRow(begin, _values(columns, cells, lists), texts=True)
        except StopIteration:
            return
        except (csv.Error, Unreadable) as error:
            reason = f"Not CSV: {error}." if isinstance(error, csv.Error) else str(error)
            yield ImportRow(begin, {}, texts=True, fault=reason)


def _header(lines: Lines) -> tuple[list[str], str]:
    """The names of the columns, and what stands between them."""
    try:
        header = next(lines, "")
        delimiter = max(",;\t", key=header.count)
        names = next(csv.reader([header], delimiter=delimiter, strict=True), [])
    except (csv.Error, Unreadable) as error:
        raise Invalid.of("file", f"The first line has to name the columns. {error}") from None
    columns = [name.strip() for name in names]
    if not any(columns):
        raise Invalid.of("file", "The first line has to name the columns.", header)
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        raise Invalid.of("file", "The first line names a column twice; keep one.", twice)
    return columns, delimiter


def _values(columns: list[str], cells: list[str], lists: frozenset[str]) -> dict[str, Any]:
    if len(cells) > len(columns):
        raise Unreadable(f"The row has {len(cells)} cells but there are {len(columns)} columns.")
    values: dict[str, Any] = {"content": {}}
    for number, (column, cell) in enumerate(zip(columns, cells, strict=False), start=1):
        if not cell.strip():
            continue
        if not column:
            raise Unreadable(f"Column {number} has no name in the first line; name it.")
        place = values if column in ROW_FIELDS else values["content"]
        _put(place, column.split("."), _cell(column, cell.strip(), lists))
    return values


def _put(values: dict[str, Any], path: list[str], value: Any) -> None:
    for part in path[:-1]:
        values = values.setdefault(part, {})
        if not isinstance(values, dict):
            raise Unreadable(f"The columns {part} and {'.'.join(path)} exclude each other.")
    if path[-1] in values:
        raise Unreadable(f"The column {'.'.join(path)} and those within it exclude each other.")
    values[path[-1]] = value


def _cell(column: str, cell: str, lists: frozenset[str]) -> Any:
    if cell[0] in "[{":
        try:
            return json.loads(cell, object_pairs_hook=_unique)
        except (ValueError, RecursionError):
            raise Unreadable(f"{column}: this begins like JSON but is none.") from None
    if column in lists:
        return [part.strip() for part in cell.split("|") if part.strip()]
    return cell
