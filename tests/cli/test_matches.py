"""The main job and its measure, from the shell."""

import json
from pathlib import Path

import pytest

from tests.cli.files import solution, vendor, write_lines
from tests.cli.shell import Shell

SAID = {
    "leaks": "Microphones listen to water pipes at night and hear leaks before they burst.",
    "calls": "Volunteers phone older residents who live alone, and social workers see it.",
    "lamps": "Street lamps dim when nobody passes and save half of the electricity.",
}


@pytest.fixture
def market(shell: Shell, tmp_path: Path) -> Shell:
    shell.succeed("import", "organisations", write_lines(tmp_path / "o.jsonl", [vendor("v")]))
    price = {"model": "subscription", "minimum": 5000, "currency": "EUR", "interval": "year"}
    more = {"leaks": {"countries_served": ["AT"]}, "calls": {"themes": ["SO1"]}}
    more |= {"lamps": {"price": price}}
    rows = [
        solution(key, "v", name=key, description=said, **more[key]) for key, said in SAID.items()
    ]
    shell.succeed("import", "solutions", write_lines(tmp_path / "s.jsonl", rows))
    return shell


def test_a_need_is_answered_with_evidence_that_stands_there_and_a_score_that_adds_up(
    market: Shell,
) -> None:
    need = "Older residents live alone and lose contact"
    found = json.loads(market.succeed("match", "--text", need, "--json"))
    assert [one["rank"] for one in found] == list(range(1, len(found) + 1))
    assert found[0]["solution"]["name"] == "calls"
    for one in found:
        total = sum(factor["value"] * factor["weight"] for factor in one["factors"])
        assert one["score"] == pytest.approx(total, abs=1e-6)
        for said in (judged["evidence"] for judged in one["requirements"]):
            if said is not None:
                text = one["solution"]["content"][said["field"]]
                assert text[said["start"] : said["end"]] == said["text"]


def test_a_person_reads_names_scores_and_sentences(market: Shell) -> None:
    said = market.succeed("match", "--text", "water pipes leak and burst", "--limit", "1")
    assert said.startswith(" 1. leaks (Vendor v)  0.")
    assert len([line for line in said.splitlines() if line.startswith(" ")]) <= 2


def test_a_person_reads_how_far_it_fits_and_when_nothing_does(market: Shell) -> None:
    said = market.succeed("match", "--text", SAID["leaks"])
    assert said.startswith(" 1. leaks (Vendor v)  ")
    assert "a strong fit" in said.splitlines()[0]
    said = market.succeed("match", "--text", "Quixotic zeppelins vex jugglers")
    assert said.startswith("Nothing that is listed fits. These come closest all the same:\n 1. ")


@pytest.mark.model
def test_a_language_that_the_model_does_not_know_is_named(
    shell: Shell, tmp_path: Path, english_model: str
) -> None:
    shell.succeed("import", "organisations", write_lines(tmp_path / "o.jsonl", [vendor("v")]))
    rows = [solution("lamps", "v", name="lamps", description=SAID["lamps"])]
    lines = write_lines(tmp_path / "s.jsonl", rows)
    shell.succeed("import", "solutions", lines, ENCODER=english_model)
    need = "Les arrêts de bus sont sombres le soir et les gens ont peur d'y attendre."
    said = shell.succeed("match", "--text", need, ENCODER=english_model)
    assert said.startswith("This looks like French. The language model was not trained on it,")
    (found,) = json.loads(shell.succeed("match", "--text", need, "--json", ENCODER=english_model))
    assert found["unknown_language"] == "fr"
    assert "This looks like" not in shell.succeed(
        "match", "--text", SAID["lamps"], ENCODER=english_model
    )


def test_filters_narrow_it_down(market: Shell) -> None:
    for words, names in (
        (("--theme", "SO"), {"calls"}),
        (("--theme", "SO1", "--country", "AT"), {"calls"}),
        (("--country", "IT"), {"calls", "lamps"}),
        (("--budget", "5000"), {"lamps"}),
        (("--budget", "4999.99"), set[str]()),
        (("--theme", "BU"), set[str]()),
    ):
        found = json.loads(market.succeed("match", "--text", "anything useful", *words, "--json"))
        assert {one["solution"]["name"] for one in found} == names


def test_nothing_found_is_said(shell: Shell) -> None:
    assert "Nothing" in shell.succeed("match", "--text", "leaks")
    assert json.loads(shell.succeed("match", "--text", "leaks", "--json")) == []


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--text", " "), "text: Describe what is needed"),
        (("--text", "x", "--theme", "energie"), "--theme: “energie” is not in the list"),
        (("--text", "x", "--country", "Austria"), "--country: “Austria” is not in the list"),
        (("--text", "x", "--budget", "much"), "Write an amount from 0 to"),
        (("--text", "x", "--budget", "nan"), "Write an amount from 0 to"),
        (("--text", "x", "--budget", "inf"), "Write an amount from 0 to"),
        (("--text", "x", "--budget", "-1"), "Write an amount from 0 to"),
        (("--text", "x", "--budget", "1e30"), "Write an amount from 0 to"),
        (("--text", "x", "--budget", "0.005"), "at most two decimals"),
        (("--text", "x", "--budget", "12.000"), "read as 12000 and as 12"),
        (("--text", "x", "--limit", "0"), "--limit"),
        (("--text", "x", "--limit", "101"), "--limit"),
        ((), "--text"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    words: tuple[str, ...], reason: str, shell: Shell
) -> None:
    assert reason in shell.refuse("match", *words)


def test_a_model_that_is_not_there_is_refused_where_no_other_serves(
    shell: Shell, tmp_path: Path
) -> None:
    said = shell.refuse("match", "--text", "x", ENCODER=str(tmp_path / "no-model"))
    assert "model" in said
    assert "no-model" in shell.refuse("evaluate", tmp_path, ENCODER="no-model")
