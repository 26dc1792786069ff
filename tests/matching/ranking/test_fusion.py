"""What one score out of meaning and words promises, whatever the numbers."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.ranking.fusion import (
    QueryStatistics,
    coverage,
    fuse,
    meaning,
    parts,
    shared_words,
    shares,
)

ENGLISH = QueryStatistics(idf_sum=20.0, idf_found=15.0, language_known=True)
FOREIGN = QueryStatistics(idf_sum=20.0, idf_found=15.0, language_known=False)


def alike(*cosines: float) -> npt.NDArray[np.float64]:
    return np.array(cosines)


cosines = st.floats(-1, 1)
bm25 = st.floats(0, 200)


@given(cosine=cosines, points=bm25, idf=st.floats(0, 100), known=st.booleans())
def test_scores_lie_between_nought_and_one(
    cosine: float, points: float, idf: float, *, known: bool
) -> None:
    statistics = QueryStatistics(idf_sum=idf, idf_found=idf / 2, language_known=known)
    (score,) = fuse(statistics, alike(cosine), np.array([points]))
    assert 0 <= score <= 1


@given(low=cosines, high=cosines, points=bm25, known=st.booleans())
def test_closer_meaning_never_scores_less(
    low: float, high: float, points: float, *, known: bool
) -> None:
    low, high = sorted((low, high))
    statistics = ENGLISH if known else FOREIGN
    scores = fuse(statistics, alike(low, high), np.array([points, points]))
    assert scores[0] <= scores[1]


@given(low=bm25, high=bm25, cosine=cosines, known=st.booleans())
def test_more_shared_words_never_score_less(
    low: float, high: float, cosine: float, *, known: bool
) -> None:
    low, high = sorted((low, high))
    statistics = ENGLISH if known else FOREIGN
    scores = fuse(statistics, alike(cosine, cosine), np.array([low, high]))
    assert scores[0] <= scores[1]


@given(cosine=cosines, points=bm25, idf=st.floats(0, 100), known=st.booleans())
def test_both_parts_lie_between_nought_and_one_and_their_shares_make_the_score(
    cosine: float, points: float, idf: float, *, known: bool
) -> None:
    statistics = QueryStatistics(idf_sum=idf, idf_found=idf / 2, language_known=known)
    (close,), (common,) = parts(statistics, alike(cosine), np.array([points]))
    of_meaning, of_words = shares(language_known=known)
    assert 0 <= close <= 1
    assert 0 <= common <= 1
    assert of_meaning + of_words == pytest.approx(1)
    (score,) = fuse(statistics, alike(cosine), np.array([points]))
    assert score == pytest.approx(of_meaning * close + of_words * common)


@given(
    cosine=st.floats(0, 1), points=bm25, found=st.floats(0, 1), known=st.booleans(),
    idf=st.floats(0, 100),
)  # fmt: skip
def test_one_formula_in_two_parts_is_that_formula(
    cosine: float, points: float, idf: float, found: float, *, known: bool
) -> None:
    statistics = QueryStatistics(idf_sum=idf, idf_found=idf * found, language_known=known)
    words = min(points / max(idf, 1.0), 1.0)
    covered = (idf * found + 1.0) / (idf + 1.0)
    whole = (cosine + 0.5 * words) / 1.5 if known else (covered * cosine + 4 * words) / 5
    assert fuse(statistics, alike(cosine), np.array([points])) == pytest.approx([whole])


def test_what_is_far_in_meaning_keeps_its_words() -> None:
    far, middle = fuse(ENGLISH, alike(-0.4, 0.0), np.array([5.0, 5.0]))
    assert far == middle > 0


def test_a_text_that_is_the_need_itself_scores_one() -> None:
    assert fuse(ENGLISH, alike(1.0), np.array([20.0])) == pytest.approx([1.0])


def test_unrelated_texts_score_nought() -> None:
    assert fuse(ENGLISH, alike(0.0, -0.4), np.zeros(2)).tolist() == [0.0, 0.0]


def test_meaning_leads_where_the_model_knows_the_language() -> None:
    close_in_meaning, close_in_words = fuse(ENGLISH, alike(0.6, 0.1), np.array([0.0, 10.0]))
    assert close_in_meaning > close_in_words


def test_words_lead_where_the_model_does_not_know_the_language() -> None:
    close_in_meaning, close_in_words = fuse(FOREIGN, alike(0.6, 0.1), np.array([0.0, 10.0]))
    assert close_in_meaning < close_in_words


def test_vectors_are_believed_less_when_the_library_lacks_the_words_of_the_need() -> None:
    strangers = QueryStatistics(idf_sum=20.0, idf_found=1.0, language_known=False)
    nothing_shared = np.zeros(1)
    assert fuse(strangers, alike(0.3), nothing_shared) < fuse(FOREIGN, alike(0.3), nothing_shared)


def test_with_no_word_in_common_meaning_still_orders_the_list() -> None:
    strangers = QueryStatistics(idf_sum=20.0, idf_found=0.0, language_known=False)
    scores = fuse(strangers, alike(0.1, 0.3), np.zeros(2))
    assert 0 < scores[0] < scores[1]


def test_repeating_the_words_of_the_need_earns_no_more_than_saying_them() -> None:
    said, repeated = shared_words(ENGLISH, np.array([20.0, 50.0]))
    assert said == repeated == 1


def test_a_need_without_words_is_no_error() -> None:
    empty = QueryStatistics(idf_sum=0.0, idf_found=0.0, language_known=False)
    assert coverage(empty) == 1
    assert shared_words(empty, np.zeros(1)) == 0


def test_offerings_in_other_languages_may_bring_their_own_statistics() -> None:
    statistics = QueryStatistics(
        idf_sum=np.array([20.0, 40.0]), idf_found=np.array([15.0, 30.0]), language_known=False
    )
    each = fuse(statistics, alike(0.3, 0.3), np.array([5.0, 10.0]))
    assert each[0] == pytest.approx(each[1], rel=0.02)


def test_the_whole_text_weighs_more_than_its_best_passage() -> None:
    near, far = np.array([0.3]), np.zeros(1)
    assert meaning(whole=near, passage=far) > meaning(whole=far, passage=near)


def test_closeness_of_meaning_is_that_of_whole_and_passage_where_they_agree() -> None:
    assert meaning(alike(0.3, -0.2), alike(0.3, -0.2)) == pytest.approx([0.3, -0.2])
