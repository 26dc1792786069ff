from datetime import date

import pytest

from matching.ranking import calibration, fusion, history, weights
from matching.ranking.history import CHANGES, numbers
from matching.ranking.weights import Weight


def test_the_newest_change_is_of_the_numbers_that_rank_now() -> None:
    assert CHANGES[0].numbers == numbers(), (
        "Numbers that rank have changed: give CHANGES in matching/ranking/history.py a line with "
        f"today's date, a sentence for the people who are ranked, and {numbers()!r}."
    )


def test_changes_stand_newest_first_and_say_something() -> None:
    days = [change.day for change in CHANGES]
    assert days == sorted(days, reverse=True)
    assert all(isinstance(day, date) for day in days)
    assert all(change.sentence.endswith(".") for change in CHANGES)
    assert len({change.numbers for change in CHANGES}) == len(CHANGES)


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (weights, "FACTS", Weight("facts", 0.09, weights.FACTS.sentence)),
        (weights, "PER_OWNER", 3),
        (fusion, "WORDS_KNOWN", 0.51),
        (weights, "VERDICTS", {**weights.VERDICTS, "near": (3.2, 0.7)}),
        (calibration, "_KNOWN", ((calibration.Band.STRONG, 0.01),)),
    ],
)
def test_no_number_changes_in_silence(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, value: object
) -> None:
    before = history.numbers()
    monkeypatch.setattr(module, name, value)
    assert history.numbers() != before


def test_a_sentence_may_be_mended_without_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    before = history.numbers()
    mended = Weight("facts", weights.FACTS.share, "Put in better words.")
    monkeypatch.setattr(weights, "FACTS", mended)
    assert history.numbers() == before
