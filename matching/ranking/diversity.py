"""Near copies folded into one, and no owner with more than two places among ten.

Copies are told by word shingles: cosines cannot tell them from honest neighbours. Letters of
other alphabets that look Latin count as Latin there, so that nobody hides a copy behind them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
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

_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u03b1\u03bf\u03c1\u03bd\u03b9\u03ba",
    "aeopcyxijsdhaopvik",
)

Shingles = frozenset[int]

_UNKNOWN = datetime.max.replace(tzinfo=UTC)


@lru_cache(maxsize=1_000)
def shingles(text: str) -> Shingles:
    """Return the runs of three words of a text, as hashes that mean something in this process."""
    words = _WORD.findall(text.lower().translate(_LOOKALIKES))
    return frozenset(map(hash, zip(*(words[i:] for i in range(_SHINGLE)), strict=False)))


def folded(
    ranked: Sequence[T],
    text_of: Callable[[T], str],
    since_of: Callable[[T], datetime | None] = lambda _: None,
) -> list[tuple[T, list[T]]]:
    """Return the items without near copies, each with the copies it stands for.

    Of those that are alike, the one that was public first stands for all, at its own place: a
    copy cannot push its original out by ranking higher. Where no moment is known, the one that
    ranks highest does.
    """
    groups: list[list[int]] = []
    sizes: list[int] = []
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for place, item in enumerate(ranked):
        runs = shingles(text_of(item))
        twin = _twin(runs, sizes, holders)
        if twin is not None:
            groups[twin].append(place)
            continue
        for run in runs:
            holders[run].append(len(groups))
        groups.append([place])
        sizes.append(len(runs))
    shown = {min(some, key=lambda p: (since_of(ranked[p]) or _UNKNOWN, p)): some for some in groups}
    return [
        (ranked[place], [ranked[other] for other in shown[place] if other != place])
        for place in sorted(shown)
    ]


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
