"""Near copies folded into one, and no owner with more than two places among ten.

Copies are told by word shingles: cosines cannot tell them from honest neighbours.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeVar

from matching.ranking.weights import PER_OWNER

T = TypeVar("T")

BLOCK = 10
_SHINGLE = 3
_FEWEST = 10
"""Texts with fewer shingles are too short to be called copies."""

_ALIKE = 0.7
"""Share of the shingles of the shorter text that the longer holds too."""

_WORD = re.compile(r"\w+")

Shingles = frozenset[int]


@lru_cache(maxsize=1_000)
def shingles(text: str) -> Shingles:
    """Return the runs of three words of a text, as hashes that mean something in this process."""
    words = _WORD.findall(text.lower())
    return frozenset(map(hash, zip(*(words[i:] for i in range(_SHINGLE)), strict=False)))


def folded(ranked: Iterable[T], text_of: Callable[[T], str]) -> list[tuple[T, list[T]]]:
    """Return each item with the near copies of it that rank lower, which are left out."""
    kept: list[tuple[T, list[T]]] = []
    sizes: list[int] = []
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for item in ranked:
        runs = shingles(text_of(item))
        twin = _twin(runs, sizes, holders)
        if twin is not None:
            kept[twin][1].append(item)
            continue
        for run in runs:
            holders[run].append(len(kept))
        kept.append((item, []))
        sizes.append(len(runs))
    return kept


def _twin(runs: Shingles, sizes: Sequence[int], holders: Mapping[int, list[int]]) -> int | None:
    """The first of the kept whose text, or the shorter of the two, is mostly shared."""
    common = Counter(chain.from_iterable(holders[run] for run in runs if run in holders))
    for place in sorted(common):
        shorter = min(len(runs), sizes[place])
        if shorter >= _FEWEST and common[place] >= _ALIKE * shorter:
            return place
    return None


def shared_out(ranked: Sequence[T], owner_of: Callable[[T], str], limit: int) -> list[T]:
    """Return up to `limit` items, in each ten of them at most two of one owner.

    Who is passed over comes first among the next ten. When only owners are left who have their
    two places already, the list ends.
    """
    waiting = list(ranked)
    placed: list[T] = []
    while waiting and len(placed) < limit:
        taken, passed = _one_block(waiting, owner_of)
        placed += taken
        if len(taken) < BLOCK:
            break
        waiting = passed
    return placed[:limit]


def _one_block(waiting: Sequence[T], owner_of: Callable[[T], str]) -> tuple[list[T], list[T]]:
    places: Counter[str] = Counter()
    taken: list[T] = []
    passed: list[T] = []
    for item in waiting:
        owner = owner_of(item)
        if len(taken) < BLOCK and places[owner] < PER_OWNER:
            places[owner] += 1
            taken.append(item)
        else:
            passed.append(item)
    return taken, passed
