"""What taking off the middle of the library promises."""

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from matching.ranking.centring import Centres, centred
from matching.ranking.ingredients import Ingredients

DIMENSION = 8
Vectors = npt.NDArray[np.float32]


def unit_vectors(seed: int, count: int) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, DIMENSION)) + 1
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def counted(vectors: Vectors, language: str = "en") -> Centres:
    centres = Centres(DIMENSION)
    for vector in vectors:
        centres.add(language, vector)
    return centres


@given(seed=st.integers(0, 1000), count=st.integers(1, 12))
def test_the_order_of_adding_changes_nothing(seed: int, count: int) -> None:
    vectors = unit_vectors(seed, count)
    forwards, backwards = counted(vectors), counted(vectors[::-1])
    assert np.array_equal(forwards.of("en"), backwards.of("en"))


@given(seed=st.integers(0, 1000), count=st.integers(2, 12))
def test_what_was_removed_was_never_there(seed: int, count: int) -> None:
    vectors = unit_vectors(seed, count)
    centres = counted(vectors)
    centres.add("fr", vectors[0])
    centres.remove("fr", vectors[0])
    centres.remove("en", vectors[-1])
    assert np.array_equal(centres.of("en"), counted(vectors[:-1]).of("en"))


def test_an_empty_library_has_its_centre_at_nought() -> None:
    assert not Centres(DIMENSION).of("en").any()


def test_a_language_with_many_texts_has_a_centre_of_its_own() -> None:
    centres = counted(np.tile(np.eye(DIMENSION, dtype=np.float32)[0], (500, 1)), "en")
    for _ in range(500):
        centres.add("fr", np.eye(DIMENSION, dtype=np.float32)[1])
    assert centres.of("fr").argmax() == 1
    assert centres.of("en").argmax() == 0


def test_an_unseen_language_takes_the_centre_of_all() -> None:
    centres = counted(unit_vectors(1, 50), "en")
    assert centres.of("fr") @ centres.of("en") > 0


@given(seed=st.integers(0, 1000), count=st.integers(2, 12))
def test_the_mean_of_the_others_is_as_if_the_one_were_not_there(seed: int, count: int) -> None:
    vectors, towards = unit_vectors(seed, count), unit_vectors(seed + 1, 1)[0]
    without = counted(vectors).of_others("en", vectors[0], towards)
    assert np.array_equal(without, counted(vectors[1:]).of_others("en", None, towards))


def test_without_others_the_mean_is_what_it_is_drawn_to() -> None:
    towards = unit_vectors(3, 1)[0]
    assert np.array_equal(Centres(DIMENSION).of_others("en", None, towards), towards)


def test_means_can_be_left_out_to_measure_their_worth() -> None:
    vectors = unit_vectors(1, 50)
    none, one = (
        Centres(DIMENSION, Ingredients(centred=False)),
        Centres(DIMENSION, Ingredients(by_language=False)),
    )
    for centres in (none, one):
        for vector in vectors:
            centres.add("en", vector)
        centres.add("fr", vectors[0])
    assert not none.of("en").any()
    assert np.array_equal(one.of("en"), one.of("fr"))


def test_centring_parts_texts_that_share_only_the_common_part() -> None:
    vectors = unit_vectors(3, 200)
    centre = counted(vectors).of("en")
    before = (vectors @ vectors.T).mean()
    after = (centred(vectors, centre) @ centred(vectors, centre).T).mean()
    assert abs(after) < 0.1 < before


def test_centred_vectors_have_unit_length_and_nought_stays_nought() -> None:
    centre = counted(unit_vectors(5, 30)).of("en")
    lengths = np.linalg.norm(centred(unit_vectors(6, 4), centre), axis=1)
    assert np.allclose(lengths, 1)
    assert not centred(centre, centre).any()
