"""A backup holds everything, is refused when damaged, and moves between the databases."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from errno import ENOSPC
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from marketplace.foundation import backup
from marketplace.foundation.database import make_engine
from marketplace.foundation.errors import Conflict, Invalid
from marketplace.foundation.outbox import FactCounter
from marketplace.foundation.record import ActivityEvent
from marketplace.tables import metadata
from marketplace.taxonomy.models import Term
from tests.databases import Databases, fill
from tests.foundation.test_database import event

KINDS = ["sqlite", "postgresql"]


Make = Callable[[str], Engine]


@pytest.fixture
def empty(databases: Databases) -> Iterator[Make]:
    engines: list[Engine] = []

    def make(kind: str) -> Engine:
        engines.append(make_engine(databases.new_url(kind)))
        fill(engines[-1])
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


def filled(engine: Engine) -> Engine:
    with Session(engine) as session:
        session.add_all([event(datetime(2026, 1, n, tzinfo=UTC)) for n in range(1, 20)])
        session.add(Term(list="themes", code="X", label="Grüße «»", extra={"a": [1, {"b": 2}]}))
        session.commit()
    return engine


def content(packed: bytes) -> bytes | None:
    """What is packed there; None if it cannot be unpacked."""
    try:
        return gzip.decompress(packed)
    except (OSError, EOFError, zlib.error):
        return None


def test_a_backup_is_for_its_owners_eyes_and_whole_or_not_there(
    empty: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.gz"
    engine = filled(empty("sqlite"))
    backup.back_up(engine, metadata, "r1", path)
    assert path.stat().st_mode & 0o777 == 0o600
    whole = path.read_bytes()

    def full_disk(_value: object) -> object:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(backup, "_to_json", full_disk)
    with pytest.raises(OSError, match="No space"):
        backup.back_up(engine, metadata, "r1", path)
    assert path.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("target", KINDS)
def test_everything_comes_back_in_either_database(
    source: str, target: str, empty: Make, tmp_path: Path
) -> None:
    path = tmp_path / "backup.gz"
    rows = backup.back_up(filled(empty(source)), metadata, "r1", path)
    engine = empty(target)
    assert backup.restore(engine, metadata, "r1", path) == rows
    with Session(engine) as session:
        term = session.scalars(select(Term)).one()
        assert (term.label, term.extra) == ("Grüße «»", {"a": [1, {"b": 2}]})
        assert session.scalar(select(func.count(ActivityEvent.id))) == 19
        assert session.get_one(FactCounter, 1).value == 0
        session.add(event(datetime(2026, 2, 1, tzinfo=UTC)))
        session.commit()


def test_a_backup_with_any_byte_changed_is_refused(empty: Make, tmp_path: Path) -> None:
    path = tmp_path / "backup.gz"
    backup.back_up(filled(empty("sqlite")), metadata, "r1", path)
    sound = path.read_bytes()
    engine = empty("sqlite")
    for place in range(0, len(sound), max(1, len(sound) // 60)):
        damaged = sound[:place] + bytes([sound[place] ^ 4]) + sound[place + 1 :]
        if content(damaged) == content(sound):
            continue  # The time of packing, or padding: it says nothing.
        path.write_bytes(damaged)
        with pytest.raises(Invalid):
            backup.restore(engine, metadata, "r1", path)
    path.write_bytes(sound[: len(sound) // 2])
    with pytest.raises(Invalid):
        backup.restore(engine, metadata, "r1", path)
    with Session(engine) as session:
        assert session.scalar(select(func.count(ActivityEvent.id))) == 0


def test_a_backup_of_another_schema_is_refused(empty: Make, tmp_path: Path) -> None:
    path = tmp_path / "backup.gz"
    backup.back_up(filled(empty("sqlite")), metadata, "r1", path)
    with pytest.raises(Invalid, match="schema r1"):
        backup.restore(empty("sqlite"), metadata, "r2", path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_with_rows_is_not_overwritten_unless_asked(
    kind: str, empty: Make, tmp_path: Path
) -> None:
    path = tmp_path / "backup.gz"
    engine = filled(empty(kind))
    backup.back_up(engine, metadata, "r1", path)
    with pytest.raises(Conflict, match="not empty"):
        backup.restore(engine, metadata, "r1", path)
    backup.restore(engine, metadata, "r1", path, replace=True)
    with Session(engine) as session:
        assert session.scalar(select(func.count(ActivityEvent.id))) == 19
