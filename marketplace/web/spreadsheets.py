"""Tables as files for spreadsheets: CSV in which no cell is taken for a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from flask import Response

WIDE = (
    "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
"""What spreadsheets set to a language of East Asia take for the same."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", *WIDE)
AFTER_A_BORDER = re.compile(rf"(?<=;)(?=\s*[=+\-@{WIDE}])")
"""Where a cell begins to a spreadsheet that is set, as in most of Europe, to part at semicolons."""
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it a spreadsheet takes UTF-8 for an older encoding."""


def defused(cell: object) -> object:
    """The cell as it is, or with an apostrophe before what a spreadsheet would work out.

    Numbers stay numbers, negative ones too.
    """
    if not isinstance(cell, str):
        return cell
    safe = AFTER_A_BORDER.sub("'", cell)
    return "'" + safe if cell.lstrip(" \n").startswith(FORMULA_STARTS) else safe


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The table as a file to be kept under this name, which is of plain letters and digits."""
    text = StringIO()
    writer = csv.writer(text)
    for row in (header, *rows):
        writer.writerow([defused("" if cell is None else cell) for cell in row])
    response = Response(BYTE_ORDER_MARK + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
