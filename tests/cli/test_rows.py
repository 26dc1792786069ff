"""Rows are read from what people and spreadsheets really write; what cannot be read is said."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.cli.rows import LONGEST_LINE, ImportRow, count_lines, read_rows
from marketplace.foundation.errors import Invalid

LISTS = frozenset({"themes", "city.languages"})


def rows_of(path: Path, content: str | bytes) -> list[ImportRow]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_rows(path, LISTS))


def test_a_line_is_a_row_and_empty_lines_are_none(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "a.jsonl", '\ufeff{"key": "ä"}\r\n\n  \n{"key": "b"}')
    assert [(row.line, row.values["key"]) for row in rows] == [(1, "ä"), (4, "b")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "Write an object"),
        ("null", "Write an object"),
        ('{"a": 1, "a": 2}', "“a” stands there twice"),
        ('{"content": {"b": 1, "b": 2}}', "“b” stands there twice"),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"a": "x\0y"}', "not JSON"),
        ('{"a": "' + "x" * LONGEST_LINE + '"}', "longer than"),
        (b'{"a": "Gr\xfc\xdfe"}', "not UTF-8"),
    ],
    ids=range(9),
)
def test_a_line_that_cannot_be_read_is_named_and_the_next_one_is_read(
    line: str | bytes, reason: str, tmp_path: Path
) -> None:
    raw = line if isinstance(line, bytes) else line.encode()
    first, second = rows_of(tmp_path / "a.jsonl", raw + b'\n{"key": "good"}\n')
    assert first.line == 1
    assert reason in (first.fault or "")
    assert (second.line, second.values, second.fault) == (2, {"key": "good"}, None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_a_spreadsheet_has_rows_with_fields_lists_and_fields_within_fields(
    delimiter: str, begin: str, tmp_path: Path
) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(["key", "name", "themes", "price.minimum", "city.languages", "deployments", ""])
    writer.writerow(["k1", 'A "good", old; one', "EN|MO | ", "12.50", "de", '[{"a": 1}]', ""])
    writer.writerow([])
    writer.writerow(["k2", "two\nlines", "", "", "", "", ""])
    first, second = rows_of(tmp_path / "a.csv", begin + written.getvalue())
    assert first.values == {
        "key": "k1",
        "content": {
            "name": 'A "good", old; one',
            "themes": ["EN", "MO"],
            "price": {"minimum": "12.50"},
            "city": {"languages": ["de"]},
            "deployments": [{"a": 1}],
        },
    }
    assert first.texts
    assert (second.line, second.values["content"]["name"]) == (4, "two\nlines")


@pytest.mark.parametrize(
    ("header", "line", "reason"),
    [
        ("key,name", "a,b,c", "3 cells but there are 2 columns"),
        ("key,", "a,b", "Column 2 has no name"),
        ("price,price.minimum", "1,2", "exclude each other"),
        ("price.minimum,price", "1,2", "exclude each other"),
        ("key,name", 'a,"b"c', "Not CSV"),
        ("key,themes", 'a,"[""x"""', "begins like JSON"),
        ("key,name", "a," + "x" * 200_000, "Not CSV"),
        ("key,name", "a," + "x" * (3 * LONGEST_LINE), "longer than"),
        ("key,name", b"a,Gr\xfc\xdfe", "not UTF-8"),
    ],
    ids=range(9),
)
def test_a_row_of_a_spreadsheet_that_cannot_be_read_is_named_and_the_next_one_is_read(
    header: str, line: str | bytes, reason: str, tmp_path: Path
) -> None:
    raw = line if isinstance(line, bytes) else line.encode()
    first, second = rows_of(tmp_path / "a.csv", header.encode() + b"\n" + raw + b"\nc\n")
    assert first.line == 2
    assert reason in (first.fault or "")
    assert (second.line, second.fault) == (3, None)


def test_a_quote_that_is_never_closed_loses_no_row_in_silence(tmp_path: Path) -> None:
    good, bad = rows_of(tmp_path / "a.csv", 'key,name\na,b\nc,"d\ne,f\n')
    assert good.fault is None
    assert bad.line == 3
    assert "unexpected end" in (bad.fault or "")


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b";;;\nx", b"\xff\xfek\x00e\x00y\x00", b"name,name\na,b", b'key,"name\na,b'],
    ids=range(6),
)
def test_a_spreadsheet_without_a_proper_header_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        rows_of(tmp_path / "a.csv", content)
    assert caught.value.faults[0].field == "file"


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        list(read_rows(tmp_path, LISTS))


def test_lines_are_counted_for_the_progress_bar(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1\n2\n3\n")
    assert count_lines(tmp_path / "a") == 3


@given(raw=st.binary(max_size=300), suffix=st.sampled_from([".csv", ".jsonl"]))
def test_whatever_is_in_a_file_is_read_or_refused(
    raw: bytes, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    try:
        rows = rows_of(path, b"key,name\n" + raw)
    except Invalid:
        return
    assert [row.line for row in rows] == sorted({row.line for row in rows})
