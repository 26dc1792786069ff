"""The vendor's mirror: the challenges an offering fits, and those it would fit but for a fact.

Needs are judged by the function that ranks, and only those that could be among the ones shown.
What keeps an offering out of one, and what would let it in, is found out in `what_if`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.library import Library
from matching.profiles import Need, Offering
from matching.ranking.best_first import Search
from matching.ranking.explanation import RequirementVerdict
from matching.ranking.facts import FactVerdict, Verdict
from matching.ranking.scoring import neutral
from matching.ranking.signals import Query, query_of
from matching.ranking.weights import FOR_SUPPLIERS, Weights
from matching.suppliers import Match, as_match, ceilings_of, judge, judged_alone, place_of
from matching.what_if import in_the_way

_AT_ONCE = 100
"""Needs judged before others get their turn: what changes in between counts from then on."""

_JUDGED_AT_ONCE = 4
"""Needs of which the requirements are read together, those first that could fit best."""


@dataclass(frozen=True, slots=True)
class ChallengeFit:
    """One need as an offering fits it.

    `match` is what `find_suppliers` says of the two; its rank is the place among the needs
    shown here. `facts_in_the_way` are the essential facts that keep the offering out: with
    none, it is in the running. `requirements_in_the_way` are essential requirements that it
    contradicts; they cost points and do not exclude. `place` is the one that the offering has
    among all, None when it is not among the first ten.
    """

    need: Need
    match: Match
    facts_in_the_way: tuple[FactVerdict, ...]
    requirements_in_the_way: tuple[RequirementVerdict, ...]
    place: int | None = None

    @property
    def kept_out_by(self) -> tuple[str, ...]:
        """The names of the facts and the texts of the requirements that are in the way."""
        facts = (fact.name for fact in self.facts_in_the_way)
        return (*facts, *(item.requirement for item in self.requirements_in_the_way))


@dataclass(frozen=True, slots=True)
class Mirror:
    """The needs an offering fits, and those it would fit but for what is in the way."""

    fits: tuple[ChallengeFit, ...]
    near_misses: tuple[ChallengeFit, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A need before its requirements are read: what the score of the offering cannot exceed."""

    query: Query
    ceiling: float
    is_kept_out: bool


def find_challenges(
    library: Library,
    offering: Offering,
    *,
    limit: int = 10,
    today: date,
    weights: Weights = FOR_SUPPLIERS,
) -> Mirror:
    """Return the needs that an offering fits best of all in the library, and its near misses.

    Scores are those that `find_suppliers` gives: a pair is judged by the same function.

    Args:
        library: where the needs are. An offering that is not in it, or there in another
            version, is compared as if it were put there now.
        offering: what is offered. Needs of its own owner are left out.
        limit: how many of each at most.
        today: as for `find_suppliers`.
        weights: as for `find_suppliers`.
    """
    glass = _Glass(library, offering, today)
    seen = glass.seen(weights)
    inside = glass.best([one for one in seen if not one.is_kept_out], limit)
    outside = glass.best([one for one in seen if one.is_kept_out], limit)
    return Mirror(_numbered(glass.placed(inside)), _numbered(fit for _, fit in outside))


def judged_by_all(
    library: Library,
    offerings: Collection[Offering],
    *,
    today: date,
    weights: Weights = FOR_SUPPLIERS,
    only: Collection[str] | None = None,
) -> list[ChallengeFit]:
    """Return how offerings in the library fit its needs, best first, without their places.

    Args: as for `find_challenges`; with `only` none but the needs of these keys are judged.
        Whatever of the offerings is not in the library any more is left out.
    """
    fits: list[ChallengeFit] = []
    with library.lock:
        needs = [need for need in library.needs.values() if only is None or need.key in only]
    for some in _in_turns(needs):
        with library.lock:
            shelf = library.offering_shelf
            for query in _queries(library, some, weights):
                others = (one.key for one in offerings if one.owner != query.need.owner)
                slots = [shelf.slots[key] for key in others if key in shelf.slots]
                judged = judge(query, shelf, np.array(slots), today) if slots else []
                fits += [_fit(query, as_match(0, item)) for item in judged]
    by_key = {one.key: one for one in offerings}
    return sorted(fits, key=lambda fit: _order(fit, by_key[fit.match.key]))


