"""What of the taxonomy is translated, for `make translations`, and which messages there are."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from marketplace.taxonomy.labels import TRANSLATED

ROOT = Path(__file__).parents[2]

Found = tuple[int, str, tuple[str, str], Sequence[str]]


def labels(file: BinaryIO, *_: object, **_options: object) -> Iterator[Found]:
    """The labels of a list of codes, each in the context of its list (an extractor of Babel)."""
    rows = csv.DictReader(TextIOWrapper(file, encoding="utf-8"))
    for row in rows:
        if row["list"] in TRANSLATED:
            yield rows.line_num, "pgettext", (row["list"], row["label"]), ()


def extracted(folder: Path) -> Catalog:
    """All messages of the product as they stand in its code now."""
    target = folder / "messages.pot"
    command = ["pybabel", "-q", "extract", "-F", "pyproject.toml", "-o", str(target), str(ROOT)]
    with redirect_stderr(StringIO()):
        CommandLineInterface().run(command)
    with target.open("rb") as file:
        return read_po(file)
