"""From folders to figures, by the product's own engine."""

import json
from pathlib import Path

import pytest

from matching.encoding import HashingEncoder
from matching.errors import MatchingError
from matching.evaluation import SYSTEMS, JudgedSetInvalid, as_table, evaluate
from matching.evaluation.metrics import MEASURES
from matching.evaluation.report import means
from tests.matching.evaluation.judged_folders import CORPUS, append, write_judged_set


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_judged_set(tmp_path / "streets")


def test_the_engine_finds_what_people_judged_to_fit(folder: Path) -> None:
    (result,) = evaluate([folder], encoder=HashingEncoder(), systems=["engine"])
    (engine,) = result.systems
    assert (result.name, result.texts, result.questions) == ("streets", 4, 2)
    assert engine.measures["nDCG@10"].mean == 1


def test_every_system_is_measured_by_every_measure(folder: Path) -> None:
    (result,) = evaluate([folder], encoder=HashingEncoder(), systems=list(SYSTEMS))
    assert [system.system for system in result.systems] == list(SYSTEMS)
    assert all(set(system.measures) == set(MEASURES) for system in result.systems)


def test_differences_are_to_the_first_system(folder: Path) -> None:
    (result,) = evaluate([folder], encoder=HashingEncoder(), systems=["lexical", "dense"])
    lexical, dense = result.systems
    assert lexical.against["nDCG@10"].mean == 0
    difference = dense.measures["nDCG@10"].mean - lexical.measures["nDCG@10"].mean
    assert dense.against["nDCG@10"].mean == pytest.approx(difference)


@pytest.mark.parametrize("system", SYSTEMS)
def test_texts_to_leave_out_are_never_answers(folder: Path, system: str) -> None:
    line = '{"id": "own", "text": "Failed street lamps", "meta": {"exclude": ["lamps"]}}'
    append(folder / "queries.jsonl", line)
    append(folder / "qrels.tsv", "own\tlamps\t1\nown\tbins\t1")
    (result,) = evaluate([folder], encoder=HashingEncoder(), systems=[system])
    assert result.systems[0].measures["Recall@50"].mean <= 1
    assert result.questions == 3


def test_progress_is_told_for_every_question(folder: Path) -> None:
    told: list[tuple[str, str, int, int]] = []

    def progress(name: str, system: str, done: int, of: int) -> None:
        told.append((name, system, done, of))

    evaluate([folder], encoder=HashingEncoder(), systems=["dense"], progress=progress)
    assert told == [("streets", "dense", 1, 2), ("streets", "dense", 2, 2)]


def test_a_bad_folder_is_refused_before_anything_is_ranked(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(JudgedSetInvalid, match="elsewhere"):
        evaluate(
            [folder, tmp_path / "elsewhere"],
            encoder=HashingEncoder(),
            progress=lambda *_: pytest.fail("ranked all the same"),
        )


@pytest.mark.parametrize("systems", [["magic"], []])
def test_an_unknown_system_is_refused_with_those_there_are(
    folder: Path, systems: list[str]
) -> None:
    with pytest.raises(MatchingError, match="engine, lexical, dense, passage"):
        evaluate([folder], encoder=HashingEncoder(), systems=systems)


def test_results_go_into_json_and_into_a_table(folder: Path) -> None:
    results = evaluate([folder], encoder=HashingEncoder(), systems=["lexical", "dense"])
    assert json.loads(json.dumps(results[0].as_json()))["name"] == "streets"
    table = as_table(results).splitlines()
    assert len(table) == 3
    assert all(name in table[0] for name in MEASURES)
    assert table[1].startswith("streets  lexical")


def test_the_weighted_sum_takes_the_weight_that_suits_the_set_best(folder: Path) -> None:
    (result,) = evaluate(
        [folder], encoder=HashingEncoder(), systems=["lexical", "dense", "weighted"]
    )
    *plain, weighted = (system.measures["nDCG@10"].mean for system in result.systems)
    assert weighted >= max(plain)
    assert result.systems[2].note.endswith("on vectors")
    assert "on vectors" in as_table([result])


def test_the_best_passage_alone_is_enough_for_passage(tmp_path: Path) -> None:
    folder = write_judged_set(tmp_path / "streets")
    (result,) = evaluate([folder], encoder=HashingEncoder(), systems=["passage"])
    assert result.systems[0].measures["nDCG@10"].mean == 1


def test_several_sets_end_with_their_means_and_the_mean_of_bests(tmp_path: Path) -> None:
    folders = [write_judged_set(tmp_path / name) for name in ("streets", "squares")]
    results = evaluate(folders, encoder=HashingEncoder(), systems=["engine", "lexical", "dense"])
    rows = means(results)
    assert list(rows) == ["engine", "lexical", "dense", "best of plain"]
    plain = rows["lexical"]["nDCG@10"], rows["dense"]["nDCG@10"]
    assert rows["best of plain"]["nDCG@10"] >= max(plain)
    assert as_table(results).splitlines()[-1].startswith("mean     best of plain")


def test_a_run_of_the_engine_alone_has_no_best_of_plain(folder: Path) -> None:
    results = evaluate([folder], encoder=HashingEncoder(), systems=["engine"])
    assert results[0].best("nDCG@10") is None
    assert list(means(results)) == ["engine"]


def test_near_copies_stand_behind_the_text_they_were_folded_into(folder: Path) -> None:
    _, title, text = CORPUS[0]
    append(folder / "corpus.jsonl", json.dumps({"id": "copy", "title": title, "text": text}))
    append(folder / "qrels.tsv", "dark\tcopy\t2")
    (result,) = evaluate([folder], encoder=HashingEncoder(), systems=["engine"])
    assert result.systems[0].measures["nDCG@10"].mean == 1


def test_no_results_make_an_empty_table() -> None:
    assert as_table([]) == ""
