"""A need finds suppliers: the offerings that fit it best, each with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.library import Library
from matching.profiles import Need, Offering, text_of
from matching.ranking.calibration import Band, band_of, text_score
from matching.ranking.diversity import folded, shared_out
from matching.ranking.explanation import RequirementVerdict, requirement_verdicts
from matching.ranking.facts import FactVerdict, fact_verdicts, refused_by_facts
from matching.ranking.filters import Filters, passing
from matching.ranking.fusion import TextFit
from matching.ranking.scoring import Factor, ranked, supplier_factors, total
from matching.ranking.shelf import Shelf
from matching.ranking.signals import Query, close_look, first_look, query_of
from matching.ranking.weights import CANDIDATES, DETAILED, EXPLAINED, FOR_SUPPLIERS, Weights

Mask = NDArray[np.bool_]
Slots = NDArray[np.int64]

_ANY = Filters()
_WIDER = 4


@dataclass(frozen=True, slots=True)
class Match:
    """One offering judged for one need. `score` is the sum of value times weight of `factors`.

    `version` is that of the very offering that was judged; `folded` are the keys
    of near copies that this match stands for. `band` says how well the text fits.
    """

    rank: int
    key: str
    owner: str
    score: float
    requirements: tuple[RequirementVerdict, ...]
    facts: tuple[FactVerdict, ...]
    factors: tuple[Factor, ...]
    version: str
    band: Band
    folded: tuple[str, ...] = ()

    @property
    def copies(self) -> int:
        """How many near copies were folded into this match."""
        return len(self.folded)


@dataclass(frozen=True, slots=True)
class Judged:
    """An offering with its score, before places are given out."""

    offering: Offering
    slot: int
    fit: TextFit
    requirements: tuple[RequirementVerdict, ...]
    facts: tuple[FactVerdict, ...]
    factors: tuple[Factor, ...]
    score: float


def find_suppliers(
    library: Library,
    need: Need,
    *,
    filters: Filters = _ANY,
    limit: int = 10,
    today: date,
    weights: Weights = FOR_SUPPLIERS,
) -> list[Match]:
    """Rank the offerings that may be shown for a need.

    Offerings that fail a filter, or state "not met" to an essential fact, are out before the
    ranking. All others are compared by their whole texts; the passages of the best `DETAILED`
    are read; the requirements of the best `EXPLAINED` are judged; more when places stay free.

    Args:
        library: where to look.
        need: what is asked for; it need not be in the library.
        filters: what may be shown at all.
        limit: how many at most. In each ten of them at most two are of one owner.
        today: the day on which staleness and time to deploy are judged.
        weights: what the factors weigh.
    """
    vectors = library.vectors_of(need)
    with library.lock:
        shelf = library.offering_shelf
        query = query_of(need, vectors, shelf, library.encoder.languages, weights)
        slots = _candidates(query, shelf, _allowed(need, shelf, filters, today))
        explained = max(EXPLAINED, 2 * limit)
        while True:
            judged = _judged(query, shelf, slots, explained, today)
            matches = _placed(judged, limit)
            if len(matches) == limit or explained >= len(slots):
                return matches
            explained *= _WIDER


def judge(query: Query, shelf: Shelf[Offering], slots: Slots, today: date) -> list[Judged]:
    """Score offerings fully, in the order of the slots: every surface shows these numbers."""
    return _whole_judgements(_quick_judgements(query, shelf, slots, today), query, shelf, today)


def as_match(rank: int, judged: Judged, copies: Iterable[Judged] = ()) -> Match:
    """Return what is shown of a judgement."""
    return Match(
        rank,
        judged.offering.key,
        judged.offering.owner,
        judged.score,
        judged.requirements,
        judged.facts,
        judged.factors,
        judged.offering.version,
        band_of(text_score(judged.fit), language_known=judged.fit.language_known),
        tuple(copy.offering.key for copy in copies),
    )


def _allowed(need: Need, shelf: Shelf[Offering], filters: Filters, today: date) -> Mask:
    """Which slots may be shown, bool (slots,)."""
    live = shelf.vectors.live
    cut = passing(filters, shelf.columns) & ~refused_by_facts(need.facts, shelf.columns, today)
    size = min(len(live), len(cut))
    allowed = np.zeros_like(live)
    allowed[:size] = live[:size] & cut[:size]
    if filters.owners:
        kept = [slot for owner in filters.owners for slot in shelf.owners.get(owner, ())]
        allowed &= np.isin(np.arange(len(allowed)), kept)
    excluded = [slot for owner in filters.owners_excluded for slot in shelf.owners.get(owner, ())]
    excluded += [shelf.slots[key] for key in filters.keys_excluded if key in shelf.slots]
    allowed[excluded] = False
    return allowed


def _candidates(query: Query, shelf: Shelf[Offering], allowed: Mask) -> Slots:
    """The allowed slots, best first by their whole texts; of a graph, the likeliest only."""
    slots = np.flatnonzero(allowed)
    if len(slots) > CANDIDATES and not shelf.vectors.compares_all():
        near = shelf.vectors.search(query.whole, CANDIDATES, allowed).slots
        worded = shelf.stems.search(query.stems, CANDIDATES, allowed).slots
        rooted = shelf.roots.search(query.roots, CANDIDATES, allowed).slots
        slots = np.unique(np.concatenate([near, worded, rooted]))
    return slots[np.argsort(-first_look(query, shelf, slots), kind="stable")]


def _judged(
    query: Query, shelf: Shelf[Offering], slots: Slots, explained: int, today: date
) -> list[Judged]:
    read = slots[: max(DETAILED, _WIDER * explained)]
    quick = _quick_judgements(query, shelf, read, today)
    best = _in_order(query.need, quick)[:explained]
    return _in_order(query.need, _whole_judgements(best, query, shelf, today))


def _in_order(need: Need, judged: list[Judged]) -> list[Judged]:
    return ranked(need, judged, lambda item: item.score, lambda item: item.offering)


def _quick_judgements(
    query: Query, shelf: Shelf[Offering], slots: Slots, today: date
) -> list[Judged]:
    """Everything but the requirements."""
    fits = close_look(query, shelf, slots)
    return [
        _judgement(query, shelf.profiles[shelf.keys[slot]], slot, (fit, ()), today)
        for slot, fit in zip(slots.tolist(), fits, strict=True)
    ]


def _whole_judgements(
    quick: list[Judged], query: Query, shelf: Shelf[Offering], today: date
) -> list[Judged]:
    """The same with the requirements."""
    all_verdicts = requirement_verdicts(query, shelf, [item.slot for item in quick])
    return [
        _judgement(query, item.offering, item.slot, (item.fit, verdicts), today)
        for item, verdicts in zip(quick, all_verdicts, strict=True)
    ]


def _judgement(
    query: Query,
    offering: Offering,
    slot: int,
    found: tuple[TextFit, tuple[RequirementVerdict, ...]],
    today: date,
) -> Judged:
    fit, verdicts = found
    facts = fact_verdicts(query.need.facts, offering.facts, today)
    factors = supplier_factors(query, offering, fit, facts, verdicts, today)
    return Judged(offering, slot, fit, verdicts, facts, factors, total(factors))


def _placed(judged: list[Judged], limit: int) -> list[Match]:
    kept = folded(
        judged, lambda item: text_of(item.offering), lambda item: item.offering.public_since
    )
    placed = shared_out(kept, lambda pair: pair[0].offering.owner, limit)
    return [as_match(rank, item, copies) for rank, (item, copies) in enumerate(placed, 1)]
