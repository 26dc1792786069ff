"""The messages of the product, and its catalogues brought up to date with them.

`make translations` runs this: new messages come into each catalogue without a translation,
those that nobody says any more go, and the rest stays as it is.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

from marketplace.foundation.saying import LANGUAGES, SOURCE
from marketplace.taxonomy.labels import TRANSLATED

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "marketplace/translations"
TRANSLATIONS = [code for code in LANGUAGES if code != SOURCE]
WIDTH = 100

Found = tuple[int, str, tuple[str, str], Sequence[str]]


def labels(file: BinaryIO, *_: object, **_options: object) -> Iterator[Found]:
    """The labels of a list of codes, each in the context of its list (an extractor of Babel)."""
    rows = csv.DictReader(line.decode() for line in file)
    for row in rows:
        if row["list"] in TRANSLATED:
            yield rows.line_num, "pgettext", (row["list"], row["label"]), ()


def extracted() -> Catalog:
    """All messages of the product as they stand in its code now."""
    # Places are noted as they are named here: within the project, wherever it lies.
    with TemporaryDirectory() as folder, chdir(ROOT):
        target = Path(folder, "messages.pot")
        options = ("-F", "pyproject.toml", "-o", str(target), "--add-location=file")
        CommandLineInterface().run(["pybabel", "-q", "extract", *options, "."])
        with target.open("rb") as file:
            return read_po(file)


def kept(code: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def bring_up_to_date() -> None:
    """Write every catalogue with the messages of today."""
    messages = extracted()
    for code in TRANSLATIONS:
        catalogue = kept(code)
        catalogue.update(messages, no_fuzzy_matching=True, update_creation_date=False)
        with (FOLDER / f"{code}.po").open("wb") as file:
            write_po(file, catalogue, width=WIDTH, sort_by_file=True, ignore_obsolete=True)
        missing = sum(not message.string or not all(message.string) for message in catalogue)
        sys.stdout.write(f"{code}: {len(catalogue)} messages, {missing} without a translation\n")


if __name__ == "__main__":
    bring_up_to_date()
