from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

import pytest

from matching.evaluation import JudgedSetInvalid
from matching.evaluation.guard import KEPT, SHOWN_QUESTIONS, Run, compared, load, run_of, save
from matching.ranking.calibration import Band
from matching.ranking.scoring import Factor, total
from matching.suppliers import Match

QUESTIONS = [f"question {number}" for number in range(12)]
GRADES: Mapping[str, Mapping[str, int]] = {question: {"lamps": 2} for question in QUESTIONS}


@dataclass(frozen=True)
class Answered:
    key: str
    factors: tuple[Factor, ...]

    @property
    def score(self) -> float:
        return total(self.factors)


def answered(key: str, meaning: float, words: float) -> Answered:
    return Answered(key, (Factor("meaning", meaning, 0.5), Factor("words", words, 0.5)))


GOOD = [answered("lamps", 0.9, 0.8), answered("bins", 0.4, 0.4)]
BAD = [answered("bins", 0.4, 0.4), answered("lamps", 0.9, 0.1), answered("trees", 0.1, 0.1)]
WORSE = [answered("bins", 0.4, 0.4), answered("trees", 0.1, 0.1), answered("lamps", 0.1, 0.0)]


def ran(found: Sequence[Answered], *, secret: bool = False) -> Run:
    return run_of("set", "model", GRADES, lambda _: found, secret=secret)


def test_a_run_beside_itself_has_not_moved() -> None:
    comparison = compared(ran(GOOD), ran(GOOD))
    assert comparison.moves == ()
    assert not comparison.has_fallen
    assert comparison.now.figure.mean == 1.0


def test_a_lower_figure_on_every_question_is_a_fall_and_a_higher_one_is_not() -> None:
    assert compared(ran(WORSE), ran(GOOD)).has_fallen
    assert not compared(ran(GOOD), ran(WORSE)).has_fallen


def test_one_question_of_many_is_chance() -> None:
    def find(question: str) -> Sequence[Answered]:
        return WORSE if question == QUESTIONS[0] else GOOD

    comparison = compared(run_of("set", "model", GRADES, find), ran(GOOD))
    assert comparison.difference.mean < 0
    assert not comparison.has_fallen


def test_a_move_says_from_where_to_where_and_which_factor_did_it() -> None:
    moves = {m.key: m for m in compared(ran(BAD), ran(GOOD)).moves if m.question == QUESTIONS[0]}
    assert (moves["lamps"].was, moves["lamps"].now) == (1, 2)
    assert moves["lamps"].points == pytest.approx({"words": -0.35})
    assert moves["lamps"].by == pytest.approx(-0.35)
    assert (moves["bins"].was, moves["bins"].now, moves["bins"].points) == (2, 1, {})
    assert (moves["trees"].was, moves["trees"].now) == (None, 3)


def test_what_moved_most_comes_first() -> None:
    moves = compared(ran(BAD), ran(GOOD)).moves
    assert {move.key for move in moves[: len(QUESTIONS)]} == {"lamps"}


def test_what_left_the_ten_is_followed_to_its_place() -> None:
    many = [answered(f"other {place}", 0.5, 0.5) for place in range(KEPT)]
    moves = compared(ran([*many, answered("lamps", 0.2, 0.2)]), ran(GOOD)).moves
    lamps = next(move for move in moves if move.key == "lamps")
    assert lamps.now == KEPT + 1
    assert lamps.points == pytest.approx({"meaning": -0.35, "words": -0.3})


def test_a_saved_baseline_is_read_back(tmp_path: Path) -> None:
    run = ran(BAD)
    save(run, tmp_path / "set.jsonl")
    again = load(tmp_path / "set.jsonl")
    assert again == run
    assert compared(run, again).moves == ()


def test_of_other_peoples_texts_nothing_but_digests_is_kept(tmp_path: Path) -> None:
    save(ran(GOOD, secret=True), tmp_path / "set.jsonl")
    said = (tmp_path / "set.jsonl").read_text()
    assert not any(name in said for name in (*QUESTIONS, "lamps", "bins"))
    assert compared(ran(BAD, secret=True), load(tmp_path / "set.jsonl")).moves


def test_of_a_large_set_the_places_of_some_questions_are_kept() -> None:
    grades = {f"question {number}": {"lamps": 1} for number in range(3 * SHOWN_QUESTIONS)}
    run = run_of("set", "model", grades, lambda _: GOOD)
    assert len(run.values) == len(grades)
    assert len(run.answers) == SHOWN_QUESTIONS


def test_a_question_that_nothing_answers_is_asked_and_not_measured() -> None:
    run = run_of("set", "model", {**GRADES, "snow": {}}, lambda _: GOOD)
    assert "snow" in run.answers
    assert "snow" not in run.values


def test_other_questions_cannot_be_compared() -> None:
    other = run_of("set", "model", {"snow": {"lamps": 1}}, lambda _: GOOD)
    with pytest.raises(JudgedSetInvalid, match="not those of the baseline"):
        compared(other, ran(GOOD))


def test_a_file_that_is_no_baseline_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    with pytest.raises(JudgedSetInvalid, match="cannot be read"):
        load(path)
    for content in ("", "[]", '{"set": "set"}', "nothing"):
        path.write_text(content)
        with pytest.raises(JudgedSetInvalid, match="is no baseline"):
            load(path)


def test_near_copies_stand_behind_the_match_that_stands_for_them() -> None:
    match = Match(
        rank=1,
        key="lamps",
        owner="vendor",
        score=0.5,
        requirements=(),
        facts=(),
        factors=(Factor("meaning", 0.5, 1.0),),
        version="1",
        band=Band.STRONG,
        folded=("bins",),
    )
    run = run_of("set", "model", {"dark": {"bins": 1}}, lambda _: [match])
    assert run.values["dark"] == pytest.approx(1 / log2(3), abs=1e-4)
    assert [(answer.key, answer.band) for answer in run.answers["dark"]] == [("lamps", "strong")]
