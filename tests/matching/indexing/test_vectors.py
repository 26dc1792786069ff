"""Faiss is held to the exact index, whatever was put, dropped or asked for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.indexing.exact import ExactIndex
from matching.indexing.faiss import FaissIndex, plain_index

DIMENSION = 8
changes = st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=60)
kinds = pytest.mark.parametrize("kind", [ExactIndex, FaissIndex])


def unit_rows(count: int, seed: int = 0, dimension: int = DIMENSION) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / lengths, dtype=np.float32)


@kinds
@settings(max_examples=40, deadline=None)
@given(changes=changes, asked=st.frozensets(st.integers(0, 40)))
def test_products_are_those_of_what_was_put_last(
    kind: type[ExactIndex], changes: list[tuple[bool, int]], asked: frozenset[int]
) -> None:
    index, rows, kept = kind(DIMENSION), unit_rows(41), set[int]()
    for is_put, slot in changes:
        if is_put:
            index.put(slot, rows[slot])
            kept.add(slot)
        else:
            index.drop(slot)
            kept.discard(slot)
    assert set(np.flatnonzero(index.live).tolist()) == kept
    assert len(index) == len(kept)
    for slots in (sorted(kept), sorted(kept & asked)):
        vector = unit_rows(1, 7)[0]
        found = index.products(vector, np.array(slots, dtype=np.int64))
        assert np.allclose(found, rows[slots] @ vector, atol=1e-6)


@kinds
def test_an_empty_index_has_no_products(kind: type[ExactIndex]) -> None:
    none = np.zeros(0, dtype=np.int64)
    assert kind(DIMENSION).products(unit_rows(1)[0], none).shape == (0,)


def test_the_plain_index_finds_the_nearest() -> None:
    rows = unit_rows(50)
    found = plain_index(rows)(rows[7], 5)
    assert found.tolist() == np.argsort(-(rows @ rows[7]))[:5].tolist()
