"""Several vectors for each slot, in one array, so that those of many slots are read at once.

Vectors are added at the end and never moved in place: who holds some may go on reading them.
What was dropped is left behind whenever a larger array is needed.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.indexing.sketches import directions_of, sketches_of

Vectors = NDArray[np.float32]
Halves = NDArray[np.float16]
Mask = NDArray[np.bool_]
Slots = NDArray[np.int64]

_FEWEST = 1024


class Gathered(NamedTuple):
    """Vectors of some slots: `rows` float32 (n, d) and `squares` of their lengths (n,).

    `counts` (slots,) says how many are of each slot, in the order of the slots.
    """

    rows: Vectors
    squares: NDArray[np.float64]
    counts: Slots


class Everything(NamedTuple):
    """All vectors: `rows` float32 (n, d), `squares` of lengths (n,), the slots they are of (n,)."""

    rows: Vectors
    squares: NDArray[np.float64]
    owners: Slots


class Rows:
    """Vectors by slot, float16 (n, d) each; those that are marked can be gathered and compared.

    Kept in four bytes a number: to compare all takes a third of the time that way.
    """

    def __init__(self, dimension: int) -> None:
        self._rows = np.zeros((0, dimension), dtype=np.float32)
        self._owners = np.zeros(0, dtype=np.int64)
        self._squares = np.zeros(0)
        self._marked: Mask = np.zeros(0, dtype=bool)
        self._starts = np.zeros(0, dtype=np.int64)
        self._counts = np.zeros(0, dtype=np.int64)
        self._end = 0
        self._held = 0
        self._directions = np.eye(dimension, dtype=np.float32)
        self._sketches: Vectors | None = None
        self._order: Slots | None = None

    def put(self, slot: int, rows: Halves, marked: Mask) -> None:
        """Keep `rows` (n, d) under a free slot; `marked` (n or fewer,) are the first of them."""
        if slot >= len(self._starts):
            self._starts = np.pad(self._starts, (0, slot + 64))
            self._counts = np.pad(self._counts, (0, slot + 64))
        if self._end + len(rows) > len(self._rows):
            self._make_room(len(rows))
        end = self._end + len(rows)
        self._rows[self._end : end] = rows
        whole = rows.astype(np.float64)
        self._squares[self._end : end] = np.einsum("ij,ij->i", whole, whole)
        self._owners[self._end : end] = slot
        self._marked[self._end : end] = False
        self._marked[self._end : self._end + len(marked)] = marked
        if self._sketches is not None:
            self._sketches[self._end : end] = sketches_of(
                self._rows[self._end : end], self._directions
            )
        self._starts[slot], self._counts[slot] = self._end, len(rows)
        self._end, self._held = end, self._held + len(rows)
        self._order = None

    def drop(self, slot: int) -> None:
        """Forget what is under `slot`."""
        start, count = int(self._starts[slot]), int(self._counts[slot])
        self._marked[start : start + count] = False
        self._held -= count
        self._counts[slot] = 0
        self._order = None

    def of(self, slot: int) -> Halves:
        """Return the vectors under `slot`, float16 (n, d)."""
        start = int(self._starts[slot])
        return self._rows[start : start + int(self._counts[slot])].astype(np.float16)

    def every(self, slots: Slots) -> Gathered:
        """Return all vectors of many slots, in the order of the slots."""
        places, _ = self._places(slots)
        return Gathered(self._rows[places], self._squares[places], self._counts[slots])

    def gather(self, slots: Slots) -> Gathered:
        """Return the marked vectors of many slots, in the order of the slots."""
        places, owners = self._places(slots)
        chosen = self._marked[places]
        counts = np.bincount(owners[chosen], minlength=len(slots))
        places = places[chosen]
        return Gathered(self._rows[places], self._squares[places], counts)

    def everything(self) -> Everything:
        """Return all vectors as they are kept, to be read only; some are of no slot any more."""
        end = self._end
        return Everything(self._rows[:end], self._squares[:end], self._owners[:end])

    def bounds(self, vector: Vectors) -> Vectors:
        """Return what the inner product of each vector and `vector` (d,) cannot exceed, (rows,).

        In the order of `everything`; read from sketches, in a fraction of the time.
        """
        if self._sketches is None:
            self._directions = directions_of(self._rows[: self._end])
            self._sketches = np.zeros((len(self._rows), 1 + self._directions.shape[1]), np.float32)
            self._sketches[: self._end] = sketches_of(self._rows[: self._end], self._directions)
        asked = sketches_of(vector[None], self._directions)[0]
        return np.asarray(self._sketches[: self._end] @ asked)

    def highest(self, numbers: Vectors, slots: Slots) -> Vectors:
        """Return the highest of the numbers (rows,) of the marked vectors of each slot (n,).

        Numbers are those of `everything`, in that order; minus infinity where none is marked.
        """
        marked = np.where(self._marked[: self._end], numbers, np.float32(-np.inf))
        if self._order is None:
            slots_held = np.flatnonzero(self._counts)
            self._order = slots_held[np.argsort(self._starts[slots_held])]
        filled = self._order
        result = np.full(len(self._counts), -np.inf, dtype=np.float32)
        if len(filled):
            result[filled] = np.maximum.reduceat(marked, self._starts[filled])
        return result[slots]

    def _places(self, slots: Slots) -> tuple[Slots, Slots]:
        """Where the vectors of slots are, and of which of the slots each is, (n,)."""
        counts = self._counts[slots]
        owners = np.repeat(np.arange(len(slots)), counts)
        before = np.cumsum(counts) - counts
        return np.arange(len(owners)) + (self._starts[slots] - before)[owners], owners

    def _make_room(self, count: int) -> None:
        """Copy what is held into new arrays, with as much room again."""
        slots = np.flatnonzero(self._counts)
        places, _ = self._places(slots)
        room = self._held + count + max(_FEWEST, self._held // 2)
        self._rows = _moved(self._rows, places, room)
        self._owners = _moved(self._owners, places, room)
        self._squares = _moved(self._squares, places, room)
        self._marked = _moved(self._marked, places, room)
        self._starts[slots] = np.cumsum(self._counts[slots]) - self._counts[slots]
        self._end = self._held
        self._sketches = None


def _moved(values: NDArray[Any], places: Slots, room: int) -> NDArray[Any]:
    """The values at some places, at the beginning of a new array of `room`."""
    moved = np.zeros((room, *values.shape[1:]), dtype=values.dtype)
    moved[: len(places)] = values[places]
    return moved
