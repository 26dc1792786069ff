"""What the ranking answers beside what it answered before, from the shell."""

import json
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.matching.evaluation.judged_folders import write_judged_set


@pytest.fixture
def anywhere(tmp_path: Path) -> Shell:
    """The command opens no database."""
    return Shell("sqlite:////nowhere/at/all", tmp_path)


def test_what_is_accepted_is_what_later_rankings_are_held_to(
    anywhere: Shell, tmp_path: Path
) -> None:
    folder, baselines = write_judged_set(tmp_path / "streets"), tmp_path / "baselines"
    said = anywhere.succeed("guard", folder, "--baselines", baselines, "--accept")
    assert "streets: 1.000" in said
    found = json.loads(anywhere.succeed("guard", folder, "--baselines", baselines, "--json"))
    assert [one["set"] for one in found] == ["golden_suppliers", "golden_partners", "streets"]
    assert all(one["moves"] == [] and not one["has_fallen"] for one in found)


def test_another_model_is_noticed_with_the_pairs_that_moved(anywhere: Shell) -> None:
    refused = anywhere.run("guard")
    assert refused.exit_code == 1
    assert "golden_suppliers" in refused.stderr
    assert "--accept" in refused.stderr
    assert "by another model" in refused.stdout
    assert "meaning" in refused.stdout


def test_a_set_without_a_baseline_is_named(anywhere: Shell, tmp_path: Path) -> None:
    folder = write_judged_set(tmp_path / "streets")
    assert "streets.jsonl: cannot be read" in anywhere.refuse("guard", folder)
