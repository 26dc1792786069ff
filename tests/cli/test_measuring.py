"""`marketplace evaluate`: figures on the screen, and in the report between its markers."""

import json
from pathlib import Path

import pytest

from marketplace.recommendations import report as sections
from tests.cli.shell import Shell
from tests.matching.evaluation.judged_folders import write_judged_set

FROM_FOLDERS = ("figures", "ablations", "calibration")
SECTIONS = (*FROM_FOLDERS, "golden", "groups", "verdicts")


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    folder = write_judged_set(tmp_path / "sets" / "judged")
    (folder.parent / "README.md").write_text("Beside the folders.")
    return folder


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The attacks take a minute; `tests/attacks` and `test_holding` try them.
    monkeypatch.delitem(sections.SECTIONS, "attacks")
    parts = (f"By hand.\n<!-- begin {name} -->\nstale\n<!-- end {name} -->\n" for name in SECTIONS)
    path = tmp_path / "report.md"
    path.write_text("".join(parts))
    return path


def test_a_judged_set_is_measured_for_each_ranking(empty: Shell, judged: Path) -> None:
    beside = judged.parent / "README.md"
    told = json.loads(empty.succeed("evaluate", judged, beside, "--json"))
    (one,) = told
    assert one["name"] == "judged"
    assert [system["system"] for system in one["systems"]] == ["engine", "lexical", "dense"]
    table = empty.succeed("evaluate", judged, "--compare", "engine")
    for measure in ("nDCG@10", "Recall@10", "Recall@50", "MRR@10"):
        assert measure in table


def test_compare_without_a_list_measures_every_ranking(empty: Shell, judged: Path) -> None:
    table = empty.succeed("evaluate", judged, "--compare")
    for system in ("engine", "lexical", "dense", "passage", "rrf", "weighted"):
        assert f"judged  {system}" in table


def test_the_golden_set_is_measured_beside_others_without_a_database(
    tmp_path: Path, judged: Path
) -> None:
    shell = Shell("sqlite:////nowhere/at/all", tmp_path)
    said = shell.succeed("evaluate", "--golden", judged, "--compare", "engine", "--json")
    golden, other = json.loads(said)
    assert (golden["name"], other["name"]) == ("golden_suppliers", "judged")
    assert (golden["texts"], golden["questions"]) == (183, 39)


def test_real_buyers_groups_are_measured_without_a_database(tmp_path: Path) -> None:
    shell = Shell("sqlite:////nowhere/at/all", tmp_path)
    every, abroad = json.loads(shell.succeed("evaluate", "--groups", "--json"))
    assert (every["groups"], every["questions"], every["owners"]) == (16, 91, 113)
    assert abroad["groups"] == 13
    table = shell.succeed("evaluate", "--groups")
    assert "all groups (16, 91 members, 113 cities) | engine | 0." in table


def test_a_report_is_written_between_its_markers(empty: Shell, judged: Path, report: Path) -> None:
    empty.succeed("evaluate", judged, "--report", report)
    written = report.read_text()
    assert "stale" not in written
    assert written.count("By hand.") == len(SECTIONS)
    assert written.count("| `judged` ") >= 2
    assert not report.with_suffix(".new").exists()


def test_without_folders_only_what_the_demonstration_says_is_written(
    empty: Shell, report: Path
) -> None:
    empty.succeed("evaluate", "--report", report)
    written = report.read_text()
    assert written.count("stale") == len(FROM_FOLDERS)
    assert "golden_suppliers" in written


def test_a_report_without_markers_is_refused_and_left_alone(
    empty: Shell, judged: Path, report: Path
) -> None:
    report.write_text("No markers.")
    assert "<!-- begin golden -->" in empty.refuse("evaluate", judged, "--report", report)
    assert report.read_text() == "No markers."


def test_what_is_no_judged_set_is_refused_with_file_and_line(empty: Shell, judged: Path) -> None:
    (judged / "corpus.jsonl").write_text('{"id": "a", "text": "b"}\nnonsense\n')
    said = empty.refuse("evaluate", judged)
    assert "corpus.jsonl, line 2" in said
    (judged / "corpus.jsonl").unlink()
    assert "corpus.jsonl: cannot be read" in empty.refuse("evaluate", judged)
    assert "at least one folder" in empty.refuse("evaluate", judged.parent / "README.md")
    assert "does not exist" in empty.refuse("evaluate", judged / "nothing")
    for systems in ("magic", "engine,magic", ","):
        assert "--compare takes some of" in empty.refuse("evaluate", judged, "--compare", systems)
