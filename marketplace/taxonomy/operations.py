"""Loads the code lists from the files that come with the product."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.taxonomy.models import Term

COLUMNS = ("label", "parent", "note", "source", "extra")


def load_terms(uow: UnitOfWork, folder: Path) -> int:
    """Bring the table of terms in line with the CSV files in `folder`; how many changed.

    A term that the files no longer have is kept: somebody may have used it.
    """
    known = {(term.list, term.code): term for term in uow.session.scalars(select(Term))}
    changed = 0
    for row in _rows(folder):
        term = known.get((row["list"], row["code"]))
        if term is None:
            uow.session.add(Term(**row))
            changed += 1
        elif any(getattr(term, column) != row[column] for column in COLUMNS):
            for column in COLUMNS:
                setattr(term, column, row[column])
            changed += 1
    if changed:
        uow.session.flush()
    return changed


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row | {
                    "parent": row["parent"] or None,
                    "extra": json.loads(row["extra"] or "{}"),
                }
