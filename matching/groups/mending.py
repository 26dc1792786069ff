"""What a group that fails needs: the smallest change, or else the member that is missing.

A mend keeps at least one member. The fewest who leave and join together are found exactly; among
equally small changes the best resulting group counts, as `search` compares groups.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from matching.groups.board import Board
from matching.groups.rules import (
    Amount,
    Candidate,
    Check,
    CommonTheme,
    FitsEach,
    Lead,
    Members,
    Pair,
    Proof,
    Rule,
    Size,
    StartsWithin,
    States,
    Total,
    Who,
)
from matching.groups.search import NOBODY, Beginning, Found, Group, Looker, group_of


@dataclass(frozen=True, slots=True)
class Mend:
    """Who would have to leave and to join, by key in order, and the group that this makes."""

    removed: tuple[str, ...]
    added: tuple[str, ...]
    group: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Whom a group would need, in facts, so that somebody can look for them.

    Attributes:
        number: how many of the kind.
        without: the keys of members who would have to leave first.
        countries: they are of one of these; None for any.
        apart: they come from different states, and from none of these; None if it does not matter.
        procurers: they are public procurers.
        flags: they have all of these.
        lead: one of them may lead.
        value, population: what they bring together at least; None if it does not matter.
        themes: they share one of these; empty if it does not matter.
        start_from, start_to: their start, if they state one, is not outside.
        fit: they fit each member at least so well, 0..1.
    """

    number: int
    without: tuple[str, ...] = ()
    countries: frozenset[str] | None = None
    apart: frozenset[str] | None = None
    procurers: bool = False
    flags: frozenset[str] = frozenset()
    lead: bool = False
    value: Amount | None = None
    population: Amount | None = None
    themes: tuple[str, ...] = ()
    start_from: date | None = None
    start_to: date | None = None
    fit: float = 0.0


def smallest_mend(
    group: Collection[str],
    candidates: Sequence[Candidate],
    pairs: Sequence[Pair],
    rules: Sequence[Rule],
) -> Mend | None:
    """Return the smallest change that makes a group meet all rules; None if no change does.

    Nor where a search is cut off, as `search` says, before it has found one.

    Args:
        group: keys of candidates; of a group that meets the rules nothing has to change.
        candidates: who may join, and all who are in the group.
        pairs: how well needs fit each other.
        rules: what the group has to meet.
    """
    board = Board(candidates, pairs, rules)
    members = sorted(board.places[key] for key in group)
    looker = Looker(board, board.beside)
    for changes in range(len(members) + board.sizes[1]):
        best: Found | None = None
        for kept, added in _kept(members, changes, board.sizes):
            best = _filled(looker, members, kept, added, best)
        if best is not None:
            return _mend(board, members, best)
    return None


def missing_member(
    group: Sequence[Candidate], pairs: Sequence[Pair], rules: Sequence[Rule]
) -> Missing | None:
    """Return whom a group would need, or else the largest part of it that somebody could help.

    None if nobody could help. A group that meets the rules needs nobody: `number` is then 0.
    """
    board = Board(group, pairs, rules)
    everybody = range(len(group))
    for removed in range(len(group)):
        for kept in combinations(everybody, len(group) - removed):
            if board.fit_each(kept):
                left = {group[place].key for place in everybody if place not in kept}
                proofs = group_of(board, kept).check
                wanted = _wanted([group[p] for p in kept], proofs, board, tuple(sorted(left)))
                if wanted is not None:
                    return wanted
    return None


