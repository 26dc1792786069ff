"""What the generated sections of the report say, and that they leave the rest alone."""

from pathlib import Path

import pytest

from matching.encoding import HashingEncoder
from matching.evaluation import MarkersMissing, load_judged_set, replaced, report_sections
from matching.evaluation.ablations import ABLATIONS, ablate
from matching.evaluation.bands import bands_of, counted, silences
from matching.evaluation.report import measured
from matching.evaluation.runs import Setting
from matching.evaluation.sections import figures
from matching.ranking.calibration import Band
from tests.matching.evaluation.judged_folders import append, write_judged_set


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    return [write_judged_set(tmp_path / name) for name in ("streets", "squares")]


def setting(folder: Path) -> Setting:
    return Setting(load_judged_set(folder), HashingEncoder(), 50)


def test_sections_stand_between_their_markers_and_nothing_else_changes() -> None:
    report = "Ours.\n<!-- begin a -->\nold\n<!-- end a -->\nTheirs."
    once = replaced(report, {"a": "new"})
    assert once == "Ours.\n<!-- begin a -->\n\nnew\n\n<!-- end a -->\nTheirs."
    assert replaced(once, {"a": "new"}) == once


@pytest.mark.parametrize("report", ["", "<!-- begin a -->", "<!-- end a --><!-- begin a -->"])
def test_a_report_without_a_place_for_a_section_is_refused(report: str) -> None:
    with pytest.raises(MarkersMissing, match="<!-- begin a -->"):
        replaced(report, {"a": "new"})


def test_the_report_names_every_set_every_ranking_and_every_part(folders: list[Path]) -> None:
    told: list[str] = []
    found = report_sections(
        [setting(folder) for folder in folders],
        golden=setting(folders[0]),
        progress=lambda *step: told.append(step[1]),
    )
    assert "mean over the sets" in found["figures"]
    assert found["ablations"].count("`streets`") == 2
    assert "| `streets` (2, 4) | engine |" in found["figures"]
    assert "best of plain" in found["figures"]
    for ablation in ABLATIONS:
        assert f"| {ablation.without} |" in found["ablations"]
        assert f"without {ablation.without}" in told
    assert "| `squares` | known | 2 |" in found["calibration"]
    assert "| `squares` | `streets` | 2 |" in found["calibration"]


def test_one_set_alone_has_no_mean_over_sets(folders: list[Path]) -> None:
    assert "mean over the sets" not in figures([measured(setting(folders[0]), ["engine", "rrf"])])


def test_a_part_that_decides_nothing_costs_nothing_and_words_cost_much(tmp_path: Path) -> None:
    folder = write_judged_set(tmp_path / "streets")
    line = '{"id": "code", "title": "", "text": "qzx"}'
    append(folder / "queries.jsonl", line)
    append(folder / "corpus.jsonl", '{"id": "coded", "title": "qzx", "text": "qzx lamps qzx bins"}')
    append(folder / "qrels.tsv", "code\tcoded\t1")
    found = ablate(setting(folder))
    parts = {part.without: part for part in found.parts}
    assert found.whole == 1
    assert parts["coverage in unknown languages"].difference.mean == 0
    assert parts["meaning"].reached == 1


def test_bands_count_answers_and_those_that_people_judged_right() -> None:
    counts = {
        count.band: count
        for count in counted([(Band.STRONG, True), (Band.STRONG, False), (Band.WEAK, False)])
    }
    assert counts[Band.STRONG].precision == 0.5
    assert counts[Band.WEAK].precision == 0.0
    assert counts[Band.NONE].precision is None


def test_every_answer_of_the_first_ten_is_in_some_band(folders: list[Path]) -> None:
    (found,) = bands_of(setting(folders[0]))
    assert sum(count.answers for count in found.counts) == found.questions * 4
    assert sum(count.right for count in found.counts) == 2


def test_questions_of_other_sets_are_asked_and_never_those_of_the_set_itself(
    folders: list[Path], tmp_path: Path
) -> None:
    judged_sets = [load_judged_set(folder) for folder in folders]
    (found,) = silences(setting(folders[0]), judged_sets)
    assert (found.asked, found.collection, found.questions) == ("squares", "streets", 2)
    assert found.silent == 0
    strange = write_judged_set(tmp_path / "strange")
    (strange / "queries.jsonl").write_text('{"id": "dark", "title": "", "text": "Qwx vbn zzt."}\n')
    (strange / "qrels.tsv").write_text("dark\tlamps\t1\n")
    (found,) = silences(setting(folders[0]), [load_judged_set(strange)])
    assert found.silent == 1
