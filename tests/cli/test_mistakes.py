"""Whatever is wrong is said in a sentence, and the exit status says so too."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import structlog
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from marketplace.cli import COMMANDS, main
from marketplace.cli.running import Failed, plainly
from tests.cli.shell import Shell

CONTRACT = (
    "serve demo db-upgrade db-downgrade db-check import match evaluate index-status index-verify "
    "index-rebuild benchmark worker user-create token-create backup restore"
)
NEED_A_SCHEMA = (
    ("serve",),
    ("demo",),
    ("db", "check"),
    ("import", "solutions", "FILE"),
    ("match", "--text", "leaks"),
    ("index", "status"),
    ("index", "verify"),
    ("index", "rebuild"),
    ("worker", "--once"),
    ("user", "create", "--email", "a@b.example", "--password", "long enough"),
    ("token", "create", "--email", "a@b.example", "--scope", "read"),
    ("backup", "FILE"),
    ("restore", "FILE"),
)


def words_of(command: click.Command, *words: str) -> Iterator[tuple[str, ...]]:
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from words_of(inner, *words, name)


@pytest.mark.parametrize("words", list(words_of(main)), ids=" ".join)
def test_every_command_says_what_it_does(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")
    assert len(result.stdout.splitlines()[2].strip()) > 8


def test_the_commands_are_those_that_were_promised() -> None:
    here = {"-".join(words) for words in words_of(main)}
    assert set(CONTRACT.split()) <= here
    assert set(COMMANDS) == {words[0] for words in words_of(main) if words}


def test_a_command_that_does_not_exist_is_named(empty: Shell) -> None:
    assert "nonsense" in empty.refuse("nonsense")


def test_all_settings_that_cannot_be_used_are_named_at_once(empty: Shell) -> None:
    said = empty.refuse(
        "db",
        "check",
        DATABASE_URL="mysql://ada:mysterious@localhost/x",
        LOG_LEVEL="LOUD",
        MAX_REQUEST_BYTES="many",
        PUBLIC_URL="here",
        SECRET_KEY="mysterious",
        MAIL_URL="pigeon://ada:mysterious@loft",
    )
    named = {line.partition(":")[0] for line in said.splitlines()[1:]}
    expected = {"DATABASE_URL", "LOG_LEVEL", "MAX_REQUEST_BYTES", "PUBLIC_URL"}
    assert named == {f"MARKETPLACE_{name}" for name in expected | {"SECRET_KEY", "MAIL_URL"}}
    assert "LOUD" in said
    assert "many" in said
    assert "mysterious" not in said


@pytest.mark.parametrize("words", NEED_A_SCHEMA, ids=" ".join)
def test_a_schema_that_is_not_current_is_refused(
    words: tuple[str, ...], empty: Shell, tmp_path: Path
) -> None:
    (tmp_path / "FILE").touch()
    said = empty.refuse(*(tmp_path / w if w == "FILE" else w for w in words))
    assert "at schema base" in said
    assert "marketplace db upgrade" in said


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://ada:mysterious@127.0.0.1:1/market",
        "sqlite:////nowhere/at/all.sqlite",
        "sqlite:///{folder}/letter.txt",
    ],
)
@pytest.mark.parametrize("words", [("db", "upgrade"), ("match", "--text", "leaks")], ids=" ".join)
def test_a_database_that_does_not_answer_is_named(
    url: str, words: tuple[str, ...], empty: Shell, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ada, this is a letter and no database. " * 20)
    said = empty.refuse(*words, DATABASE_URL=url.format(folder=tmp_path))
    assert said.startswith("the database ")
    assert "does not answer" in said
    assert len(said.splitlines()) == 1
    assert "mysterious" not in said


def test_a_data_folder_that_cannot_be_made_is_named(empty: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = empty.refuse("db", "check", DATA_DIR=str(tmp_path / "file" / "data"))
    assert said.startswith("MARKETPLACE_DATA_DIR: ")


def test_a_database_that_fails_in_the_middle_is_said_in_one_line() -> None:
    @plainly
    def command() -> None:
        raise OperationalError("INSERT …", None, Exception("disk is full\nask somebody"))

    with pytest.raises(Failed) as caught:
        command()
    assert caught.value.message == "the database failed: (builtins.Exception) disk is full"


def test_what_is_logged_never_stands_among_the_answers(
    empty: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.reset_defaults()
    empty.succeed("evaluate", "--help")
    structlog.get_logger("library").warning("noticed")
    assert capsys.readouterr().out == ""
