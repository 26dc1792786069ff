import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.indexing.rows import Rows

changes = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 400)), max_size=60)


@given(changes, st.lists(st.integers(0, 30), unique=True))
def test_rows_are_as_they_were_put_whatever_came_before(
    changes: list[tuple[int, int]], asked: list[int]
) -> None:
    store, kept = Rows(3), {}
    random = np.random.default_rng(0)
    for slot, count in changes:
        if slot in kept:
            store.drop(slot)
            del kept[slot]
            continue
        rows = random.standard_normal((count, 3)).astype(np.float16)
        marked = random.random(count // 2) < 0.5
        store.put(slot, rows, marked)
        kept[slot] = rows, marked
    slots = [slot for slot in asked if slot in kept]
    gathered = store.gather(np.array(slots, dtype=np.int64))
    chosen = [kept[slot][0][: len(kept[slot][1])][kept[slot][1]] for slot in slots]
    assert gathered.counts.tolist() == [len(rows) for rows in chosen]
    assert np.array_equal(gathered.rows, np.concatenate([*chosen, np.zeros((0, 3))]))
    assert np.allclose(gathered.squares, (gathered.rows.astype(float) ** 2).sum(axis=1))
    assert all(np.array_equal(store.of(slot), rows) for slot, (rows, _) in kept.items())
    every = store.every(np.array(slots, dtype=np.int64))
    whole = [kept[slot][0] for slot in slots]
    assert every.counts.tolist() == [len(rows) for rows in whole]
    assert np.array_equal(every.rows, np.concatenate([*whole, np.zeros((0, 3))]))


def test_who_holds_rows_may_go_on_reading_them() -> None:
    store = Rows(2)
    store.put(0, np.ones((2, 2), dtype=np.float16), np.ones(2, dtype=bool))
    held = store.of(0)
    store.drop(0)
    for slot in range(50):
        store.put(slot, np.zeros((100, 2), dtype=np.float16), np.ones(100, dtype=bool))
    assert (held == 1).all()
