"""Answers judged one by one, whatever their place in a ranking."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from marketplace.recommendations.weighing import DOCUMENTED
from marketplace.recommendations.weight_report import Ranking
from matching.library import Library
from matching.partners import find_partners
from matching.profiles import Need
from matching.ranking.scoring import Factor
from matching.ranking.weights import Weights
from matching.suppliers import Match
from matching.what_if import Ranking as Asked


def judged(
    library: Library, need: Need, ids: Collection[UUID], today: date, weights: Weights
) -> list[Match]:
    """The solutions of these ids as they fit a need, best first; those not listed are left out."""
    asked = Asked(need=need, today=today, weights=weights)
    with library.lock:
        keys = sorted(key for key in map(str, ids) if key in library.offerings)
        found = [asked.judged(library, key) for key in keys]
    best = sorted(found, key=lambda match: (-match.score, match.key))
    return [replace(match, rank=rank) for rank, match in enumerate(best, 1)]


def documented_factors(
    library: Library, need: Need, ranking: Ranking, ids: Collection[UUID], today: date
) -> dict[UUID, tuple[Factor, ...]]:
    """The factors of these answers to a need by the documented weights, for the learning."""
    weights = DOCUMENTED[ranking]
    if ranking is Ranking.SUPPLIERS:
        matches = judged(library, need, ids, today, weights)
        return {UUID(match.key): match.factors for match in matches}
    everybody = len(library.needs)
    partners = find_partners(library, need, limit=everybody, today=today, weights=weights)
    return {UUID(one.key): one.factors for one in partners if UUID(one.key) in ids}
