"""What the bands promise: the same borders for every need, in order, and only from the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.ranking.calibration import Band, band_of, nothing_fits, text_score
from matching.ranking.fusion import TextFit

ORDER = [Band.NONE, Band.WEAK, Band.POSSIBLE, Band.STRONG]

numbers = st.floats(0, 1)


@given(low=numbers, high=numbers, known=st.booleans())
def test_a_better_text_never_has_a_worse_band(low: float, high: float, *, known: bool) -> None:
    low, high = sorted((low, high))
    worse, better = (band_of(score, language_known=known) for score in (low, high))
    assert ORDER.index(worse) <= ORDER.index(better)


@pytest.mark.parametrize("known", [True, False])
def test_every_band_is_reached(*, known: bool) -> None:
    bands = {band_of(step / 100, language_known=known) for step in range(101)}
    assert bands == set(Band)


@given(meaning=numbers, words=numbers, known=st.booleans())
def test_the_text_score_lies_between_its_parts(
    meaning: float, words: float, *, known: bool
) -> None:
    score = text_score(TextFit(meaning, words, known))
    assert min(meaning, words) - 1e-9 <= score <= max(meaning, words) + 1e-9


def test_an_unrelated_text_has_no_band_and_a_copy_is_strong() -> None:
    assert band_of(0.0, language_known=True) is Band.NONE
    assert band_of(1.0, language_known=False) is Band.STRONG


def test_nothing_fits_when_no_answer_is_at_least_possible() -> None:
    assert nothing_fits([])
    assert nothing_fits([Band.WEAK, Band.NONE])
    assert not nothing_fits([Band.NONE, Band.POSSIBLE])
