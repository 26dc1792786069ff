"""Two needs side by side: what agrees, what differs, what could not be bought together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from matching.profiles import JointStance, Money, Need, NeedFacts, Place
from matching.ranking.facts import FactColumns

Side = Literal["agrees", "differs", "contradicts"]

_EARTH_KM = 6371.0
_FAR_KM = 1500.0
"""From this distance on, being nearer or farther makes no difference to buying together."""

SAME_COUNTRY = 0.6
"""Of 93 groups of local authorities 92 stay in one country; the rest is how near they are."""

_SAME_REGION = 0.2
_NEAR = 0.2
STARTS_TOGETHER = 365
"""Starts within a year of each other can be bought in one procedure."""

OPEN, NOT_OPEN = "open", "not open"
"""What columns say of a need that states whether its city would buy with others."""

_WORTH: dict[Side, float] = {"agrees": 1.0, "differs": 0.5, "contradicts": 0.0}
_UNSAID = 0.5
_LEADS = frozenset({"lead_buyer"})
_JOINS = frozenset({"buyer", "follower", "observer"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """One thing stated on both sides, in words, and how the two go together."""

    name: str
    own: str
    other: str
    side: Side


def need_columns(need: Need) -> FactColumns:
    """Return what the columns have to know of a need to say how good a partner it may be."""
    joint, country = need.joint, need.place.country if need.place else None
    return FactColumns(
        {
            "themes": need.themes,
            "country": [country] if country else [],
            "open": [] if joint is None else [OPEN if joint.open else NOT_OPEN],
        },
        {},
    )


def facts_agreement(
    need: Need, other: Need, today: date
) -> tuple[tuple[Agreement, ...], float | None]:
    """Return what both sides state and its mean worth in 0..1; None if they share no fact."""
    found: list[Agreement] = []
    for name, judge, words in _FACTS:
        own, theirs = words(need.facts), words(other.facts)
        if own and theirs:
            found.append(Agreement(name, own, theirs, judge(need.facts, other.facts, today)))
    if need.procedure and other.procedure:
        side: Side = "agrees" if need.procedure == other.procedure else "differs"
        found.append(Agreement("procedure", need.procedure, other.procedure, side))
    return tuple(found), agreements_value(found) if found else None


def agreements_value(agreements: Sequence[Agreement]) -> float:
    """Return the mean worth of what both sides state, 0..1."""
    return sum(_WORTH[item.side] for item in agreements) / len(agreements)


def nearness(own: Place | None, other: Place | None) -> float | None:
    """Return how near two places are for buying together, 0..1; None if one is not stated."""
    if own is None or other is None or not own.country or not other.country:
        return None
    same_country = own.country == other.country
    same_region = bool(own.region) and own.region == other.region
    distance = distance_km(own, other)
    near = 0.0 if distance is None else max(0.0, 1.0 - distance / _FAR_KM)
    if distance is None and same_country:
        near = 1.0 if same_region else 0.5
    return SAME_COUNTRY * same_country + _SAME_REGION * same_region + _NEAR * near


def distance_km(own: Place, other: Place) -> float | None:
    """Return the distance over the ground; None if a position is not stated."""
    if own.latitude is None or own.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    north, south = radians(own.latitude), radians(other.latitude)
    turn = radians(own.longitude - other.longitude)
    half = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(turn / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def complement(own: JointStance | None, other: JointStance | None) -> float | None:
    """Return whether the roles fit, 0..1; None if a side says nothing about joint procurement."""
    if own is None or other is None:
        return None
    if not (own.open and other.open):
        return 0.0
    if not own.roles or not other.roles:
        return _UNSAID
    leads = (_LEADS & own.roles and _JOINS & other.roles) or (
        _LEADS & other.roles and _JOINS & own.roles
    )
    return 1.0 if leads else _UNSAID


def _same(own: object, other: object) -> Side:
    return "agrees" if own == other else "differs"


def _languages(own: NeedFacts, other: NeedFacts, _: date) -> Side:
    return "agrees" if own.languages & other.languages else "differs"


def _standards(own: NeedFacts, other: NeedFacts, _: date) -> Side:
    return "agrees" if own.standards & other.standards else "differs"


def _data_location(own: NeedFacts, other: NeedFacts, _: date) -> Side:
    """The nearest of the two serves both, so they can only differ."""
    return _same(own.data_location, other.data_location)


def budget_agreement(own: Money | None, other: Money | None) -> Agreement | None:
    """Return how two budgets go together; None if they are not stated on both sides."""
    if own is None or other is None:
        return None
    return Agreement("budget", _money_words(own), _money_words(other), _amounts(own, other))


def _budget(own: NeedFacts, other: NeedFacts, _: date) -> Side:
    if own.budget is None or other.budget is None:
        return "differs"
    return _amounts(own.budget, other.budget)


def _amounts(left: Money, right: Money) -> Side:
    if (left.currency, left.interval) != (right.currency, right.interval):
        return "contradicts" if left.currency != right.currency else "differs"
    return "agrees" if _overlap(left, right) else "differs"


def _overlap(left: Money, right: Money) -> bool:
    lowest = max(left.minimum or 0, right.minimum or 0)
    tops = [money.maximum for money in (left, right) if money.maximum is not None]
    return not tops or lowest <= min(tops)


def _start(own: NeedFacts, other: NeedFacts, today: date) -> Side:
    """By the latest days alone; where an earliest is stated, by the days that suit both."""
    firsts = [day for day in (own.earliest_start, other.earliest_start) if day]
    lasts = [day for day in (own.start, other.start) if day]
    if len(lasts) == 2 and min(lasts) < today <= max(lasts):  # noqa: PLR2004 - of both.
        return "contradicts"
    if not firsts:
        return "agrees" if (max(lasts) - min(lasts)).days <= STARTS_TOGETHER else "contradicts"
    apart = (max(firsts) - min(lasts)).days if lasts else 0
    if apart <= 0:
        return "agrees"
    return "differs" if apart <= STARTS_TOGETHER else "contradicts"


def _procedure_languages(own: NeedFacts, other: NeedFacts, _: date) -> Side:
    """Without a language in common there is none in which one procedure could be run."""
    return "agrees" if own.procedure_languages & other.procedure_languages else "contradicts"


def _window_words(facts: NeedFacts) -> str:
    """The latest day, or the window as ISO 8601 writes it; an open end is “..”."""
    last = facts.start.isoformat() if facts.start else ""
    return f"{facts.earliest_start.isoformat()}/{last or '..'}" if facts.earliest_start else last


def _readiness(own: NeedFacts, other: NeedFacts, _: date) -> Side:
    return _same(own.trl_minimum, other.trl_minimum)


def _joined(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))


def _money_words(money: Money | None) -> str:
    if money is None:
        return ""
    ends = ["" if end is None else f"{end:f}" for end in (money.minimum, money.maximum)]
    return f"{'-'.join(ends)} {money.currency} {money.interval}"


_FACTS: tuple[
    tuple[str, Callable[[NeedFacts, NeedFacts, date], Side], Callable[[NeedFacts], str]], ...
] = (
    ("languages", _languages, lambda facts: _joined(facts.languages)),
    ("standards", _standards, lambda facts: _joined(facts.standards)),
    ("data_location", _data_location, lambda facts: facts.data_location or ""),
    ("budget", _budget, lambda facts: _money_words(facts.budget)),
    ("start", _start, _window_words),
    ("procedure_languages", _procedure_languages, lambda f: _joined(f.procedure_languages)),
    ("trl", _readiness, lambda facts: str(facts.trl_minimum or "")),
)
