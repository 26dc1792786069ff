"""A feature that keeps something of a person says so at the column; here it is noticed if not."""

from sqlalchemy import ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from marketplace.foundation.personal import MARK, OWN, Mark, marked
from marketplace.tables import metadata

ADDRESS = 254
PEOPLE = "user_account"


def unmarked(tables: MetaData) -> list[str]:
    """The columns that can name a person and do not say what becomes of that."""
    return [
        str(column)
        for table in tables.sorted_tables
        for column in table.columns
        if MARK not in column.info
        and (
            getattr(column.type, "length", None) == ADDRESS
            or any(key.column.table.name == PEOPLE for key in column.foreign_keys)
        )
    ]


def left_behind(tables: MetaData) -> list[str]:
    """The tables whose rows would keep a person's own rows from being removed."""
    return [
        f"{table.name} refers to {key.column.table.name}"
        for table in tables.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name != PEOPLE
        and marked(key.column.table, Mark.OWN)
        and not marked(table, Mark.OWN)
    ]


def test_every_column_that_names_a_person_says_what_becomes_of_it() -> None:
    assert unmarked(metadata) == []


def test_nothing_keeps_a_persons_own_rows_from_being_removed() -> None:
    assert left_behind(metadata) == []


def test_what_is_emptied_can_be_empty() -> None:
    for table in metadata.sorted_tables:
        assert all(column.nullable for column in marked(table, Mark.LINKED))


def test_a_forgotten_mark_would_be_noticed() -> None:
    class Kept(DeclarativeBase):
        pass

    class Person(Kept):
        __tablename__ = PEOPLE
        id: Mapped[int] = mapped_column(primary_key=True)

    class Search(Kept):
        __tablename__ = "search"
        id: Mapped[int] = mapped_column(primary_key=True)
        user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), info=OWN)
        made_by: Mapped[str] = mapped_column(String(ADDRESS))

    class Alert(Kept):
        __tablename__ = "alert"
        id: Mapped[int] = mapped_column(ForeignKey("search.id"), primary_key=True)
        user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    del Person, Search, Alert
    assert sorted(unmarked(Kept.metadata)) == ["alert.user_id", "search.made_by"]
    assert left_behind(Kept.metadata) == ["alert refers to search"]
