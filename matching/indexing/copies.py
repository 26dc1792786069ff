"""Near copies of a text among all texts, told by runs of three words and found at once.

Cosines cannot tell copies (0.926) from honest neighbours (0.944). Letters of other alphabets that
look Latin count as Latin here, so that nobody hides a copy behind them. What becomes of a copy is
not known here.
"""

import re
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Runs = NDArray[np.uint64]
Numbers = NDArray[np.int64]

FEWEST = 10
"""Texts with fewer runs are too short to be called copies."""

ALIKE = 0.7
"""Share of the runs of the shorter text that the longer holds too."""

_WORD = re.compile(r"\w+")

_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u03b1\u03bf\u03c1\u03bd\u03b9\u03ba",
    "aeopcyxijsdhaopvik",
)

_PLACES = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
"""What the first, second and third word of a run are multiplied by: odd, and nothing else."""

_MERGED = 4
"""A level is merged with the one before it unless that is so many times larger."""


def runs_of(text: str) -> Runs:
    """Return the runs of three words of a text, (n,), as numbers that are the same everywhere."""
    words = _WORD.findall(text.lower().translate(_LOOKALIKES))
    numbers = np.array([_number(word) for word in words], dtype=np.uint64)
    count = max(0, len(words) - len(_PLACES) + 1)
    products = (place * numbers[i : i + count] for i, place in enumerate(_PLACES))
    return np.unique(sum(products, start=np.zeros(count, dtype=np.uint64)))


@lru_cache(maxsize=1_000)
def shingles(text: str) -> frozenset[int]:
    """Return the same as a set, to compare a few texts by themselves."""
    return frozenset(runs_of(text).tolist())


class _Level(NamedTuple):
    """Different `runs` in order; `numbers` of those that hold the first begin at `starts[0]`."""

    runs: Runs
    starts: Numbers
    numbers: Numbers


class CopyIndex:
    """Runs of texts by slot, in sorted levels of growing size: put is cheap, and so is asking.

    Each text has a number of its own, so that what is left of dropped ones is told apart. What was
    once asked is remembered, and kept true when texts come.
    """

    def __init__(self) -> None:
        self._levels: list[_Level] = []
        self._known: dict[int, set[int]] = {}
        self._fresh: dict[int, str] = {}
        self._numbers: dict[int, int] = {}
        self._runs: dict[int, Runs] = {}
        self._slots = np.zeros(0, dtype=np.int64)
        self._sizes = np.zeros(0, dtype=np.int64)

    def put(self, slot: int, text: str) -> None:
        """Keep a text under a free slot; it is read when copies are asked for."""
        self._fresh[slot] = text

    def drop(self, slot: int) -> None:
        """Forget the text under `slot`."""
        if self._fresh.pop(slot, None) is None:
            number = self._numbers.pop(slot)
            self._sizes[number] = 0
            self._known.pop(number, None)
            del self._runs[number]

    def alike(self, slot: int) -> list[int]:
        """Return the slots of all near copies of the text under `slot`, by number."""
        self._read()
        number = self._numbers[slot]
        if number not in self._known:
            self._known[number] = self._compared(number)
        live = [other for other in self._known[number] if self._sizes[other]]
        return sorted(self._slots[live].tolist()) if live else []

    def shared(self, runs: Runs) -> tuple[Numbers, Numbers]:
        """Return where runs are held: slots (n,) and beside each the place of a run in `runs` (n,).

        A slot stands there once for each of the runs that its text holds.
        """
        self._read()
        found = [_found(level, runs) for level in self._levels]
        numbers = np.concatenate([_NONE, *(numbers for numbers, _ in found)])
        places = np.concatenate([_NONE, *(places for _, places in found)])
        live = self._sizes[numbers] > 0
        return self._slots[numbers[live]], places[live]

    def _read(self) -> None:
        """Take in what is fresh, as a level of its own, and merge levels of like size."""
        if not self._fresh:
            return
        first = len(self._sizes)
        read = {number: runs_of(text) for number, text in enumerate(self._fresh.values(), first)}
        sizes = [len(runs) for runs in read.values()]
        self._numbers |= dict(zip(self._fresh, read, strict=True))
        self._runs |= read
        self._slots = np.concatenate([self._slots, np.array(list(self._fresh))])
        self._sizes = np.concatenate([self._sizes, sizes])
        self._fresh = {}
        self._levels.append(
            _level(np.concatenate(list(read.values())), np.repeat(list(read), sizes))
        )
        while len(self._levels) > 1 and self._is_small():
            self._merge()
        self._recall(list(read))

    def _recall(self, fresh: list[int]) -> None:
        """Tell what is remembered of the fresh texts, or forget it where that costs less."""
        if len(fresh) > len(self._known):
            self._known = {}
            return
        for number in fresh:
            self._known[number] = self._compared(number)
            for other in self._known[number] & self._known.keys():
                self._known[other].add(number)

    def _compared(self, number: int) -> set[int]:
        """The numbers of all near copies of a text."""
        runs = self._runs[number]
        held = np.concatenate([_NONE, *(_found(level, runs)[0] for level in self._levels)])
        common = np.bincount(held)
        # No copy shares less, and few texts share as much.
        others = np.flatnonzero(common >= ALIKE * FEWEST)
        shorter = np.minimum(self._sizes[others], len(runs))
        alike = (shorter >= FEWEST) & (common[others] >= ALIKE * shorter)
        return set(others[alike].tolist()) - {number}

    def _is_small(self) -> bool:
        """Whether the last level but one is not much larger than the last."""
        one, other = self._levels[-2:]
        return len(one.numbers) < _MERGED * len(other.numbers)

    def _merge(self) -> None:
        """Make the last two levels one, without what was dropped."""
        merged = self._levels[-2:]
        runs = np.concatenate([np.repeat(item.runs, np.diff(item.starts)) for item in merged])
        numbers = np.concatenate([item.numbers for item in merged])
        kept = self._sizes[numbers] > 0
        self._levels[-2:] = [_level(runs[kept], numbers[kept])]


_NONE = np.zeros(0, dtype=np.int64)


def _found(level: _Level, runs: Runs) -> tuple[Numbers, Numbers]:
    """Numbers of the texts that hold one of the runs, beside each the place of the run (n,)."""
    places = np.searchsorted(level.runs, runs)
    places[places == len(level.runs)] = 0
    held = np.flatnonzero(level.runs[places] == runs) if len(level.runs) else _NONE
    starts = level.starts[places[held]]
    counts = level.starts[places[held] + 1] - starts
    before = np.cumsum(counts) - counts
    rows = np.arange(counts.sum()) + np.repeat(starts - before, counts)
    return np.asarray(level.numbers[rows]), np.repeat(held, counts)


def _level(runs: Runs, numbers: Numbers) -> _Level:
    order = np.argsort(runs, kind="stable")
    different, starts = np.unique(runs[order], return_index=True)
    return _Level(different, np.append(starts, len(runs)), numbers[order])


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
