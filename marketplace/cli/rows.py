"""Reads the rows of an import file: JSON Lines, or CSV as spreadsheets write it.

A CSV file has a column for each field; `price.minimum` stands for a field within a field,
`a | b` for a list, and a cell that begins with `[` or `{` is JSON. A byte-order mark and
semicolons between the columns are fine. What a row means is not judged here.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marketplace.foundation.errors import Invalid

LONGEST_LINE = 1_000_000
ROW_FIELDS = frozenset({"key", "vendor", "city", "catalogue"})


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the file, at `line`; `texts` when every value came as a text."""

    line: int
    values: dict[str, Any]
    texts: bool
    fault: str | None = None


def read_rows(path: Path, lists: frozenset[str]) -> Iterator[ImportRow]:
    """The rows of the file; `lists` names the fields that hold several values.

    Raises:
        Invalid: the file cannot be read as UTF-8 text, or has no header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reads_json = path.suffix.lower() in {".jsonl", ".ndjson", ".json"}
            yield from _json_rows(file) if reads_json else _csv_rows(file, lists)
    except UnicodeDecodeError:
        raise Invalid.of("file", "Save it as UTF-8 text; it is something else.", path) from None
    except OSError as error:
        raise Invalid.of("file", f"It cannot be read: {error.strerror}.", path) from None


def count_lines(path: Path) -> int:
    """How many lines the file has, for a progress bar."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def _json_rows(file: io.TextIOBase) -> Iterator[ImportRow]:
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if line.strip():
            values, fault = _parsed(line)
            yield ImportRow(number, values, texts=False, fault=fault)


def _parsed(line: str) -> tuple[dict[str, Any], str | None]:
    try:
        values = json.loads(line)
    except RecursionError:
        return {}, "It is nested too deeply."
    except ValueError as error:
        return {}, f"This is not JSON: {error}."
    if not isinstance(values, dict):
        return {}, "Write an object with fields on each line."
    return values, None


def _csv_rows(file: io.TextIOBase, lists: frozenset[str]) -> Iterator[ImportRow]:
    header = file.readline(LONGEST_LINE)
    delimiter = max(",;\t", key=header.count)
    columns = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
    if not any(columns):
        raise Invalid.of("file", "The first line has to name the columns.", header)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield ImportRow(reader.line_num + 1, {}, texts=True, fault=f"Not CSV: {error}.")
            continue
        if any(cells):
            yield _csv_row(reader.line_num + 1, columns, cells, lists)


def _csv_row(line: int, columns: list[str], cells: list[str], lists: frozenset[str]) -> ImportRow:
    if len(cells) > len(columns):
        fault = f"The row has {len(cells)} cells but there are {len(columns)} columns."
        return ImportRow(line, {}, texts=True, fault=fault)
    values: dict[str, Any] = {"content": {}}
    try:
        for column, cell in zip(columns, cells, strict=False):
            if cell.strip():
                place = values if column in ROW_FIELDS else values["content"]
                _put(place, column.split("."), _cell(column, cell.strip(), lists))
    except ValueError as error:
        return ImportRow(line, {}, texts=True, fault=str(error))
    return ImportRow(line, values, texts=True)


def _put(values: dict[str, Any], path: list[str], value: Any) -> None:
    for part in path[:-1]:
        values = values.setdefault(part, {})
        if not isinstance(values, dict):
            raise ValueError(  # noqa: TRY004 - the file is wrong, not our types.
                f"The columns {part} and {'.'.join(path)} exclude each other."
            )
    values[path[-1]] = value


def _cell(column: str, cell: str, lists: frozenset[str]) -> Any:
    if cell[0] in "[{":
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            raise ValueError(f"{column}: this begins like JSON but is none.") from None
    if column in lists:
        return [part.strip() for part in cell.split("|") if part.strip()]
    return cell
