"""A need finds partners: other cities whose need is the same, and what speaks for and against.

Buyers who really buy together mostly share a country, often a region: geography weighs beside
the text. Who is in a group and which rules it satisfies is decided elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.library import Library
from matching.passages import Passage, passages_of
from matching.profiles import Need
from matching.ranking.agreement import Agreement, complement, facts_agreement, nearness
from matching.ranking.best_first import Search
from matching.ranking.ceilings import ceilings, partner_worths
from matching.ranking.explanation import Evidence
from matching.ranking.fusion import TextFit
from matching.ranking.movement import Movement, agreement_moves_most
from matching.ranking.scoring import Factor, ranked, total, weighed
from matching.ranking.shelf import Shelf
from matching.ranking.signals import Query, close_look, passage_closeness, query_of, text_ceilings
from matching.ranking.weights import (
    FOR_PARTNERS,
    PARTNER_COMPLEMENT,
    PARTNER_FACTS,
    PARTNER_PLACE,
    PARTNER_THEMES,
    SHARED_FROM,
    Weights,
)

_MOST_SHARED = 3

_JUDGED_AT_ONCE = 32
"""Needs that are compared together: few, as each takes Python, and not one, as arrays pay."""

Slots = NDArray[np.int64]
Floats = NDArray[np.float64]


class SharedSentences(NamedTuple):
    """Two literal spans that say much the same: of the need, and of the partner's."""

    own: Evidence
    other: Evidence


@dataclass(frozen=True, slots=True)
class PartnerMatch:
    """Another need judged as the same. `score` is the sum of value times weight of `factors`.

    `agrees`, `differs` and `contradicts` name what is stated on both sides. `open` tells whether
    both said that they would buy jointly; False also when nothing is said.
    """

    rank: int
    key: str
    owner: str
    score: float
    open: bool
    agrees: tuple[Agreement, ...]
    differs: tuple[Agreement, ...]
    contradicts: tuple[Agreement, ...]
    factors: tuple[Factor, ...]
    shared_sentences: tuple[SharedSentences, ...]
    version: str

    @property
    def moves_most(self) -> Movement | None:
        """The one fact whose agreeing would raise the score most."""
        stated = (*self.agrees, *self.differs, *self.contradicts)
        return agreement_moves_most(stated, self.factors)


class _Scored(NamedTuple):
    score: float
    need: Need
    slot: int
    agreements: tuple[Agreement, ...]
    factors: tuple[Factor, ...]


def find_partners(
    library: Library,
    need: Need,
    *,
    limit: int = 10,
    today: date,
    weights: Weights = FOR_PARTNERS,
) -> list[PartnerMatch]:
    """Rank the needs of others by how well they could be bought together with this one.

    Args:
        library: where to look; the need itself may be in it or not.
        need: whose partners are looked for. Nothing of the same owner is ever returned.
        limit: how many at most, one for each owner.
        today: the day on which a start that has passed is no common start any more.
        weights: what the factors weigh.
    """
    vectors = library.vectors_of(need)
    with library.lock:
        shelf = library.need_shelf
        query = query_of(need, vectors, shelf, library.encoder.languages, weights)
        allowed = shelf.vectors.live.copy()
        allowed[sorted(shelf.owners.get(need.owner, ()))] = False
        best: dict[str, _Scored] = {}
        for item in _ranking(query, shelf, np.flatnonzero(allowed), today):
            best.setdefault(item.need.owner, item)
            if len(best) >= limit:
                break
        placed = list(best.values())[:limit]
        return [_match(rank, item, query, shelf) for rank, item in enumerate(placed, 1)]


def fits_between(
    library: Library,
    keys: Sequence[str],
    *,
    least: float,
    today: date,
    weights: Weights = FOR_PARTNERS,
) -> dict[tuple[str, str], float]:
    """Return how well needs of the library fit each other: of both views of a pair the lower score.

    What scores cannot exceed is worked out for all pairs in arrays; only pairs that may reach
    `least` from both sides are read. Scores are those of `find_partners`.

    Args:
        library: where the needs are; keys that are not in it are left out.
        keys: between which needs; two of one owner never fit.
        least: fits below this are left out.
        today: as for `find_partners`.
        weights: what the factors weigh.
    """
    with library.lock:
        shelf = library.need_shelf
        known = [key for key in dict.fromkeys(keys) if key in shelf.slots]
        needs = [shelf.profiles[key] for key in known]
        slots = np.array([shelf.slots[key] for key in known], dtype=np.int64)
        queries = [
            query_of(need, library.vectors_of(need), shelf, library.encoder.languages, weights)
            for need in needs
        ]
        views = [
            _views(query, shelf, slots, np.flatnonzero(row), today)
            for query, row in zip(queries, _able(queries, shelf, slots, least), strict=True)
        ]
    return {
        (known[one], known[other]): fit
        for one, view in enumerate(views)
        for other, score in view.items()
        if one < other and (fit := min(score, views[other][one])) >= least
    }


