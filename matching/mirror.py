"""The vendor's mirror: the challenges an offering fits, and what keeps it out of the others.

And for a city: what relaxing one of its constraints would add. Both are exact: the ranking of
`matching.suppliers` is run again without the constraint, nothing is estimated.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np

from matching.library import Library
from matching.profiles import Need, Offering
from matching.ranking.explanation import RequirementVerdict
from matching.ranking.facts import FactVerdict, Verdict
from matching.ranking.filters import Filters
from matching.ranking.scoring import neutral
from matching.ranking.shelf import Shelf
from matching.ranking.signals import query_of
from matching.ranking.weights import DETAILED, FOR_SUPPLIERS, Weights
from matching.suppliers import Match, as_match, find_suppliers, judge

_ANY = Filters()


@dataclass(frozen=True, slots=True)
class ChallengeFit:
    """One need as an offering fits it.

    `match` is what `find_suppliers` says of the two; its rank is the place among the needs
    shown here. `facts_in_the_way` are the essential facts that keep the offering out: with
    none, it is in the running. `requirements_in_the_way` are essential requirements that it
    contradicts; they cost points and do not exclude.
    """

    need: Need
    match: Match
    facts_in_the_way: tuple[FactVerdict, ...]
    requirements_in_the_way: tuple[RequirementVerdict, ...]

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
class Relaxation:
    """What a need would find if `fact` were not essential, and does not find now."""

    fact: str
    added: tuple[Match, ...]


def find_challenges(
    library: Library,
    offering: Offering,
    *,
    limit: int = 10,
    today: date,
    weights: Weights = FOR_SUPPLIERS,
) -> Mirror:
    """Return the needs that an offering in the library fits best, and its near misses.

    Scores are those that `find_suppliers` gives: a pair is judged by the same function.

    Args:
        library: where the needs are. An offering that is not in it, or there in another
            version, is compared as if it were put there now.
        offering: what is offered. Needs of its own owner are left out.
        limit: how many of each at most.
        today: as for `find_suppliers`.
        weights: as for `find_suppliers`.
    """
    vectors = library.vectors_of(offering)
    with library.lock:
        before = library.offerings.get(offering.key)
        kept = None if before is None else library.vectors_of(before)
        if before != offering:
            library.put_offering(offering, vectors)
        try:
            fits = _fits(library, offering, limit, today, weights)
        finally:
            if before != offering:
                library.drop_offering(offering.key)
                if before is not None and kept is not None:
                    library.put_offering(before, kept)
    inside = [fit for fit in fits if not fit.facts_in_the_way]
    outside = [fit for fit in fits if fit.facts_in_the_way]
    return Mirror(_numbered(inside[:limit]), _numbered(outside[:limit]))


def what_relaxing_adds(
    library: Library,
    need: Need,
    *,
    filters: Filters = _ANY,
    limit: int = 10,
    today: date,
    weights: Weights = FOR_SUPPLIERS,
) -> list[Relaxation]:
    """Return, for each essential fact, who would newly be among the first `limit` without it."""
    ask = partial(
        find_suppliers, library, filters=filters, limit=limit, today=today, weights=weights
    )
    found = ask(need)
    now = {match.key for match in found}
    relaxations: list[Relaxation] = []
    for fact in sorted(need.facts.essential):
        facts = replace(need.facts, essential=need.facts.essential - {fact})
        milder = replace(need, facts=facts)
        matches = ask(milder)
        added = tuple(
            match
            for match in matches
            if match.key not in now and _in_the_way(match.facts, need.facts.essential)
        )
        if added:
            relaxations.append(Relaxation(fact, added))
    return relaxations


def _fits(
    library: Library, offering: Offering, limit: int, today: date, weights: Weights
) -> list[ChallengeFit]:
    """All needs near enough to be read, best first."""
    needs, offerings = library.need_shelf, library.offering_shelf
    slots = np.flatnonzero(needs.vectors.live)
    near = needs.vectors.rows[slots] @ library.offering_shelf.whole(offerings.slots[offering.key])
    order = np.argsort(-near, kind="stable")[: max(DETAILED, limit)]
    others = (needs.profiles[needs.keys[slot]] for slot in slots[order].tolist())
    fits = [
        _fit(library, need, offering, today, weights)
        for need in others
        if need.owner != offering.owner
    ]
    return sorted(fits, key=lambda fit: (-fit.match.score, neutral(fit.need, offering)))


def _fit(
    library: Library, need: Need, offering: Offering, today: date, weights: Weights
) -> ChallengeFit:
    shelf: Shelf[Offering] = library.offering_shelf
    vectors = library.vectors_of(need)
    query = query_of(need, vectors, shelf, library.encoder.languages, weights)
    slot = np.array([shelf.slots[offering.key]])
    match = as_match(1, judge(query, shelf, slot, today)[0])
    return ChallengeFit(
        need,
        match,
        _in_the_way(match.facts, need.facts.essential),
        tuple(
            item
            for item in match.requirements
            if item.essential and item.verdict is Verdict.NOT_MET
        ),
    )


def _in_the_way(
    facts: tuple[FactVerdict, ...], essential: frozenset[str]
) -> tuple[FactVerdict, ...]:
    return tuple(
        fact for fact in facts if fact.name in essential and fact.verdict is Verdict.NOT_MET
    )


def _numbered(fits: list[ChallengeFit]) -> tuple[ChallengeFit, ...]:
    return tuple(
        replace(fit, match=replace(fit.match, rank=rank)) for rank, fit in enumerate(fits, 1)
    )