def _kept(
    members: Sequence[int], changes: int, sizes: tuple[int, int]
) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield who may stay and how many join, for so many changes."""
    for removed in range(min(changes, len(members) - 1) + 1):
        size = len(members) - removed + changes - removed
        if sizes[0] <= size <= sizes[1]:
            for kept in combinations(members, len(members) - removed):
                yield kept, changes - removed


def _filled(
    looker: Looker, members: Sequence[int], kept: Sequence[int], added: int, best: Found | None
) -> Found | None:
    """The better of the best and what the kept ones and so many new ones make."""
    board = looker.board
    if not board.fit_each(kept):
        return best
    begun: Beginning = NOBODY
    for place in kept:
        begun = begun.joined(place, board.fits[place])
    pool = board.common(kept) & ~board.bits_of(members)
    size = len(kept) + added
    return looker.best(begun, pool, (size, size), best)


def _mend(board: Board, members: Sequence[int], best: Found) -> Mend:
    def keys(places: set[int]) -> tuple[str, ...]:
        return tuple(sorted(board.candidates[place].key for place in places))

    before, after = set(members), set(best.members)
    return Mend(keys(before - after), keys(after - before), group_of(board, best.members))


def _wanted(
    kept: Sequence[Candidate], check: Check, board: Board, left: tuple[str, ...]
) -> Missing | None:
    """Whom the kept ones need; None if nobody who joins could help."""
    failing = [proof for proof in check.proofs if not proof.met]
    if any(_beyond_help(proof) for proof in failing):
        return None
    number = max((_lacking(proof) for proof in failing), default=0)
    number = max(number, board.sizes[0] - len(kept))
    if len(kept) + number > board.sizes[1]:
        return None
    who = [w for proof in failing if (w := _who(proof.rule)) is not None]
    states = [proof for proof in failing if isinstance(proof.rule, States)]
    countries = _common([one.countries for one in who if one.countries is not None])
    apart = frozenset(code for proof in states for code in proof.found) if states else None
    if countries is not None and len(countries - (apart or frozenset())) < number:
        return None
    missing = Missing(
        number=number,
        without=left,
        countries=countries,
        apart=apart,
        procurers=any(one.procurer for one in who),
        flags=frozenset(one.flag for one in who if one.flag),
        lead=any(isinstance(proof.rule, Lead) for proof in failing),
        value=_short(failing, "value"),
        population=_short(failing, "population"),
        themes=_themes(check),
        start_from=_start(kept, board.rules, -1),
        start_to=_start(kept, board.rules, 1),
        fit=max((rule.least for rule in board.rules if isinstance(rule, FitsEach)), default=0.0),
    )
    return missing if _not_too_much(missing, check) else None


def _beyond_help(proof: Proof) -> bool:
    """Whether a rule that is not met stays so whoever joins."""
    rule = proof.rule
    if isinstance(rule, Size):
        return proof.has > rule.most
    if isinstance(rule, Total):
        return rule.most is not None and proof.has > rule.most
    return isinstance(rule, CommonTheme | StartsWithin | FitsEach)


def _lacking(proof: Proof) -> int:
    """How many newcomers a rule needs at least."""
    if isinstance(proof.rule, Members | States | Size):
        return proof.rule.least - int(proof.has)
    return 1


def _who(rule: Rule) -> Who | None:
    return rule.who if isinstance(rule, Members | States | Lead) else None


def _common(some: Sequence[frozenset[str]]) -> frozenset[str] | None:
    return frozenset.intersection(*some) if some else None


def _short(failing: Sequence[Proof], measure: str) -> Amount | None:
    """How much of a measure is lacking."""
    found = [
        proof.rule.least - Decimal(proof.has)
        for proof in failing
        if isinstance(proof.rule, Total)
        and proof.rule.measure == measure
        and proof.rule.least is not None
    ]
    return max(found, default=None)


def _not_too_much(missing: Missing, check: Check) -> bool:
    """Whether what is lacking does not exceed what another rule allows."""
    for proof in check.proofs:
        if isinstance(proof.rule, Total) and proof.rule.most is not None:
            short = missing.value if proof.rule.measure == "value" else missing.population
            if Decimal(proof.has) + (short or 0) > proof.rule.most:
                return False
    return True


def _themes(check: Check) -> tuple[str, ...]:
    """The themes that whoever joins has to share one of."""
    found = [proof.found for proof in check.proofs if isinstance(proof.rule, CommonTheme)]
    return found[0] if found else ()


def _start(kept: Sequence[Candidate], rules: Sequence[Rule], side: int) -> date | None:
    days = min((rule.days for rule in rules if isinstance(rule, StartsWithin)), default=None)
    starts = [one.start for one in kept if one.start]
    if days is None or not starts:
        return None
    far = timedelta(days=days)
    return max(starts) - far if side < 0 else min(starts) + far