def _able(
    queries: Sequence[Query], shelf: Shelf[Need], slots: Slots, least: float
) -> NDArray[np.bool_]:
    """Between which of the needs in slots a fit can reach `least` from both sides, bool (n, n)."""
    owners = np.array([query.need.owner for query in queries], dtype=object)
    able = np.zeros((len(queries), len(queries)), dtype=bool)
    for row, query in enumerate(queries):
        able[row] = (_highest(query, shelf, slots) >= least) & (owners != query.need.owner)
    return able & able.T


def _views(
    query: Query, shelf: Shelf[Need], slots: Slots, chosen: Slots, today: date
) -> dict[int, float]:
    """The scores that a need gives to those chosen out of slots, by their place there."""
    found: dict[int, float] = {}
    for start in range(0, len(chosen), _JUDGED_AT_ONCE):
        some = chosen[start : start + _JUDGED_AT_ONCE]
        fits = close_look(query, shelf, slots[some])
        for place, fit in zip(some.tolist(), fits, strict=True):
            found[place] = _scored(query, shelf, int(slots[place]), fit, today).score
    return found


def _highest(query: Query, shelf: Shelf[Need], slots: Slots) -> Floats:
    """What the scores of slots cannot exceed, (n,)."""
    worths = partner_worths(query.need, shelf.columns)
    others = {name: None if w is None else w[slots] for name, w in worths.items()}
    return ceilings(query, text_ceilings(query, shelf, slots), others)


def _ranking(query: Query, shelf: Shelf[Need], slots: Slots, today: date) -> Iterator[_Scored]:
    """Yield the needs in slots, best first; none is judged before it is asked for."""

    def judged(chosen: Slots) -> list[_Scored]:
        found = zip(chosen.tolist(), close_look(query, shelf, chosen), strict=True)
        return [_scored(query, shelf, slot, fit, today) for slot, fit in found]

    search: Search[_Scored] = Search([], judged, lambda item: item.score, _JUDGED_AT_ONCE)
    for group in search.in_order(slots, _highest(query, shelf, slots)):
        yield from ranked(query.need, group, lambda item: item.score, lambda item: item.need)


def _scored(query: Query, shelf: Shelf[Need], slot: int, fit: TextFit, today: date) -> _Scored:
    need, other = query.need, shelf.profiles[shelf.keys[slot]]
    agreements, facts = facts_agreement(need, other, today)
    union = need.themes | other.themes
    both = need.themes and other.themes
    factors = weighed(
        query.weights,
        fit,
        {
            PARTNER_THEMES.name: len(need.themes & other.themes) / len(union) if both else None,
            PARTNER_FACTS.name: facts,
            PARTNER_PLACE.name: nearness(need.place, other.place),
            PARTNER_COMPLEMENT.name: complement(need.joint, other.joint),
        },
    )
    return _Scored(total(factors), other, slot, agreements, factors)


def _match(rank: int, item: _Scored, query: Query, shelf: Shelf[Need]) -> PartnerMatch:
    joint = (query.need.joint, item.need.joint)
    sides = {side: tuple(a for a in item.agreements if a.side == side) for side in _SIDES}
    return PartnerMatch(
        rank,
        item.need.key,
        item.need.owner,
        item.score,
        all(stance is not None and stance.open for stance in joint),
        sides["agrees"],
        sides["differs"],
        sides["contradicts"],
        item.factors,
        tuple(_shared(query, item.need, shelf, item.slot)),
        item.need.version,
    )


_SIDES = ("agrees", "differs", "contradicts")


def _shared(query: Query, other: Need, shelf: Shelf[Need], slot: int) -> Iterator[SharedSentences]:
    """The pairs of sentences that are nearest to each other, each sentence once."""
    near = np.array(passage_closeness(query.passages, shelf, slot), dtype=np.float64)
    own, others = passages_of(query.need.fields), passages_of(other.fields)
    for _ in range(min(_MOST_SHARED, *near.shape)):
        row, column = np.unravel_index(int(near.argmax()), near.shape)
        strength = float(near[row, column])
        if strength < SHARED_FROM:
            return
        yield SharedSentences(_span(own[int(row)], strength), _span(others[int(column)], strength))
        near[row, :] = near[:, column] = -1.0


def _span(passage: Passage, strength: float) -> Evidence:
    return Evidence(passage.text, passage.field, passage.start, passage.end, min(strength, 1.0))
