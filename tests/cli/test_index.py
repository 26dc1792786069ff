"""The derived index is looked at, checked and made anew from the shell."""

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from marketplace.recommendations.models import Embedding
from marketplace.solutions.models import Solution
from tests.cli.files import solution, vendor, write_lines
from tests.cli.shell import Shell


@pytest.fixture
def market(shell: Shell, tmp_path: Path) -> Shell:
    shell.succeed("import", "organisations", write_lines(tmp_path / "o.jsonl", [vendor("v")]))
    path = write_lines(tmp_path / "s.jsonl", [solution("a", "v"), solution("b", "v")])
    shell.succeed("import", "solutions", path)
    return shell


def test_the_status_tells_that_an_index_was_never_saved(shell: Shell) -> None:
    before = json.loads(shell.succeed("index", "status", "--json"))
    assert (before["offerings"], before["seen"], before["stored"]) == (0, None, 0)
    assert "never saved" in shell.succeed("index", "status")


def test_the_status_tells_how_far_the_saved_index_is_behind(market: Shell, tmp_path: Path) -> None:
    market.succeed("index", "rebuild")
    after = json.loads(market.succeed("index", "status", "--json"))
    assert (after["offerings"], after["behind"]) == (2, 0)
    path = write_lines(tmp_path / "s.jsonl", [solution("c", "v")])
    market.succeed("import", "solutions", path)
    assert json.loads(market.succeed("index", "status", "--json"))["behind"] == 1
    assert "have" not in market.succeed("index", "verify")


def test_an_index_that_agrees_says_so(market: Shell) -> None:
    market.succeed("index", "rebuild")
    assert market.succeed("index", "verify") == "The index agrees with the database.\n"
    assert json.loads(market.succeed("index", "verify", "--json")) == []


def test_an_index_that_differs_is_told_and_mended(market: Shell) -> None:
    market.succeed("index", "rebuild")
    with market.services() as services, services.engine.begin() as connection:
        # As if somebody had changed rows behind the product's back.
        connection.execute(
            update(Solution).where(Solution.external_key == "a").values(published_version=None)
        )
    result = market.run("index", "verify")
    assert result.exit_code == 1
    assert "is in the index, but is not public" in result.stdout
    assert "1 differences; run “marketplace index rebuild”" in result.stderr
    (told,) = json.loads(market.run("index", "verify", "--json").stdout)
    assert told["kind"] == "solution"
    market.succeed("index", "rebuild")
    market.succeed("index", "verify")


def test_a_rebuild_makes_vectors_that_are_missing(market: Shell) -> None:
    with market.services() as services, services.engine.begin() as connection:
        connection.execute(Embedding.__table__.delete())
    market.succeed("index", "rebuild")
    assert json.loads(market.succeed("index", "status", "--json"))["stored"] == 2


def test_a_damaged_saved_index_is_noticed(market: Shell) -> None:
    market.succeed("index", "rebuild")
    for path in (market.folder / "data" / "index").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes() + b"!")
    assert json.loads(market.succeed("index", "status", "--json"))["seen"] is None
    market.succeed("index", "verify")


@pytest.mark.model
def test_another_model_is_prepared_and_then_serves(
    market: Shell, sentence_models: tuple[str, str]
) -> None:
    market.succeed("index", "rebuild")
    before = json.loads(market.succeed("index", "status", "--json", ENCODER=sentence_models[0]))
    assert before["next_model"] == {"name": sentence_models[0], "stored": 0, "fault": None}
    assert "model that is to follow" in market.succeed(
        "index", "status", ENCODER=sentence_models[0]
    )

    told = market.succeed("index", "embed", ENCODER=sentence_models[0])

    assert "The model that is set serves; 2 texts had to be read first." in told
    after = json.loads(market.succeed("index", "status", "--json", ENCODER=sentence_models[0]))
    assert (after["next_model"], after["stored"]) == (None, 2)
    assert after["model"] != before["model"]
    market.succeed("index", "verify", ENCODER=sentence_models[0])
    assert "for 2 texts" in market.succeed("index", "tidy", ENCODER=sentence_models[0])
    assert "0 texts had to be read" in market.succeed("index", "embed", ENCODER=sentence_models[0])


def test_a_model_that_is_not_there_is_named_and_the_former_goes_on(market: Shell) -> None:
    market.succeed("index", "rebuild")
    told = market.refuse("index", "embed", ENCODER="/no/such/model")
    assert "/no/such/model" in told
    assert "“hashing” goes on serving" in told
    status = market.succeed("index", "status", ENCODER="/no/such/model")
    assert "why it cannot be used" in status
    market.succeed("match", "--text", "What is full and where?", ENCODER="/no/such/model")
