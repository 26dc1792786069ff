"""The summary of a run counts what ran, and an incomplete run fails."""

import subprocess
import sys
from pathlib import Path

from tests.house.ceilings import ROOT

HEADER = """
import pytest

@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    return request.param
"""
ON_BOTH = """
def test_data(database):
    assert database
"""
IN_CHROMIUM = """
@pytest.mark.browser
def test_page(database):
    assert database
"""
SKIPPED = """
@pytest.mark.skip(reason="not today")
def test_skipped():
    assert False
"""


def run(folder: Path, source: str, *options: str) -> tuple[int, str]:
    """The exit status and the output of a run over one file of tests."""
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    browser: in Chromium\n")
    inner = folder / "inner"
    inner.mkdir()
    (inner / "conftest.py").touch()
    (inner / "test_sample.py").write_text(HEADER + source)
    command = [sys.executable, "-m", "pytest", "-p", "tests.summary_plugin", "-q", *options]
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


def test_a_complete_run_passes_and_is_counted_per_database_also_in_two_processes(
    tmp_path: Path,
) -> None:
    status, output = run(tmp_path, ON_BOTH + IN_CHROMIUM, "--complete", "-n", "2")
    assert status == 0
    assert "     2  SQLite\n     2  PostgreSQL\n     2  Chromium" in output
    assert "     4  in all, 0 skipped" in output


def test_a_skipped_test_fails_the_run(tmp_path: Path) -> None:
    status, output = run(tmp_path, ON_BOTH + IN_CHROMIUM + SKIPPED)
    assert status == 1
    assert "FAILED: inner/test_sample.py::test_skipped was skipped" in output


def test_a_skipped_test_fails_a_run_in_two_processes(tmp_path: Path) -> None:
    assert run(tmp_path, ON_BOTH + SKIPPED, "-n", "2")[0] == 1


def test_a_file_that_skips_itself_fails_the_run(tmp_path: Path) -> None:
    status, output = run(tmp_path, "pytest.importorskip('no_such_library')\n" + ON_BOTH)
    assert status != 0
    assert "test_sample.py was skipped" in output


def test_a_run_without_the_browser_is_not_complete(tmp_path: Path) -> None:
    status, output = run(tmp_path, ON_BOTH, "--complete")
    assert status == 1
    assert "FAILED: No test ran on Chromium." in output
