"""A need finds partners: other cities whose need is the same, and what speaks for and against.

Buyers who really buy together mostly share a country, often a region: geography weighs beside
the text. Who is in a group and which rules it satisfies is decided elsewhere.
"""

from collections.abc import Iterator
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
from matching.ranking.fusion import Parts, TextFit
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


def _ranking(query: Query, shelf: Shelf[Need], slots: Slots, today: date) -> Iterator[_Scored]:
    """Yield the needs in slots, best first; none is judged before it is asked for."""
    worths = partner_worths(query.need, shelf.columns)

    def score_ceilings(text: Parts, chosen: Slots) -> Floats:
        others = {name: None if w is None else w[chosen] for name, w in worths.items()}
        return ceilings(query, text, others)

    def judged(chosen: Slots) -> list[_Scored]:
        found = zip(chosen.tolist(), close_look(query, shelf, chosen), strict=True)
        return [_scored(query, shelf, slot, fit, today) for slot, fit in found]

    search: Search[_Scored] = Search([], judged, lambda item: item.score, _JUDGED_AT_ONCE)
    highest = score_ceilings(text_ceilings(query, shelf, slots), slots)
    for group in search.in_order(slots, highest):
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
