"""An import that is stopped at any moment and run again ends as if nothing had happened."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from marketplace.foundation.outbox import OutboxFact
from marketplace.recommendations.models import Embedding
from marketplace.services import Services
from marketplace.solutions.models import Solution, SolutionFacet, SolutionVersion
from tests.cli.files import solution, vendor, write_lines
from tests.cli.shell import LONGEST, Shell

pytestmark = pytest.mark.processes

ROWS = 220
Stored = dict[str, object]


@pytest.fixture
def file(shell: Shell, tmp_path: Path) -> Path:
    shell.succeed("import", "organisations", write_lines(tmp_path / "o.jsonl", [vendor("v")]))
    return write_lines(tmp_path / "s.jsonl", [solution(f"s{n}", "v") for n in range(ROWS)])


def stored(shell: Shell) -> Stored:
    """All that an import leaves, but for ids and moments."""
    with shell.services() as services, services.unit_of_work(writes=False) as uow:
        said = select(Solution.external_key, Solution.version, Solution.published_version)
        found: Stored = {"said": sorted(tuple(row) for row in uow.session.execute(said))}
        for kind in (SolutionVersion, SolutionFacet, Embedding, OutboxFact):
            found[kind.__name__] = uow.session.scalar(select(func.count()).select_from(kind))
        return found


def solutions(shell: Shell) -> int:
    with shell.services() as services:
        return _solutions(services)


def _solutions(services: Services) -> int:
    with services.unit_of_work(writes=False) as uow:
        return uow.session.scalar(select(func.count()).select_from(Solution)) or 0


def stop_in_the_middle(shell: Shell, file: Path, number: signal.Signals, *words: str) -> str:
    """Start an import and stop it as soon as some rows are there; what it said in the end."""
    # One connection looks all the time: to make one for each look takes as long as many rows.
    with (
        shell.services() as watching,
        shell.start("import", "solutions", file, *words) as process,
    ):
        last_moment = time.monotonic() + LONGEST
        while not _solutions(watching) and not _is_past_half(process, words):
            assert process.poll() is None
            assert time.monotonic() < last_moment
        process.send_signal(number)
        said = process.communicate(timeout=LONGEST)
    assert process.returncode != 0
    return "".join(said)


def _is_past_half(process: "subprocess.Popen[str]", words: tuple[str, ...]) -> bool:
    """With one transaction nothing is seen from outside: give it some time instead."""
    if not words:
        return False
    time.sleep(4)
    return process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_an_import_that_was_stopped_ends_as_if_it_had_not_been(
    number: signal.Signals, set_up: Callable[[str, Path], Shell], shell: Shell, file: Path
) -> None:
    said = stop_in_the_middle(shell, file, number)
    assert "Traceback" not in said
    assert 0 < solutions(shell) < ROWS
    shell.succeed("import", "solutions", file)
    resumed = stored(shell)
    assert shell.succeed("import", "solutions", file).startswith(f"0 new or changed, {ROWS} known")

    kind = "sqlite" if shell.url.startswith("sqlite") else "postgresql"
    other = set_up(kind, shell.folder / "uninterrupted")
    other.succeed("import", "organisations", file.with_name("o.jsonl"))
    other.succeed("import", "solutions", file)
    assert stored(other) == resumed


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_a_file_that_is_taken_as_a_whole_leaves_nothing_when_it_is_stopped(
    number: signal.Signals, shell: Shell, file: Path
) -> None:
    rows = [solution(f"s{n}", "v") for n in range(15 * ROWS)]
    stop_in_the_middle(shell, write_lines(file, rows), number, "--all-or-nothing")
    assert solutions(shell) == 0


def test_an_import_at_the_same_time_makes_nothing_twice(shell: Shell, file: Path) -> None:
    words = ("import", "solutions", file)
    with shell.start(*words) as one, shell.start(*words) as other:
        said = [process.communicate(timeout=LONGEST) for process in (one, other)]
    assert (one.returncode, other.returncode) == (0, 0), said
    assert solutions(shell) == ROWS
    taken = [int(out.partition(" ")[0]) for out, _ in said]
    assert sum(taken) == ROWS
