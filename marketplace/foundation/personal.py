"""Which columns say something of a person, so that it can be shown to them and taken away.

A column that names a person carries one of these marks as its `info`; a test finds those
without. The privacy room reads the marks off the tables, so a new feature needs no line there.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Table

MARK = "personal"
DELETED = "deleted account "
"""How the label of somebody who has left begins; the number of the account follows."""


class Mark(StrEnum):
    """What a column has to do with a person."""

    OWN = "own"
    """The row is this person's: its id, or address, stands here. It goes with the account."""
    DONE_BY = "done_by"
    """The address of whoever did it, which gives way to a label that names nobody."""
    LINKED = "linked"
    """The id or address of somebody who has to do with the row, which is emptied."""
    SAID = "said"
    """In rows with `DONE_BY`: what that person said or did, shown to them."""
    SECRET = "secret"  # noqa: S105
    """Never shown, not even to the person: what lets somebody in, or other people's words."""


OWN = {MARK: Mark.OWN}
DONE_BY = {MARK: Mark.DONE_BY}
LINKED = {MARK: Mark.LINKED}
SAID = {MARK: Mark.SAID}
SECRET = {MARK: Mark.SECRET}


def marked(table: Table, mark: Mark) -> list[Column[Any]]:
    """The columns of the table that carry this mark."""
    return [column for column in table.columns if column.info.get(MARK) is mark]


def label_of_deleted(user_id: int) -> str:
    """What stands in the place of the address of a person who has left."""
    return f"{DELETED}{user_id}"
