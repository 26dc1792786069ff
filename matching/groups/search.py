"""The best buyers groups under rules, found exactly, one after the other.

The best group is the one whose weakest pair fits best; then the one whose pairs fit best on
average; then a neutral hash decides. Each following one is the best of the groups that share no
need with those before it, except for needs that were asked for. Pairs are taken in from the best
fitting on: the first at which some group meets all rules is the weakest pair of the best group,
so that only the few needs that fit both of that pair have to be looked through.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import blake2b
from itertools import combinations

from matching.groups.board import STEPS, Board, bits
from matching.groups.rules import Candidate, Check, Pair, Rule, check, fits_of

MOST_LOOKED_AT = 400_000
"""So many beginnings of groups are looked at: some seconds. What takes more is said to be open."""


@dataclass(frozen=True, slots=True)
class Pins:
    """What somebody insists on: keys or owners, to be in every group or in none."""

    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """Needs that would be bought together, by key in order; fits in 0..1."""

    keys: tuple[str, ...]
    weakest: float
    mean: float
    check: Check


@dataclass(frozen=True, slots=True)
class Proposals:
    """The best groups; `whole` is False if the search was cut off, so that others may be better."""

    groups: tuple[Group, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A group of the board, with what it is compared by; the first of two is the better one."""

    order: tuple[int, Fraction, bytes]
    members: tuple[int, ...]

    @property
    def low(self) -> int:
        """The fit of the weakest pair, in steps."""
        return -self.order[0]

    @property
    def mean(self) -> Fraction:
        """The mean fit, in steps."""
        return -self.order[1]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Members of a group, with the sum and the lowest of the fits between them, in steps."""

    members: tuple[int, ...]
    mask: int
    total: int
    low: int

    def joined(self, place: int, fits: dict[int, int]) -> "Beginning":
        """Return the same with one more, whose fits are given."""
        new = [fits[one] for one in self.members]
        return Beginning(
            (*self.members, place),
            self.mask | 1 << place,
            self.total + sum(new),
            min([self.low, *new]),
        )


NOBODY = Beginning((), 0, 0, STEPS)


@dataclass
class Looker:
    """Looks through groups of one board.

    `near` says of each candidate with whom it may be together so far, as bits; `known` are groups
    that are not wanted again; `left` is how many beginnings may still be looked at.
    """

    board: Board
    near: list[int]
    known: set[int] = field(default_factory=set)
    left: int = MOST_LOOKED_AT

    def best(
        self, begun: Beginning, pool: int, sizes: tuple[int, int], best: Found | None = None
    ) -> Found | None:
        """Return the best group that begins like this and takes the others out of a pool.

        Args:
            begun: who is in it.
            pool: who may be taken, as bits; each goes together with all who are in it.
            sizes: the smallest and the largest group that is looked for.
            best: what has been found so far.
        """
        size, (smallest, largest) = len(begun.members), sizes
        if self.left <= 0 or not self.board.hopeful(begun.mask, pool, largest - size):
            return best
        self.left -= 1
        if size >= smallest and begun.mask not in self.known and self.board.hopeful(begun.mask):
            found = self._found(begun)
            best = found if best is None or found.order < best.order else best
        if size == largest or size + pool.bit_count() < smallest:
            return best
        if best is not None and self._hopeless(begun, pool, largest, best):
            return best
        for place in bits(pool):
            pool ^= 1 << place
            more = begun.joined(place, self.board.fits[place])
            best = self.best(more, pool & self.near[place], sizes, best)
        return best

    def _found(self, begun: Beginning) -> Found:
        keys = sorted(self.board.candidates[place].key for place in begun.members)
        mean = Fraction(begun.total, pairs_in(len(begun.members)))
        return Found((-begun.low, -mean, _neutral(keys)), begun.members)

    def _hopeless(self, begun: Beginning, pool: int, largest: int, best: Found) -> bool:
        """Whether nothing that begins like this can be better than the best."""
        if begun.low != best.low:
            return begun.low < best.low
        fits, size = self.board.fits, len(begun.members)
        gains = sorted((sum(fits[p][o] for o in begun.members) for p in bits(pool)), reverse=True)
        total = begun.total
        for more, gain in enumerate(gains[: largest - size], 1):
            total += gain
            # New members can at best fit each other fully.
            highest = total + pairs_in(more) * STEPS
            if highest >= best.mean * pairs_in(size + more):
                return False
        return True


def propose(
    candidates: Sequence[Candidate],
    pairs: Sequence[Pair],
    rules: Sequence[Rule],
    pins: Pins = Pins(),
    *,
    limit: int = 10,
) -> Proposals:
    """Return the best groups that meet all rules, each with its proof, the best first.

    Args:
        candidates: who may join.
        pairs: how well needs fit each other; each pair once, and only those that may be together.
        rules: what a group has to meet; without a `Size`, groups have `SMALLEST` to `LARGEST`.
        pins: who has to be in every group, and who in none.
        limit: how many at most.
    """
    able = [one for one in candidates if not pins.unwanted & {one.key, one.owner}]
    board = Board(able, pairs, rules, pins.wanted)
    looker = Looker(board, [0] * len(able))
    found = []
    for one in _in_turn(looker):
        found.append(group_of(board, one.members))
        if len(found) >= limit:
            break
    return Proposals(tuple(found), looker.left > 0)


def group_of(board: Board, members: Iterable[int]) -> Group:
    """Return a group of the board with its proof; of a single member the fits are 1."""
    some = sorted((board.candidates[place] for place in members), key=lambda one: one.key)
    places = [board.places[one.key] for one in some]
    fits = [board.fits[one][other] for one, other in combinations(places, 2)]
    inside = {one.key for one in some}
    between = fits_of(pair for pair in board.pairs if inside >= {pair.one, pair.other})
    return Group(
        tuple(one.key for one in some),
        min(fits, default=STEPS) / STEPS,
        sum(fits) / len(fits) / STEPS if fits else 1.0,
        check(some, between, board.rules),
    )


def pairs_in(size: int) -> int:
    """Return how many pairs so many members make."""
    return size * (size - 1) // 2


def _in_turn(looker: Looker) -> Iterator[Found]:
    """Yield the best group, then the best of those that share nothing with it, and so on."""
    board, free = looker.board, looker.board.everybody
    kept = board.bits_of(
        place for place, one in enumerate(board.candidates) if board.wanted & {one.key, one.owner}
    )
    if not board.hopeful(0, free, board.sizes[1]):
        return
    for edges in board.levels():
        for one, other in edges:
            looker.near[one] |= 1 << other
            looker.near[other] |= 1 << one
        while (found := _at_level(looker, edges, free)) is not None:
            yield found
            taken = board.bits_of(found.members)
            looker.known.add(taken)
            free &= ~taken | kept


def _at_level(looker: Looker, edges: Sequence[tuple[int, int]], free: int) -> Found | None:
    """The best group with one of the edges, all its pairs being among those taken in so far."""
    board, best = looker.board, None
    for one, other in edges:
        if free >> one & free >> other & 1:
            begun = NOBODY.joined(one, {}).joined(other, board.fits[other])
            pool = looker.near[one] & looker.near[other] & free
            best = looker.best(begun, pool, board.sizes, best)
    return best


def _neutral(keys: Sequence[str]) -> bytes:
    """What decides between equals: a hash, so that nobody is first by name or age."""
    return blake2b("\0".join(keys).encode(), digest_size=16, key=b"neutral order").digest()
