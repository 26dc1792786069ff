"""Candidates, fits and rules laid out for the search: sets of candidates are bits of a number.

A rule can tell of a beginning of a group whether some more members out of a pool could still meet
it. It may be too hopeful then, never too strict; of a whole group it tells the truth.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from matching.groups.rules import (
    Amount,
    Candidate,
    CommonTheme,
    FitsEach,
    Lead,
    Members,
    Pair,
    Rule,
    Size,
    StartsWithin,
    States,
    Total,
    amount,
)

STEPS = 10_000
"""Fits are compared in these steps: finer differences are none, and whole numbers add exactly."""

SMALLEST, LARGEST = 2, 5
"""The size of a group about which no rule says anything."""

Hope = Callable[[int, int, int], bool]
"""Whether members (bits), with at most so many more out of a pool (bits), can meet a rule."""


def bits(some: int) -> Iterator[int]:
    """Yield the places of the ones in a number, lowest first."""
    while some:
        lowest = some & -some
        yield lowest.bit_length() - 1
        some ^= lowest


@dataclass(frozen=True)
class Board:
    """Candidates by place, and what of them goes together.

    `wanted` are keys or owners of which each has to be in every group.
    """

    candidates: Sequence[Candidate]
    pairs: Sequence[Pair]
    rules: Sequence[Rule]
    wanted: frozenset[str] = frozenset()

    @cached_property
    def everybody(self) -> int:
        """All candidates, as bits."""
        return (1 << len(self.candidates)) - 1

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each key."""
        return {one.key: place for place, one in enumerate(self.candidates)}

    @cached_property
    def sizes(self) -> tuple[int, int]:
        """The smallest and the largest group that rules about the size allow."""
        said = [rule for rule in self.rules if isinstance(rule, Size)]
        smallest = max((rule.least for rule in said), default=SMALLEST)
        return max(SMALLEST, smallest), min((rule.most for rule in said), default=LARGEST)

    @cached_property
    def fits(self) -> list[dict[int, int]]:
        """Of each candidate those with whom it may be in a group, and the fit in steps."""
        fits: list[dict[int, int]] = [{} for _ in self.candidates]
        floor = max((r.least for r in self.rules if isinstance(r, FitsEach)), default=0.0)
        days = min((r.days for r in self.rules if isinstance(r, StartsWithin)), default=None)
        for pair in self.pairs:
            one, other = self.places.get(pair.one), self.places.get(pair.other)
            if one is None or other is None or pair.fit < floor:
                continue
            if _together(self.candidates[one], self.candidates[other], days):
                fits[one][other] = fits[other][one] = round(pair.fit * STEPS)
        return fits

    @cached_property
    def beside(self) -> list[int]:
        """The same as bits, without the fits."""
        return [self.bits_of(others) for others in self.fits]

    def levels(self) -> Iterator[list[tuple[int, int]]]:
        """Yield the pairs of each fit, the highest first."""
        by_fit: dict[int, list[tuple[int, int]]] = {}
        for one, others in enumerate(self.fits):
            for other, fit in others.items():
                if one < other:
                    by_fit.setdefault(fit, []).append((one, other))
        yield from (by_fit[fit] for fit in sorted(by_fit, reverse=True))

    def fit_each(self, members: Sequence[int]) -> bool:
        """Whether each may be in a group with each other one."""
        return all(
            other in self.fits[one] for n, one in enumerate(members) for other in members[n + 1 :]
        )

    def common(self, members: Iterable[int]) -> int:
        """Those who may be in a group with each of the members, as bits."""
        pool = self.everybody
        for one in members:
            pool &= self.beside[one] & ~(1 << one)
        return pool

    def hopeful(self, members: int, pool: int = 0, slots: int = 0) -> bool:
        """Whether all rules can be met; without a pool, whether all of them are."""
        return all(hope(members, pool, slots) for hope in self.hopes)

    @cached_property
    def hopes(self) -> list[Hope]:
        """The rules that are not about pairs or the size."""
        return [
            *(self._one_of(name) for name in sorted(self.wanted)),
            *(hope for rule in self.rules if (hope := self._hope(rule)) is not None),
        ]

    def _hope(self, rule: Rule) -> Hope | None:
        match rule:
            case Members(least, who):
                mask = self._who(who.has)
                return lambda members, pool, slots: (
                    (members & mask).bit_count() + min(slots, (pool & mask).bit_count()) >= least
                )
            case States(least, who):
                return self._states(least, [one for one in self.candidates if who.has(one)])
            case Lead(who):
                able = self._who(lambda one: who.has(one) and one.may_lead)
                return lambda members, pool, slots: bool((members | (pool if slots else 0)) & able)
            case Total():
                return self._total(rule)
            case CommonTheme():
                return self._theme()
            case Size() | StartsWithin() | FitsEach():
                return None

    def _one_of(self, name: str) -> Hope:
        mask = self._who(lambda one: name in (one.key, one.owner))
        return lambda members, pool, slots: bool((members | (pool if slots else 0)) & mask)

    def _states(self, least: int, some: Iterable[Candidate]) -> Hope:
        masks: dict[str, int] = {}
        for one in some:
            if one.country:
                masks[one.country] = masks.get(one.country, 0) | 1 << self.places[one.key]

        def hope(members: int, pool: int, slots: int) -> bool:
            has = sum(1 for mask in masks.values() if members & mask)
            if has >= least or not slots:
                return has >= least
            new = sum(1 for mask in masks.values() if pool & mask and not members & mask)
            return has + min(slots, new) >= least

        return hope

    def _total(self, rule: Total) -> Hope:
        amounts: list[Amount] = [amount(one, rule.measure) or 0 for one in self.candidates]
        falling = sorted(range(len(amounts)), key=lambda place: -amounts[place])

        def hope(members: int, pool: int, slots: int) -> bool:
            has = sum(amounts[place] for place in bits(members))
            if rule.most is not None and has > rule.most:
                return False
            if rule.least is None or has >= rule.least:
                return True
            most = islice((place for place in falling if pool >> place & 1), slots)
            return bool(has + sum(amounts[place] for place in most) >= rule.least)

        return hope

    def _theme(self) -> Hope:
        themes = {theme for one in self.candidates for theme in one.themes}
        masks = [
            self.bits_of(n for n, one in enumerate(self.candidates) if theme in one.themes)
            for theme in sorted(themes)
        ]
        return lambda members, _pool, _slots: any(members & mask == members for mask in masks)

    def _who(self, counts: Callable[[Candidate], bool]) -> int:
        return self.bits_of(place for place, one in enumerate(self.candidates) if counts(one))

    @staticmethod
    def bits_of(places: Iterable[int]) -> int:
        """Return a set of places as bits."""
        return sum(1 << place for place in places)


def _together(one: Candidate, other: Candidate, days: int | None) -> bool:
    if one.owner == other.owner:
        return False
    if days is None or one.start is None or other.start is None:
        return True
    return abs((one.start - other.start).days) <= days
