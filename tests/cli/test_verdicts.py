"""How true the verdicts on requirements are, from the shell."""

import json
from pathlib import Path

import pytest

from matching.ranking.weights import VERDICTS
from tests.cli.shell import Shell


@pytest.fixture
def anywhere(tmp_path: Path) -> Shell:
    """The command opens no database."""
    return Shell("sqlite:////nowhere/at/all", tmp_path)


def test_verdicts_are_compared_with_labels(anywhere: Shell) -> None:
    said = anywhere.succeed("verdicts")
    assert "macro F1" in said
    assert "| not met |" in said


def test_weights_are_made_for_the_model_that_is_set(anywhere: Shell) -> None:
    assert json.loads(anywhere.succeed("verdicts", "--fit")).keys() == VERDICTS.keys()