def _queries(library: Library, needs: Iterable[Need], weights: Weights) -> list[Query]:
    """The needs as they are compared with offerings."""
    shelf, languages = library.offering_shelf, library.encoder.languages
    return [query_of(need, library.question_of(need), shelf, languages, weights) for need in needs]


def _fit(query: Query, match: Match) -> ChallengeFit:
    contradicted = tuple(
        item for item in match.requirements if item.essential and item.verdict is Verdict.NOT_MET
    )
    facts = in_the_way(match.facts, query.need.facts.essential)
    return ChallengeFit(query.need, match, facts, contradicted)


@dataclass(frozen=True, slots=True)
class _Glass:
    """An offering as the needs of a library see it, while the library holds it."""

    library: Library
    offering: Offering
    today: date

    def held(self) -> AbstractContextManager[None]:
        """Hold the library as if the offering were in it; everybody else waits meanwhile."""
        return self.library.as_if(self.offering, self.library.vectors_of(self.offering))

    def seen(self, weights: Weights) -> list[_Seen]:
        """Each need with what a first look tells of it."""
        seen: list[_Seen] = []
        with self.library.lock:
            needs = list(self.library.needs.values())
        for some in _in_turns([need for need in needs if need.owner != self.offering.owner]):
            with self.held():
                queries, shelf = _queries(self.library, some, weights), self.library.offering_shelf
                slot = shelf.slots[self.offering.key]
                looks = ceilings_of(queries, shelf, slot, self.today)
            for query, (ceiling, facts) in zip(queries, looks, strict=True):
                kept_out = bool(in_the_way(facts, query.need.facts.essential))
                seen.append(_Seen(query, ceiling, kept_out))
        return seen

    def best(self, seen: Sequence[_Seen], limit: int) -> list[tuple[Query, ChallengeFit]]:
        """The first `limit` of these, best first; only those are judged that could be one."""

        def judged(places: NDArray[np.int64]) -> list[tuple[Query, ChallengeFit]]:
            queries = [seen[place].query for place in places.tolist()]
            with self.held():
                return [(query, self.fit(query)) for query in queries]

        search = Search([], judged, lambda one: one[1].match.score, _JUDGED_AT_ONCE)
        ceilings = np.array([one.ceiling for one in seen])
        found: list[tuple[Query, ChallengeFit]] = []
        for group in search.in_order(np.arange(len(seen)), ceilings):
            found += sorted(group, key=lambda one: _order(one[1], self.offering))
            if len(found) >= limit:
                break
        return found[:limit]

    def placed(self, found: Iterable[tuple[Query, ChallengeFit]]) -> Iterator[ChallengeFit]:
        """The fits with their places."""
        for query, fit in found:
            with self.held():
                shelf, key = self.library.offering_shelf, self.offering.key
                place = place_of(query, shelf, key, self.today)
            yield replace(fit, place=place)

    def fit(self, query: Query) -> ChallengeFit:
        """How the offering, held, fits one need."""
        shelf = self.library.offering_shelf
        return _fit(query, judged_alone(query, shelf, self.offering.key, self.today))


def _order(fit: ChallengeFit, offering: Offering) -> tuple[float, bytes]:
    return -fit.match.score, neutral(fit.need, offering)


def _in_turns(needs: Sequence[Need]) -> Iterator[Sequence[Need]]:
    return (needs[start : start + _AT_ONCE] for start in range(0, len(needs), _AT_ONCE))


def _numbered(fits: Iterable[ChallengeFit]) -> tuple[ChallengeFit, ...]:
    return tuple(
        replace(fit, match=replace(fit.match, rank=rank)) for rank, fit in enumerate(fits, 1)
    )
