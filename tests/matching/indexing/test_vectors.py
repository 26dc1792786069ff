"""Faiss is held to the exact index, whatever was put, dropped or filtered."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.indexing.exact import ExactIndex
from matching.indexing.faiss import FaissIndex

DIMENSION = 8
changes = st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=60)


def unit_rows(count: int, seed: int = 0, dimension: int = DIMENSION) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / lengths, dtype=np.float32)


@pytest.mark.parametrize("flat_up_to", [5, 1000])
@settings(max_examples=40, deadline=None)
@given(changes, st.integers(1, 12), st.frozensets(st.integers(0, 40)) | st.none())
def test_faiss_finds_what_the_exact_index_finds(
    flat_up_to: int,
    changes: list[tuple[bool, int]],
    k: int,
    kept: frozenset[int] | None,
) -> None:
    twins = ExactIndex(DIMENSION), FaissIndex(DIMENSION, flat_up_to)
    rows = unit_rows(41)
    for index in twins:
        for is_put, slot in changes:
            if is_put:
                index.put(slot, rows[slot])
            else:
                index.drop(slot)
    allowed = None if kept is None else np.isin(np.arange(len(twins[0].live)), list(kept))
    exact, fast = (index.search(unit_rows(1, 7)[0], k, allowed) for index in twins)
    assert exact.slots.tolist() == fast.slots.tolist()
    assert np.allclose(exact.scores, fast.scores, atol=1e-6)


def test_the_graph_never_returns_a_short_list_under_a_filter() -> None:
    index = FaissIndex(DIMENSION, flat_up_to=100)
    for slot, row in enumerate(unit_rows(2000)):
        index.put(slot, row)
    for share in (0.5, 0.25, 0.1, 0.01):
        allowed = np.random.default_rng(1).random(len(index.live)) < share
        allowed[2000:] = False
        found = index.search(unit_rows(1, 9)[0], 15, allowed)
        assert len(found.slots) == min(15, int(allowed.sum()))
        assert allowed[found.slots].all()


def test_a_dropped_vector_is_gone_from_the_graph_at_once() -> None:
    index = FaissIndex(DIMENSION, flat_up_to=100)
    rows = unit_rows(500)
    for slot, row in enumerate(rows):
        index.put(slot, row)
    assert index.search(rows[3], 1).slots.tolist() == [3]
    index.drop(3)
    assert 3 not in index.search(rows[3], 20).slots
    index.put(3, rows[3])
    assert index.search(rows[3], 1).slots.tolist() == [3]


@pytest.mark.parametrize("kind", [ExactIndex, FaissIndex])
def test_an_empty_index_finds_nothing(kind: type[ExactIndex]) -> None:
    assert len(kind(DIMENSION).search(unit_rows(1)[0], 5).slots) == 0
