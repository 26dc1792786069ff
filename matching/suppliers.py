"""A need finds suppliers: the offerings that fit it best, each with its reasons."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from matching.library import Library
from matching.profiles import Need, Offering
from matching.ranking.best_first import Look, Search
from matching.ranking.calibration import Band, band_of, text_score
from matching.ranking.ceilings import ROUNDING, ceilings, supplier_worths
from matching.ranking.coverage import CoverageCeilings
from matching.ranking.diversity import BLOCK, originals, shared_out
from matching.ranking.explanation import RequirementVerdict, requirement_verdicts
from matching.ranking.facts import FactVerdict, fact_verdicts, refused_by_facts
from matching.ranking.filters import Filters, passing
from matching.ranking.fusion import Parts, TextFit
from matching.ranking.movement import Movement, moves_most
from matching.ranking.readings import Asked, asked_of
from matching.ranking.scoring import Factor, ranked, supplier_factors, total
from matching.ranking.shelf import Shelf
from matching.ranking.signals import (
    Query,
    close_look,
    first_look,
    query_of,
    text_bounds,
    text_ceilings,
)
from matching.ranking.weights import FOR_SUPPLIERS, REQUIREMENTS, Weights

Mask = NDArray[np.bool_]
Slots = NDArray[np.int64]
Floats = NDArray[np.float64]

_ANY = Filters()

_READ_AT_ONCE = 256
"""Offerings of which all passages are compared together: enough for arrays to pay."""

_COVERED_AT_ONCE = 64
"""Offerings of which it is bounded together how far they can meet the requirements."""

_JUDGED_AT_ONCE = 8
"""Offerings whose scores are worked out together, one by one in Python."""


@dataclass(frozen=True, slots=True)
class Match:
    """One offering judged for one need. `score` is the sum of value times weight of `factors`.

    `version` is that of the very offering that was judged; `folded` are the keys of all near
    copies that this match stands for, by the alphabet. `band` says how well the text fits.
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

    @property
    def moves_most(self) -> Movement | None:
        """The one requirement or fact whose being met would raise the score most."""
        return moves_most(self.requirements, self.facts, self.factors)


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
    ranking. The others are ranked as if each had been judged: passages and requirements are read
    of those that could still get a place by them, and of no others.

    Args:
        library: where to look.
        need: what is asked for; it need not be in the library.
        filters: what may be shown at all.
        limit: how many at most. In each ten of them at most two are of one owner.
        today: the day on which staleness and time to deploy are judged.
        weights: what the factors weigh.
    """
    vectors = library.question_of(need)
    with library.lock:
        shelf = library.offering_shelf
        languages = library.encoder.languages
        asked = asked_of(query_of(need, vectors, shelf, languages, weights), shelf)
        allowed = _allowed(shelf, filters, refused_by_facts(need.facts, shelf.columns, today))
        copies = cache(partial(_copies, shelf, allowed))
        ranked = _unfolded(_ranking(asked, shelf, allowed, today), shelf, copies)
        placed = shared_out(ranked, lambda item: item.offering.owner, limit)
        return [
            as_match(rank, item, [shelf.keys[slot] for slot in copies(item.slot)])
            for rank, item in enumerate(_explained(placed, asked, shelf), 1)
        ]


def place_of(query: Query, shelf: Shelf[Offering], key: str, today: date) -> int | None:
    """Return the place of an offering among the first ten, as `find_suppliers` gives it.

    The ranking is read no farther than that; None where it has none of the ten.
    """
    own = shelf.slots[key]
    allowed = _allowed(shelf, _ANY, refused_by_facts(query.need.facts, shelf.columns, today))
    ranking = _ranking(asked_of(query, shelf), shelf, allowed, today)
    ranked = _unfolded(ranking, shelf, cache(partial(_copies, shelf, allowed)))
    read = _up_to(ranked, lambda item: item.slot == own)
    placed = shared_out(read, lambda item: item.offering.owner, BLOCK)
    return next((rank for rank, item in enumerate(placed, 1) if item.slot == own), None)


def how_many(library: Library, need: Need, choices: Sequence[Filters], today: date) -> list[int]:
    """Return for each of the filters how many offerings may be shown for a need with it.

    Near copies count one by one, and so do all offerings of one owner.
    """
    with library.lock:
        shelf = library.offering_shelf
        refused = refused_by_facts(need.facts, shelf.columns, today)
        return [int(_allowed(shelf, filters, refused).sum()) for filters in choices]


def judge(query: Query, shelf: Shelf[Offering], slots: Slots, today: date) -> list[Judged]:
    """Score offerings fully, in the order of the slots: every surface shows these numbers."""
    fits, asked = close_look(query, shelf, slots), asked_of(query, shelf)
    return _explained(_judged(asked, shelf, slots, fits, today), asked, shelf)


def judged_alone(query: Query, shelf: Shelf[Offering], key: str, today: date) -> Match:
    """Return what the ranking says of one offering, in place or not; the rank means nothing."""
    return as_match(0, judge(query, shelf, np.array([shelf.slots[key]]), today)[0])


def ceilings_of(
    queries: Sequence[Query], shelf: Shelf[Offering], slot: int, today: date
) -> list[tuple[float, tuple[FactVerdict, ...]]]:
    """Return for each need what the score of one offering cannot exceed, and its facts.

    No requirement is read for it: each counts as met.
    """
    offering, found = shelf.profiles[shelf.keys[slot]], []
    for query, fit in zip(queries, first_look(queries, shelf, slot), strict=True):
        seen = _judgement(query, offering, slot, (fit, ()), today)
        unread = query.weights.by_name[REQUIREMENTS.name] if query.need.requirements else 0.0
        found.append((seen.score + unread + ROUNDING, seen.facts))
    return found


def as_match(rank: int, judged: Judged, copies: Iterable[str] = ()) -> Match:
    """Return what is shown of a judgement, and the keys of the copies that it stands for."""
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
        tuple(sorted(copies)),
    )


def _allowed(shelf: Shelf[Offering], filters: Filters, refused: Mask) -> Mask:
    """Which slots may be shown, bool (slots,); `refused` are those that a fact keeps out."""
    live = shelf.vectors.live
    cut = passing(filters, shelf.columns) & ~refused
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


def _unfolded(
    ranking: Iterator[Judged], shelf: Shelf[Offering], copies: Callable[[int], list[int]]
) -> Iterator[Judged]:
    """The ranking without near copies of what was public before them."""
    return originals(ranking, lambda item: item.slot, copies, partial(_public_since, shelf))


def _up_to(items: Iterator[Judged], is_last: Callable[[Judged], bool]) -> Iterator[Judged]:
    for item in items:
        yield item
        if is_last(item):
            return


def _copies(shelf: Shelf[Offering], allowed: Mask, slot: int) -> list[int]:
    """The near copies of an offering that may be shown too."""
    return [other for other in shelf.copies.alike(slot) if allowed[other]]


def _public_since(shelf: Shelf[Offering], slot: int) -> datetime | None:
    return shelf.profiles[shelf.keys[slot]].public_since


def _ranking(asked: Asked, shelf: Shelf[Offering], allowed: Mask, today: date) -> Iterator[Judged]:
    """Yield the allowed offerings, best first; none is judged before it is asked for."""
    query, slots = asked.query, np.flatnonzero(allowed)
    worths = supplier_worths(query.need, shelf.columns, today)
    bounds = np.zeros((len(allowed), 2))

    def score_ceilings(text: Parts, chosen: Slots) -> Floats:
        others = {name: None if w is None else w[chosen] for name, w in worths.items()}
        return ceilings(query, text, others)

    def read(chosen: Slots) -> Floats:
        text = text_bounds(query, shelf, chosen)
        bounds[chosen] = np.column_stack(text)
        return score_ceilings(text, chosen)

    def cover(chosen: Slots) -> Floats:
        covered[chosen] = coverage(chosen)
        return score_ceilings(Parts(*bounds[chosen].T), chosen)

    def judged(chosen: Slots) -> list[Judged]:
        return _judged(asked, shelf, chosen, close_look(query, shelf, chosen), today)

    looks = [Look(_READ_AT_ONCE, read)]
    if query.need.requirements:
        coverage, covered = CoverageCeilings.of(asked, shelf), np.ones(len(allowed))
        worths[REQUIREMENTS.name] = covered
        looks.append(Look(_COVERED_AT_ONCE, cover))
    search = Search(looks, judged, _score_of, _JUDGED_AT_ONCE)
    highest = score_ceilings(text_ceilings(query, shelf, slots), slots)
    for group in search.in_order(slots, highest):
        yield from ranked(query.need, group, _score_of, lambda item: item.offering)


def _score_of(item: Judged) -> float:
    return item.score


def _judged(
    asked: Asked, shelf: Shelf[Offering], slots: Slots, fits: Sequence[TextFit], today: date
) -> list[Judged]:
    """Offerings with their scores; without what speaks to wants that do not count in them."""
    verdicts: list[tuple[RequirementVerdict, ...]] = [()] * len(slots)
    if asked.query.need.requirements:
        verdicts = requirement_verdicts(asked, shelf, slots.tolist())
    return [
        _judgement(asked.query, shelf.profiles[shelf.keys[slot]], slot, (fit, said), today)
        for slot, fit, said in zip(slots.tolist(), fits, verdicts, strict=True)
    ]


def _explained(judged: list[Judged], asked: Asked, shelf: Shelf[Offering]) -> list[Judged]:
    """The same with a verdict on everything that the need asks for."""
    if asked.query.need.requirements:
        return judged
    verdicts = requirement_verdicts(asked, shelf, [item.slot for item in judged])
    pairs = zip(judged, verdicts, strict=True)
    return [replace(item, requirements=found) for item, found in pairs]


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
