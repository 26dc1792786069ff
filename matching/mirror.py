"""The vendor's mirror: the challenges an offering fits, and those it would fit but for a fact.

Every need of the library is judged, by the function that ranks. What keeps an offering out of
one of them, and what would let it in, is found out in `what_if`.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from matching.library import Library, Vectors
from matching.profiles import Need, Offering
from matching.ranking.explanation import RequirementVerdict
from matching.ranking.facts import FactVerdict, Verdict
from matching.ranking.scoring import neutral
from matching.ranking.weights import FOR_SUPPLIERS, Weights
from matching.suppliers import Match
from matching.what_if import Ranking, in_the_way

_AT_ONCE = 100
"""Needs judged before others get their turn: what changes in between counts from then on."""


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
    vectors = library.vectors_of(offering)
    fits = judged_by_all(library, offering, today=today, weights=weights)
    inside = [fit for fit in fits if not fit.facts_in_the_way][:limit]
    outside = [fit for fit in fits if fit.facts_in_the_way][:limit]
    placed = [
        replace(
            fit,
            place=_place(
                library, Ranking(need=fit.need, today=today, weights=weights), offering, vectors
            ),
        )
        for fit in inside
    ]
    return Mirror(_numbered(placed), _numbered(outside))


def judged_by_all(
    library: Library,
    offering: Offering,
    *,
    today: date,
    weights: Weights = FOR_SUPPLIERS,
    only: Collection[str] | None = None,
) -> list[ChallengeFit]:
    """Return how an offering fits the needs in the library, best first, without its places.

    Args: as for `find_challenges`; with `only` none but the needs of these keys are judged.
    """
    vectors = library.vectors_of(offering)
    with library.lock:
        needs = [need for need in library.needs.values() if need.owner != offering.owner]
    if only is not None:
        needs = [need for need in needs if need.key in only]
    asked = [Ranking(need=need, today=today, weights=weights) for need in needs]
    fits: list[ChallengeFit] = []
    for start in range(0, len(asked), _AT_ONCE):
        with library.as_if(offering, vectors):
            fits += [_fit(library, item, offering) for item in asked[start : start + _AT_ONCE]]
    fits.sort(key=lambda fit: (-fit.match.score, neutral(fit.need, offering)))
    return fits


def _fit(library: Library, asked: Ranking, offering: Offering) -> ChallengeFit:
    match = asked.judged(library, offering.key)
    contradicted = tuple(
        item for item in match.requirements if item.essential and item.verdict is Verdict.NOT_MET
    )
    facts = in_the_way(match.facts, asked.need.facts.essential)
    return ChallengeFit(asked.need, match, facts, contradicted)


def _place(library: Library, asked: Ranking, offering: Offering, vectors: Vectors) -> int | None:
    with library.as_if(offering, vectors):
        places = {match.key: match.rank for match in asked.of(library)}
    return places.get(offering.key)


def _numbered(fits: list[ChallengeFit]) -> tuple[ChallengeFit, ...]:
    return tuple(
        replace(fit, match=replace(fit.match, rank=rank)) for rank, fit in enumerate(fits, 1)
    )
