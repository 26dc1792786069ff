"""The schema goes up and down, and what a backup holds comes back, whole or not at all."""

import gzip
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.taxonomy.models import Term
from tests.cli.files import solution, vendor, write_lines
from tests.cli.shell import Shell
from tests.databases import KINDS, Databases


def tables(shell: Shell) -> set[str]:
    with shell.services() as services:
        return set(inspect(services.engine).get_table_names())


def test_an_empty_database_goes_up_and_down_and_up(bare: Shell) -> None:
    assert "terms new or changed" in bare.succeed("db", "upgrade")
    assert bare.succeed("db", "check") == "The schema is current.\n"
    full = tables(bare)
    assert bare.succeed("db", "downgrade", "base") == "Schema at base.\n"
    assert tables(bare) == {"alembic_version"}
    assert "at schema base" in bare.refuse("db", "check")
    bare.succeed("db", "upgrade")
    assert tables(bare) == full


def test_upgrading_twice_changes_nothing(shell: Shell) -> None:
    assert shell.succeed("db", "upgrade").endswith("; 0 terms new or changed.\n")


def term(uow: UnitOfWork, country: str) -> Term:
    chosen = select(Term).where(Term.list == "countries", Term.code == country)
    return uow.session.scalars(chosen).one()


def test_an_upgrade_mends_the_code_lists_and_keeps_what_is_used(shell: Shell) -> None:
    with shell.services() as services, services.unit_of_work() as uow:
        term(uow, "AT").label = "Kakania"
        uow.session.add(Term(list="countries", code="QQ", label="Gone", extra={}))
    assert shell.succeed("db", "upgrade").endswith("; 1 terms new or changed.\n")
    with shell.services() as services, services.unit_of_work() as uow:
        assert term(uow, "AT").label == "Austria"
        assert term(uow, "QQ").label == "Gone"


@pytest.mark.parametrize("revision", ["nonsense", "+1", "-999", ""])
def test_a_revision_that_does_not_exist_is_refused(revision: str, shell: Shell) -> None:
    said = shell.refuse("db", "downgrade", "--", revision)
    assert said.startswith("revision: ")
    assert len(said.splitlines()) == 1
    shell.succeed("db", "check")


def test_a_database_of_a_later_release_is_left_alone(bare: Shell, tmp_path: Path) -> None:
    bare.succeed("db", "upgrade")
    bare.succeed("backup", tmp_path / "backup")
    with bare.services() as services, services.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "at schema 9999, this release needs" in bare.refuse("db", "check")
    assert "9999" in bare.refuse("restore", tmp_path / "backup")
    assert "9999" in bare.refuse("db", "upgrade")
    assert "9999" in bare.refuse("db", "downgrade", "base")


def test_a_backup_comes_back_in_a_new_database_of_either_kind(
    shell: Shell, databases: Databases, tmp_path: Path
) -> None:
    shell.succeed("import", "organisations", write_lines(tmp_path / "o.jsonl", [vendor("v")]))
    path = write_lines(tmp_path / "s.jsonl", [solution("s", "v")])
    shell.succeed("import", "solutions", path)
    told = shell.succeed("backup", tmp_path / "backup")
    for kind in KINDS:
        other = Shell(databases.new_url(kind), tmp_path / kind)
        other.succeed("db", "upgrade")
        rows = told.partition(" ")[0]
        assert other.succeed("restore", tmp_path / "backup") == f"{rows} rows restored.\n"
        assert "Solution s" in other.succeed("match", "--text", "leaking pipes")
        assert other.succeed("import", "solutions", path).startswith("0 new or changed, 1 known")


def test_a_database_that_is_in_use_is_not_filled_unless_asked(shell: Shell, tmp_path: Path) -> None:
    shell.succeed("backup", tmp_path / "empty")
    shell.succeed("import", "organisations", write_lines(tmp_path / "o.jsonl", [vendor("v")]))
    said = shell.refuse("restore", tmp_path / "empty")
    assert "not empty" in said
    assert "--replace" in said
    shell.succeed("restore", tmp_path / "empty", "--replace")
    shell.succeed("restore", tmp_path / "empty")


def test_a_damaged_backup_is_refused_and_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    backup, damaged = tmp_path / "backup", tmp_path / "damaged"
    shell.succeed("backup", backup)
    whole = backup.read_bytes()
    middle = len(whole) // 2
    for raw in (
        whole[:middle],
        whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :],
        b"",
        b"Dear Ada",
        gzip.compress(b"[]\n"),
        gzip.compress(gzip.decompress(whole).replace(b"Austria", b"Kakania")),
    ):
        damaged.write_bytes(raw)
        said = shell.refuse("restore", damaged, "--replace")
        assert said.startswith("file: This is no backup, or it is damaged")
    with shell.services() as services, services.unit_of_work(writes=False) as uow:
        assert uow.session.scalar(select(func.count()).select_from(Term))


def test_a_place_where_no_backup_can_be_written_is_named(shell: Shell, tmp_path: Path) -> None:
    said = shell.refuse("backup", tmp_path / "nowhere" / "backup")
    assert "nowhere" in said
    assert "No such file or directory" in said
    assert "directory" in shell.refuse("backup", tmp_path)


@pytest.mark.parametrize("name", ["nothing", "."])
def test_a_backup_that_is_not_there_is_refused(name: str, shell: Shell, tmp_path: Path) -> None:
    assert "File" in shell.refuse("restore", tmp_path / name)
