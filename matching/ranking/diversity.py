"""Near copies give way to their original, and no owner has more than two places among ten.

Both read a ranking from its top and only as far as it takes. How copies are told is said in
`matching.indexing.copies`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import TypeVar

from matching.ranking.weights import PER_OWNER

T = TypeVar("T")

BLOCK = 10

_UNKNOWN = datetime.max.replace(tzinfo=UTC)


def originals(
    ranked: Iterable[T],
    slot_of: Callable[[T], int],
    copies_of: Callable[[int], Iterable[int]],
    since_of: Callable[[int], datetime | None],
) -> Iterator[T]:
    """Yield what is no copy of anything that was public before it, in the order of the ranking.

    So a copy cannot push its original out by ranking higher. Of copies that were public at the same
    moment, or nobody knows since when, the one that ranks highest is let through.

    Args:
        ranked: the ranking, best first.
        slot_of: where an item is kept.
        copies_of: where the near copies of what is in a slot are, of those that may be shown.
        since_of: the moment from which that was public, aware; None where unknown.
    """
    seen: set[int] = set()
    for item in ranked:
        slot = slot_of(item)
        own = since_of(slot) or _UNKNOWN
        others = ((since_of(other) or _UNKNOWN, other) for other in copies_of(slot))
        if not any(since < own or (since == own and other in seen) for since, other in others):
            yield item
        seen.add(slot)


def shared_out(ranked: Iterable[T], owner_of: Callable[[T], str], limit: int) -> list[T]:
    """Return up to `limit` items, in each ten of them at most two of one owner.

    Who is passed over comes first among the next ten. When only owners are left who have their
    two places already, the list ends. No more of the ranking is read than that takes.
    """
    waiting = iter(ranked)
    placed: list[T] = []
    while len(placed) < limit:
        room = min(BLOCK, limit - len(placed))
        taken, passed = _one_block(waiting, owner_of, room)
        placed += taken
        if len(taken) < room:
            break
        waiting = chain(passed, waiting)
    return placed


def _one_block(
    waiting: Iterator[T], owner_of: Callable[[T], str], room: int
) -> tuple[list[T], list[T]]:
    places: Counter[str] = Counter()
    taken: list[T] = []
    passed: list[T] = []
    for item in waiting:
        owner = owner_of(item)
        if places[owner] < PER_OWNER:
            places[owner] += 1
            taken.append(item)
        else:
            passed.append(item)
        if len(taken) == room:
            break
    return taken, passed
