"""Proposals of buyers groups, and any group checked against the rules; for staff.

Who could take the place of a city that said no is found in `second_chances`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from uuid import UUID

from marketplace.buyers_groups.candidates import Market, market
from marketplace.buyers_groups.content import (
    LARGEST,
    SMALLEST,
    GroupView,
    Mended,
    Pinned,
    Proposed,
    RuleSetCheck,
)
from marketplace.buyers_groups.policy import CAN_SEE
from marketplace.buyers_groups.proving import proved, proved_set, rules_of, said, wanted
from marketplace.foundation.access import require
from marketplace.foundation.errors import Invalid, NotFound, shown
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.funding.models import RuleSet
from marketplace.funding.queries import rule_sets_today, versions_named
from marketplace.funding.sentences import sentence
from marketplace.recommendations.joint_fits import LEAST_FIT
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import with_children
from matching.groups.mending import missing_member, smallest_mend
from matching.groups.rules import (
    Candidate,
    FitsEach,
    Rule,
    Size,
    StartsWithin,
    Total,
    check,
)
from matching.groups.search import Pins, propose

TOGETHER_DAYS = 365
"""Starts within a year of each other can be bought in one procedure."""
USUAL_SIZE = 5
ALWAYS: tuple[Rule, ...] = (FitsEach(LEAST_FIT), StartsWithin(TOGETHER_DAYS))


def proposals(uow: UnitOfWork, pinned: Pinned, limit: int = 10) -> Proposed:
    """The best groups of open challenges that meet every chosen rule set and every pin.

    Which other rule sets each of them meets is told with it.

    Raises:
        Unauthenticated, Forbidden: the actor is not of the programme's staff.
        Invalid: there is no such rule set today, or the size cannot be had.
    """
    require(CAN_SEE, uow.actor, None)
    valid = {row.key: row for row in rule_sets_today(uow)}
    chosen = [_named(valid, key) for key in pinned.rule_sets]
    together = (*ALWAYS, _size(pinned.size), *_value(pinned))
    everybody = market(uow)
    able = everybody.narrowed(_able(uow, everybody, pinned))
    rules = (*together, *(rule for row in chosen for rule in rules_of(row.content)))
    pins = Pins(names(pinned.cities), names(pinned.without))
    found = propose(list(able.candidates.values()), able.pairs, rules, pins, limit=limit)
    groups = (group_view(able, group.keys, together, valid.values()) for group in found.groups)
    return Proposed(groups=tuple(groups), whole=found.whole, candidates=len(able.candidates))


def checked(
    uow: UnitOfWork, ids: Collection[UUID], relied_on: Collection[tuple[str, int]] = ()
) -> GroupView:
    """One group against every rule set that is valid today, or the versions that it relies on.

    For each that it fails the smallest mend is told, and where nobody could mend it, who is
    missing.

    Raises:
        Unauthenticated, Forbidden: the actor is not of the programme's staff.
        Invalid: there are too few or too many challenges.
        NotFound: one of them is not open, or not public.
    """
    require(CAN_SEE, uow.actor, None)
    keys = tuple(str(id_) for id_ in dict.fromkeys(ids))
    if not 1 <= len(keys) <= LARGEST:
        raise Invalid.of("challenge", say("Choose 1 to %(most)s challenges.", most=LARGEST))
    known = market(uow, ids)
    if not known.candidates.keys() >= set(keys):
        raise NotFound(say(NOTHING))
    together = (*ALWAYS, Size(SMALLEST, LARGEST))
    valid = rule_sets_today(uow)
    rows = list(versions_named(uow.session, relied_on).values()) if relied_on else valid
    view = group_view(known, keys, together, rows, mending=True)
    newest = {row.key: row.number for row in valid}
    marked = (
        replace(one, newer=newest[one.key])
        if newest.get(one.key, one.number) != one.number
        else one
        for one in view.checks
    )
    return replace(view, checks=tuple(marked))


def pinnable(uow: UnitOfWork) -> list[tuple[UUID, str]]:
    """The cities that could be in a group, by name.

    Raises:
        Unauthenticated, Forbidden: the actor is not of the programme's staff.
    """
    require(CAN_SEE, uow.actor, None)
    members = market(uow).members.values()
    return sorted({(one.city_id, one.city) for one in members}, key=lambda one: (one[1], one[0]))


def group_view(
    known: Market,
    keys: Sequence[str],
    together: Sequence[Rule],
    rule_sets: Iterable[RuleSet],
    *,
    mending: bool = False,
) -> GroupView:
    """A group of the market with its proofs; `mending` also looks for what would mend it."""
    group = [known.candidates[key] for key in keys]
    between = [known.fits.get(frozenset(pair), 0.0) for pair in combinations(keys, 2)]
    proofs = check(group, known.fits, together).proofs
    return GroupView(
        members=tuple(known.members[key] for key in keys),
        weakest=round(100 * min(between, default=1.0)),
        mean=round(100 * sum(between) / len(between)) if between else 100,
        together=tuple(proved(said(proof.rule), proof, known.members) for proof in proofs),
        checks=tuple(_checked(known, group, row, together, mending) for row in rule_sets),
    )


def _checked(
    known: Market,
    group: Sequence[Candidate],
    row: RuleSet,
    together: Sequence[Rule],
    mending: bool,  # noqa: FBT001 - private, and named where it is called from outside.
) -> RuleSetCheck:
    rules = rules_of(row.content)
    result = check(group, known.fits, rules)
    whole = check(group, known.fits, (*together, *rules)).met
    lacking = mending and not whole
    mend = _mended(known, group, (*together, *rules)) if lacking else None
    missing = None
    if lacking and mend is None:
        missing = missing_member(group, known.pairs, (*together, *rules))
    return RuleSetCheck(
        key=row.key,
        number=row.number,
        name=row.content.name,
        met=result.met,
        rules=proved_set(row.content, result.proofs, known.members),
        not_asked=tuple(sentence(one) for one in row.content.rules if one not in row.content.asked),
        valid_to=row.valid_to,
        mend=mend,
        wanted=wanted(missing, known.members) if missing else None,
    )


def _mended(known: Market, group: Sequence[Candidate], rules: Sequence[Rule]) -> Mended | None:
    keys = {one.key for one in group}
    found = smallest_mend(keys, list(known.candidates.values()), known.pairs, rules)
    if found is None:
        return None
    removed, added, members = (
        tuple(known.members[key] for key in some)
        for some in (found.removed, found.added, found.group.keys)
    )
    return Mended(removed=removed, added=added, members=members)


def _named(valid: dict[str, RuleSet], key: str) -> RuleSet:
    if key not in valid:
        raise Invalid.of("rule_set", say("There are no such rules today. Choose others."), key)
    return valid[key]


def _size(size: int | None) -> Size:
    if size is None:
        return Size(SMALLEST, USUAL_SIZE)
    if not SMALLEST <= size <= LARGEST:
        said_so = say("Write a whole number from %(least)s to %(most)s.", least=2, most=LARGEST)
        raise Invalid.of("size", said_so, shown(size))
    return Size(size, size)


def _value(pinned: Pinned) -> tuple[Rule, ...]:
    return () if pinned.value is None else (Total("value", pinned.value),)


def _able(uow: UnitOfWork, everybody: Market, pinned: Pinned) -> set[str]:
    codes: set[str] = set()
    if pinned.theme is not None:
        codes = set(with_children(uow.session, TermList.THEMES, pinned.theme)) | {pinned.theme}
    return {
        key
        for key, one in everybody.candidates.items()
        if (pinned.theme is None or one.themes & codes)
        and (everybody.members[key].asked or not pinned.only_open)
    }


def names(ids: Iterable[UUID]) -> frozenset[str]:
    """Ids as the engine knows them."""
    return frozenset(map(str, ids))
