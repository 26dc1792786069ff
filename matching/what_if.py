"""What if the listing were otherwise: found out by ranking again.

What keeps an offering out of the first places for a need, and which single change lets it in.
Nothing is estimated. Each answer is that of `find_suppliers` with the change made, and the library
is afterwards as it was before. Which changes are tried is said in `changes`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum

from matching.changes import Change, ChangeKind, possible_changes
from matching.library import Library, Vectors
from matching.profiles import Need, Offering
from matching.ranking.facts import FactVerdict, Verdict
from matching.ranking.filters import Filters, passes
from matching.ranking.scoring import neutral
from matching.ranking.signals import query_of
from matching.ranking.weights import FOR_SUPPLIERS, Weights
from matching.suppliers import Match, find_suppliers, judged_alone

MOST_PLACES = 250
"""How far down a place is looked for: everybody else waits meanwhile."""

_STEP = 5
_ANY = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """A ranking as it is asked for; the fields are those of `find_suppliers`."""

    need: Need
    filters: Filters = _ANY
    limit: int = 10
    today: date
    weights: Weights = FOR_SUPPLIERS

    def of(self, library: Library, limit: int | None = None) -> list[Match]:
        """Return the matches, best first; with `limit` that many instead."""
        return find_suppliers(
            library,
            self.need,
            filters=self.filters,
            limit=limit or self.limit,
            today=self.today,
            weights=self.weights,
        )

    def judged(self, library: Library, key: str) -> Match:
        """Return what the ranking says of one offering in the library, in place or not.

        The rank means nothing.
        """
        vectors = library.vectors_of(self.need)
        with library.lock:
            shelf, languages = library.offering_shelf, library.encoder.languages
            query = query_of(self.need, vectors, shelf, languages, self.weights)
            return judged_alone(query, shelf, key, self.today)


class Reason(StrEnum):
    """Why an offering is not among the first places, the first that applies."""

    FILTER = "filter"
    FACT = "fact"
    COPY = "copy"
    OWNER = "owner"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change would do. `place` is None where it is not among the first `MOST_PLACES`.

    `allowed` is false where a filter or an essential fact would still keep the offering out.
    """

    change: Change
    place: int | None
    score: float
    allowed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What one factor adds to the score, here and for the last one in."""

    name: str
    own: float
    last: float


@dataclass(frozen=True, slots=True)
class WhyNot:
    """How an offering stands for a need, what keeps it out, and what would let it in.

    `place` is the exact one, as on a page of any length; None where it has none among the first
    `MOST_PLACES`. `reason` is None for what is in. `filters_in_the_way` are names of `Filters`.
    `copy_of` is the near copy that it gives way to (its rank is 0 where it is not shown either),
    `own_before` are the matches of its owner that take the places, and `last_in` is the last of
    the first `limit` (None: nobody is shown). `lets_in` are the changes that let it in, smallest
    first. Where there is none, `raises_most` is the one that brings it farthest.
    """

    need: Need
    match: Match
    place: int | None
    reason: Reason | None
    filters_in_the_way: tuple[str, ...]
    facts_in_the_way: tuple[FactVerdict, ...]
    copy_of: Match | None
    own_before: tuple[Match, ...]
    last_in: Match | None
    differences: tuple[Difference, ...]
    lets_in: tuple[Outcome, ...]
    raises_most: Outcome | None


@dataclass(frozen=True, slots=True)
class _Standing:
    """An offering in the library as it is: the parts of `WhyNot` that need no trial."""

    match: Match
    first: list[Match]
    filters: tuple[str, ...]
    facts: tuple[FactVerdict, ...]
    copy_of: Match | None
    has_copies: bool
    is_ahead: bool

    @property
    def is_shown(self) -> bool:
        return self.match.key in {match.key for match in self.first}


def why_not(library: Library, asked: Ranking, offering: Offering) -> WhyNot:
    """Return what keeps an offering out of the first places, and which change lets it in.

    Args:
        library: where to look. An offering that is not in it, or there in another version, is
            ranked as if it were put there now. What others put there during the call counts
            from the next trial on; they never wait for more than one trial.
        asked: the ranking.
        offering: what is offered.
    """
    vectors = library.vectors_of(offering)
    now = _standing(library, asked, offering, vectors)
    own = tuple(match for match in now.first if match.owner == offering.owner)
    out = now.filters or now.facts or now.copy_of
    place = None if out else _place(library, asked, offering, vectors, now)
    reason = _reason(now, place)
    tried = [] if reason is None else _tried(library, asked, offering, now)
    lets_in = tuple(item for item in tried if item.place and item.place <= asked.limit)
    best = None if lets_in else _farthest(tried, now)
    last = now.first[-1] if now.first else None
    return WhyNot(
        need=asked.need,
        match=now.match,
        place=place or None,
        reason=reason,
        filters_in_the_way=now.filters,
        facts_in_the_way=now.facts,
        copy_of=now.copy_of,
        own_before=own if reason is Reason.OWNER else (),
        last_in=last,
        differences=_differences(now.match, last),
        lets_in=lets_in,
        raises_most=best,
    )


def in_the_way(
    facts: tuple[FactVerdict, ...], essential: frozenset[str]
) -> tuple[FactVerdict, ...]:
    """Return the essential facts to which an offering states otherwise."""
    return tuple(
        fact for fact in facts if fact.name in essential and fact.verdict is Verdict.NOT_MET
    )


def _standing(library: Library, asked: Ranking, offering: Offering, vectors: Vectors) -> _Standing:
    with library.as_if(offering, vectors):
        match, first = asked.judged(library, offering.key), asked.of(library)
        original = _original(library, asked, match)
        shelf = library.offering_shelf
        has_copies = bool(shelf.copies.alike(shelf.slots[match.key]))
        ahead = len(first) < asked.limit or _before(library, asked.need, match, first[-1])
    filters = tuple(
        name for name, alone in one_by_one(asked.filters) if not passes(alone, offering)
    )
    facts = in_the_way(match.facts, asked.need.facts.essential)
    shown = {item.key: item for item in first}
    copy_of = None if filters or facts or original is None else original
    return _Standing(
        match=match,
        first=first,
        filters=filters,
        facts=facts,
        copy_of=copy_of and shown.get(copy_of.key, copy_of),
        has_copies=has_copies,
        is_ahead=ahead,
    )


def _original(library: Library, asked: Ranking, match: Match) -> Match | None:
    """The near copy that an offering gives way to; its rank means nothing."""
    shelf, need = library.offering_shelf, asked.need
    found: list[tuple[datetime, Match]] = []
    own = _since(library, match)
    for slot in shelf.copies.alike(shelf.slots[match.key]):
        other = asked.judged(library, shelf.keys[slot])
        if passes(asked.filters, library.offerings[other.key]) and not in_the_way(
            other.facts, need.facts.essential
        ):
            since = _since(library, other)
            if since < own or (since == own and _before(library, need, other, match)):
                found.append((since, other))
    return min(found, key=lambda pair: (pair[0], -pair[1].score), default=(own, None))[1]


def _since(library: Library, match: Match) -> datetime:
    return library.offerings[match.key].public_since or datetime.max.replace(tzinfo=UTC)


def _before(library: Library, need: Need, one: Match, other: Match) -> bool:
    """Whether one match comes before another, near copies and owners left aside."""
    orders = [(-m.score, neutral(need, library.offerings[m.key])) for m in (one, other)]
    return orders[0] < orders[1]


def _place(
    library: Library, asked: Ranking, offering: Offering, vectors: Vectors, now: _Standing
) -> int | None:
    """The place of an offering, looked for farther and farther down; 0 where the list ends."""
    limit, found = asked.limit, now.first
    while True:
        places = {match.key: match.rank for match in found}
        if offering.key in places or len(found) < limit:
            return places.get(offering.key, 0)
        if limit >= MOST_PLACES:
            return None
        limit = min(limit * _STEP, MOST_PLACES)
        with library.as_if(offering, vectors):
            found = asked.of(library, limit)


def _reason(now: _Standing, place: int | None) -> Reason | None:
    if now.is_shown:
        return None
    if now.filters:
        return Reason.FILTER
    if now.facts:
        return Reason.FACT
    if now.copy_of is not None:
        return Reason.COPY
    # Where the list ends, nobody is left but vendors who have their two places already.
    return Reason.OWNER if now.is_ahead or place == 0 else Reason.SCORE


def _tried(library: Library, asked: Ranking, offering: Offering, now: _Standing) -> list[Outcome]:
    facts, requirements = now.match.facts, now.match.requirements
    changes = possible_changes(asked.need, offering, facts, requirements, asked.today)
    heads = [*now.first, *([now.copy_of] if now.copy_of else [])]
    own = dict.fromkeys(match.key for match in heads if match.owner == offering.owner)
    changes += [Change(ChangeKind.WITHDRAW, key, offering, without=(key,)) for key in own]
    vectors = _encoded(library, offering, changes)
    return [
        _outcome(library, asked, change, rows, _least(now, asked, offering, change))
        for change, rows in zip(changes, vectors, strict=True)
    ]


def _farthest(tried: list[Outcome], now: _Standing) -> Outcome | None:
    """The change that brings an offering farthest, if any brings it anywhere."""
    refused = bool(now.filters or now.facts)
    better = [item for item in tried if item.score > now.match.score or (item.allowed and refused)]
    return max(better, key=lambda item: (item.allowed, item.score), default=None)


def _encoded(library: Library, offering: Offering, changes: list[Change]) -> list[Vectors]:
    """The vectors of each changed offering; most changes leave the texts as they are."""
    same = library.vectors_of(offering)
    reworded = [item.offering for item in changes if item.offering.fields != offering.fields]
    encoded = iter(library.encode_many(reworded))
    return [same if item.offering.fields == offering.fields else next(encoded) for item in changes]


def _least(now: _Standing, asked: Ranking, offering: Offering, change: Change) -> float:
    """The score below which a change cannot bring an offering among the first, 0 if unknown.

    Where neither a text changes nor a listing goes, and no near copy could give way, all the
    others score what they score now: whoever stays behind the last of them needs no ranking.
    """
    is_full = len(now.first) == asked.limit
    reworded = change.offering.fields != offering.fields
    if now.has_copies or reworded or change.without or not is_full:
        return 0.0
    return min(match.score for match in now.first)


def _outcome(
    library: Library, asked: Ranking, change: Change, vectors: Vectors, least: float
) -> Outcome:
    key = change.offering.key
    with library.as_if(change.offering, vectors, without=change.without):
        match = asked.judged(library, key)
        found = [] if match.score < least else asked.of(library)
    places = {item.key: item.rank for item in found}
    refused = in_the_way(match.facts, asked.need.facts.essential)
    allowed = not refused and passes(asked.filters, change.offering)
    return Outcome(change, places.get(key), match.score, allowed)


def _differences(match: Match, last: Match | None) -> tuple[Difference, ...]:
    theirs = {} if last is None else {item.name: item.value * item.weight for item in last.factors}
    return tuple(
        Difference(item.name, item.value * item.weight, theirs.get(item.name, 0.0))
        for item in match.factors
    )


def one_by_one(filters: Filters) -> Iterator[tuple[str, Filters]]:
    """Yield each condition of the filters that is set, and filters with this one alone."""
    for item in fields(Filters):
        value = getattr(filters, item.name)
        if item.name != "currency" and value != item.default:
            yield item.name, Filters(currency=filters.currency, **{item.name: value})
