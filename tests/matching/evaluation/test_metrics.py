"""The measures, on rankings small enough to reckon by hand."""

import math

import numpy as np
import pytest

from matching.evaluation.metrics import MEASURES, interval, measure

JUDGEMENTS = {"first": {"a": 2, "b": 1}, "second": {"c": 1}}


def test_a_perfect_ranking_measures_one() -> None:
    found = measure({"first": ["a", "b", "x"], "second": ["c"]}, JUDGEMENTS)
    assert set(found) == set(MEASURES)
    assert all(values.tolist() == [1.0, 1.0] for values in found.values())


def test_a_ranking_out_of_order_measures_less() -> None:
    found = measure({"first": ["x", "b", "a"], "second": ["c"]}, JUDGEMENTS)
    gained = 1 / math.log2(3) + 2 / math.log2(4)
    assert found["nDCG@10"][0] == pytest.approx(gained / (2 + 1 / math.log2(3)))
    assert found["MRR@10"][0] == pytest.approx(1 / 2)


def test_only_the_first_places_count() -> None:
    fillers = [f"x{place}" for place in range(10)]
    found = measure({"second": [*fillers, "c"]}, JUDGEMENTS)
    assert found["Recall@10"][1] == found["nDCG@10"][1] == found["MRR@10"][1] == 0
    assert found["Recall@50"][1] == 1


def test_a_question_without_an_answer_counts_as_nought() -> None:
    found = measure({"first": ["a", "b"], "second": []}, JUDGEMENTS)
    assert found["nDCG@10"].tolist() == [1.0, 0.0]
    assert measure({}, JUDGEMENTS)["nDCG@10"].tolist() == [0.0, 0.0]


def test_an_interval_holds_its_mean_and_is_the_same_every_time() -> None:
    values = np.array([0.0, 0.2, 0.4, 0.9, 1.0])
    found = interval(values)
    assert found.low < found.mean < found.high
    assert found.mean == pytest.approx(0.5)
    assert found == interval(values)


def test_equal_values_leave_no_doubt() -> None:
    found = interval(np.full(4, 0.25))
    assert (found.low, found.mean, found.high) == (0.25, 0.25, 0.25)


def test_more_questions_make_the_interval_narrower() -> None:
    few, many = np.tile([0.0, 1.0], 5), np.tile([0.0, 1.0], 200)
    assert interval(many).high - interval(many).low < interval(few).high - interval(few).low
