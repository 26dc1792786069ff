"""No cell of a file is taken for a formula, wherever the spreadsheet lets a cell begin."""

import pytest

from marketplace.web.spreadsheets import defused


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        (" \n@SUM(1)", "' \n@SUM(1)"),
        ("Lamp;=cmd|' /C calc'!A0;b", "Lamp;'=cmd|' /C calc'!A0;b"),
        ("=1; +2", "'=1;' +2"),
        ("\uff1d1+1;\uff0b1", "'\uff1d1+1;'\uff0b1"),
        ("Lamps; 3 of them - cheap", "Lamps; 3 of them - cheap"),
        (-5, -5),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_work_out_stays_a_text(cell: object, written: object) -> None:
    assert defused(cell) == written
