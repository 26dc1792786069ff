import numpy as np
import pytest

from matching.indexing.rows import Rows
from matching.indexing.sketches import directions_of, sketches_of


@pytest.mark.parametrize(("count", "dimension"), [(5, 8), (1500, 8), (500, 200), (1500, 200)])
def test_sketches_never_bound_too_low(count: int, dimension: int) -> None:
    random = np.random.default_rng(count + dimension)
    rows = random.standard_normal((count, dimension)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    sketches = sketches_of(rows, directions_of(rows))
    products = rows[:50].astype(float) @ rows.astype(float).T
    assert (sketches[:50] @ sketches.T >= products - dimension * 1e-7).all()


def test_sketches_are_short_and_tell_apart_what_differs_along_a_few_directions() -> None:
    random = np.random.default_rng(0)
    rows = (random.standard_normal((1500, 20)) @ random.standard_normal((20, 200))).astype(
        "float32"
    )
    sketches = sketches_of(rows, directions_of(rows))
    assert sketches.shape[1] < 100
    assert np.allclose(sketches @ sketches[0], rows @ rows[0], rtol=1e-3, atol=1e-2)


def test_bounds_stay_true_when_vectors_come_and_go() -> None:
    random = np.random.default_rng(1)
    store, marks = Rows(120), np.ones(300, dtype=bool)
    for slot in range(12):
        if slot % 3 == 2:
            store.drop(slot - 1)
        store.put(slot, random.standard_normal((300, 120)).astype(np.float16), marks)
        vector = random.standard_normal(120).astype(np.float32)
        everything = store.everything().rows
        assert (store.bounds(vector) >= everything @ vector - 1e-2).all()
