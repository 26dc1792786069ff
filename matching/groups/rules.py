"""Rules of buyers groups as data, and the proof of each: what a group has, and who counts.

Which rules a programme has, and since when, the caller knows. Groups are found in `search`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

LEAD = "lead_buyer"

Measure = Literal["value", "population"]
Amount = Decimal | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A need whose owner may join a group; `None` and empty always mean "not stated".

    `owner` is the legal entity: of one owner no two needs are ever in one group. `country` is an
    ISO 3166-1 alpha-2 code, `value` an amount in euro, `population` counts residents, `start` is
    the day by which the solution has to be in use, `flags` are whatever rules ask for by name,
    and `roles` those that the owner would take.
    """

    key: str
    owner: str
    country: str | None = None
    procurer: bool = True
    population: int | None = None
    flags: frozenset[str] = frozenset()
    value: Decimal | None = None
    start: date | None = None
    themes: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    @property
    def may_lead(self) -> bool:
        """Whether the owner would lead, or has not said which part it would take."""
        return not self.roles or LEAD in self.roles


class Pair(NamedTuple):
    """How well two needs fit each other, 0..1; pairs that are not given do not fit."""

    one: str
    other: str
    fit: float


@dataclass(frozen=True, slots=True)
class Who:
    """Which members a rule counts: of these countries (None: any), procurers, with a flag."""

    countries: frozenset[str] | None = None
    procurer: bool = False
    flag: str | None = None

    def has(self, one: Candidate) -> bool:
        """Whether a member counts."""
        if self.countries is not None and one.country not in self.countries:
            return False
        return (one.procurer or not self.procurer) and (self.flag is None or self.flag in one.flags)


@dataclass(frozen=True, slots=True)
class Members:
    """At least `least` members of a kind."""

    least: int
    who: Who = Who()


@dataclass(frozen=True, slots=True)
class States:
    """Members of a kind from at least `least` different states; no stated country is no state."""

    least: int
    who: Who = Who()


@dataclass(frozen=True, slots=True)
class Lead:
    """At least one member, of a kind, who may lead."""

    who: Who = Who()


@dataclass(frozen=True, slots=True)
class Total:
    """What the members state of a measure, together; what is not stated counts nothing."""

    measure: Measure
    least: Amount | None = None
    most: Amount | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """How many members, at least and at most."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class StartsWithin:
    """The stated starts lie at most so many days apart."""

    days: int


@dataclass(frozen=True, slots=True)
class CommonTheme:
    """One theme that all members have."""


@dataclass(frozen=True, slots=True)
class FitsEach:
    """Every two members fit each other at least so well, 0..1."""

    least: float


Rule = Members | States | Lead | Total | Size | StartsWithin | CommonTheme | FitsEach


@dataclass(frozen=True, slots=True)
class Proof:
    """One rule applied to a group, so that a person can check it by hand.

    Attributes:
        rule: what is asked.
        met: whether the group has it.
        has: what the group has, in the unit of the rule: members, states, residents, euro, days,
            themes, or the fit of its weakest pair in 0..1.
        counting: the keys of those who count; of `FitsEach` the weakest pair.
        unstated: the keys of those who do not say what is asked.
        found: codes in order: the states counted, or the themes in common.
    """

    rule: Rule
    met: bool
    has: Amount | float
    counting: tuple[str, ...] = ()
    unstated: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


Fits = Mapping[frozenset[str], float]


@dataclass(frozen=True, slots=True)
class Check:
    """All rules applied to a group, in their order."""

    proofs: tuple[Proof, ...] = field(default=())

    @property
    def met(self) -> bool:
        """Whether every rule is met."""
        return all(proof.met for proof in self.proofs)


def fits_of(pairs: Iterable[Pair]) -> dict[frozenset[str], float]:
    """Return the fit of each pair by its two keys."""
    return {frozenset((pair.one, pair.other)): pair.fit for pair in pairs}


def check(group: Sequence[Candidate], fits: Fits, rules: Sequence[Rule]) -> Check:
    """Return the proof of every rule for a group of any size, even none."""
    return Check(tuple(prove(rule, group, fits) for rule in rules))


def prove(rule: Rule, group: Sequence[Candidate], fits: Fits) -> Proof:
    """Return what a rule finds in a group."""
    match rule:
        case Members() | States():
            return _counted(rule, group)
        case Lead():
            return _lead(rule, group)
        case Total():
            return _total(rule, group)
        case FitsEach():
            return _fits(rule, group, fits)
        case Size(least, most):
            return Proof(rule, least <= len(group) <= most, len(group), _keys(group))
        case StartsWithin() | CommonTheme():
            return _alike(rule, group)


def amount(one: Candidate, measure: Measure) -> Amount | None:
    """Return what a candidate states of a measure."""
    return one.value if measure == "value" else one.population


def _counted(rule: Members | States, group: Sequence[Candidate]) -> Proof:
    counting = [one for one in group if rule.who.has(one)]
    unstated = _keys(one for one in group if one.country is None)
    states = sorted({one.country for one in counting if one.country})
    if isinstance(rule, States):
        counting = [one for one in counting if one.country]
    has = len(states) if isinstance(rule, States) else len(counting)
    by_place = isinstance(rule, States) or rule.who.countries is not None
    found = tuple(states) if by_place else ()
    shown = unstated if by_place else ()
    return Proof(rule, has >= rule.least, has, _keys(counting), shown, found)


def _lead(rule: Lead, group: Sequence[Candidate]) -> Proof:
    able = [one for one in group if rule.who.has(one) and one.may_lead]
    unstated = [one for one in able if not one.roles]
    return Proof(rule, bool(able), len(able), _keys(able), _keys(unstated))


def _alike(rule: StartsWithin | CommonTheme, group: Sequence[Candidate]) -> Proof:
    if isinstance(rule, CommonTheme):
        common = frozenset.intersection(*(one.themes for one in group)) if group else frozenset()
        counting = _keys(group) if common else ()
        unstated = _keys(one for one in group if not one.themes)
        return Proof(rule, bool(common), len(common), counting, unstated, tuple(sorted(common)))
    stated = [one.start for one in group if one.start]
    apart = (max(stated) - min(stated)).days if stated else 0
    counting = _keys(one for one in group if one.start)
    return Proof(rule, apart <= rule.days, apart, counting, _unstated(group, counting))


def _total(rule: Total, group: Sequence[Candidate]) -> Proof:
    stated = {one.key: amount(one, rule.measure) for one in group}
    has = sum(value for value in stated.values() if value is not None)
    met = (rule.least is None or has >= rule.least) and (rule.most is None or has <= rule.most)
    counting = tuple(key for key, value in stated.items() if value is not None)
    return Proof(rule, met, has, counting, _unstated(group, counting))


def _fits(rule: FitsEach, group: Sequence[Candidate], fits: Fits) -> Proof:
    pairs = [
        (0.0 if one.owner == other.owner else fits.get(frozenset((one.key, other.key)), 0.0), place)
        for place, (one, other) in enumerate(_pairs(group))
    ]
    if not pairs:
        return Proof(rule, met=True, has=1.0)
    weakest, place = min(pairs)
    return Proof(rule, weakest >= rule.least, weakest, _keys(list(_pairs(group))[place]))


def _pairs(group: Sequence[Candidate]) -> Iterable[tuple[Candidate, Candidate]]:
    return ((one, other) for place, one in enumerate(group) for other in group[place + 1 :])


def _keys(some: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple(one.key for one in some)


def _unstated(group: Sequence[Candidate], stated: Sequence[str]) -> tuple[str, ...]:
    return tuple(one.key for one in group if one.key not in stated)
