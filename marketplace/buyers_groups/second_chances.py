"""Second chances: who could take the place of a city that said no, and whom a failed group leaves.

What is found here is only proposed: nobody is asked before a person asks. Whoever has declined or
withdrawn is never proposed again. Staff see who is free; a lead buyer, who may not know who is in
which group, is proposed the best whether it is free or not.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from marketplace.buyers_groups.candidates import Market, market
from marketplace.buyers_groups.content import LARGEST, GroupView, Member
from marketplace.buyers_groups.policy import CAN_SEE
from marketplace.buyers_groups.proving import rules_of
from marketplace.buyers_groups.queries import ALWAYS, USUAL_SIZE, group_view, names
from marketplace.foundation.access import require
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.funding.models import RuleSet
from marketplace.funding.queries import rule_sets_today
from marketplace.procurements.content import RuleSetVersion
from marketplace.procurements.lifecycle import ACCEPTED, DECLINED, INVITED, OVER, WITHDRAWN, Step
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.operations import FEWEST_CITIES
from marketplace.procurements.policy import CAN_LEAD
from marketplace.procurements.queries import MemberView, ProcurementView, inside
from matching.groups.rules import Rule, Size
from matching.groups.search import Group, Pins, propose

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of a group: who is in it or asked, each city by its challenge, and who left.

    `relied_on` are the keys of the rule sets that it was checked under. `replaced`: somebody has
    been asked after the last one left.
    """

    staying: Mapping[UUID, UUID]
    gone: frozenset[UUID]
    relied_on: frozenset[str]
    replaced: bool

    @property
    def challenges(self) -> frozenset[UUID]:
        """The challenges of those who stay."""
        return frozenset(self.staying)

    @property
    def too_few(self) -> bool:
        """Whether these are no group any more."""
        return len(self.challenges) < FEWEST_CITIES


def left_of(group: ProcurementView | Procurement) -> Left:
    """What is left of a group; of a view, one that shows what its inside knows."""
    known: list[MemberView | ProcurementMember] = [*group.members]
    relied_on = (
        one.key if isinstance(one, RuleSetVersion) else str(one["key"]) for one in group.rule_sets
    )
    staying = [one for one in known if one.state in (ACCEPTED, INVITED)]
    leaving = [one for one in known if one.state in (DECLINED, WITHDRAWN)]
    asked = max((one.invited_at for one in staying if one.invited_at), default=None)
    last = max((one.answered_at for one in leaving if one.answered_at), default=None)
    return Left(
        staying={one.challenge_id: one.organisation_id for one in staying},
        gone=frozenset(one.organisation_id for one in leaving),
        relied_on=frozenset(relied_on),
        replaced=asked is not None and last is not None and asked > last,
    )


def can_grow(row: Procurement) -> bool:
    """Whether more cities can be asked."""
    return row.published_at is None and row.step not in OVER


def next_best(uow: UnitOfWork, procurement_id: UUID) -> list[GroupView]:
    """The group with one more city, the best first; empty where it cannot grow any more.

    Those that meet the rules that the group relied on, as they are today, come before the others.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage the joint procurement.
    """
    row = inside(uow, procurement_id)
    require(CAN_LEAD, uow.actor, row)
    if not can_grow(row):
        return []
    left = left_of(row)
    known = market(uow, left.challenges, taken_too=not uow.actor.acts_as_staff)
    valid = rule_sets_today(uow)
    found = _one_more(known, left, _asked(valid, left), SHOWN)
    return [group_view(known, group.keys, ALWAYS, valid) for group in found]


def next_cities(
    uow: UnitOfWork, groups: Mapping[UUID, Left], *, taken_too: bool = False
) -> dict[UUID, Member]:
    """The next best city of each group that has one, by the keys that are given.

    Nobody's right to know is asked for: it is for boards and notices. `taken_too` as in `market`.
    """
    if not groups:
        return {}
    ids = frozenset(chain.from_iterable(left.challenges for left in groups.values()))
    known, found = market(uow, ids, taken_too=taken_too), {}
    valid = rule_sets_today(uow)
    for key, left in groups.items():
        others = names(ids - left.challenges)
        for group in _one_more(known, left, _asked(valid, left), 1, others):
            (new,) = set(group.keys) - names(left.challenges)
            found[key] = known.members[new]
    return found


def next_group(uow: UnitOfWork, view: ProcurementView) -> GroupView | None:
    """The group that could take the place of one that has failed, with what rules it meets.

    It has failed if it is dissolved, or too few are left. All who are left are in it with others,
    or else one of them; it meets the rule sets that the group relied on, as they are today, unless
    no group does. None where the group has not failed, or nobody could be asked.

    Raises:
        Unauthenticated, Forbidden: the actor is not of the programme's staff.
    """
    require(CAN_SEE, uow.actor, None)
    over = view.step is Step.DISSOLVED
    left = left_of(view)
    if not over and not (left.too_few and left.gone and view.published_at is None):
        return None
    return group_after(uow, left, over=over)


def group_after(uow: UnitOfWork, left: Left, *, over: bool) -> GroupView | None:
    """The same for notices, which ask for nobody's right to know."""
    # Of a dissolved group those are left whom nobody has asked into another one since.
    known = market(uow, () if over else left.challenges)
    keys = names(left.challenges) & known.candidates.keys()
    valid = rule_sets_today(uow)
    for rules in _asked(valid, left):
        found = _with_others(known, keys, names(left.gone), rules)
        if found is not None:
            return group_view(known, found.keys, ALWAYS, valid)
    return None


def _with_others(
    known: Market, keys: frozenset[str], gone: frozenset[str], rules: Sequence[Rule]
) -> Group | None:
    """The best group of these, or of one of them, with somebody who is none of them."""
    together = _best(known, keys, gone, rules) if keys else None
    if together is not None:
        return together
    single = (_best(known, frozenset({key}), gone | keys - {key}, rules) for key in sorted(keys))
    return max(filter(None, single), key=lambda one: (one.weakest, one.mean), default=None)


def _best(
    known: Market, wanted: frozenset[str], unwanted: frozenset[str], rules: Sequence[Rule]
) -> Group | None:
    """The best group of these with at least one more."""
    able, least = known.around(wanted), len(wanted) + 1
    if least > LARGEST:
        return None
    asked = (*rules, Size(least, max(USUAL_SIZE, least)))
    people = list(able.candidates.values())
    found = propose(people, able.pairs, asked, Pins(wanted, unwanted), limit=1)
    return next(iter(found.groups), None)


def _one_more(
    known: Market,
    left: Left,
    asked: Iterable[Sequence[Rule]],
    limit: int,
    unwanted: Collection[str] = (),
) -> list[Group]:
    """The best groups with one more under the first of these rules, then under the next."""
    keys = names(left.challenges) & known.candidates.keys()
    if not keys:
        return []
    # A city whose challenge is not open any more is in it all the same, not to be asked again.
    inside_still = names(city for id_, city in left.staying.items() if str(id_) not in keys)
    able, pins = known.around(keys), Pins(keys, names(left.gone) | inside_still | set(unwanted))
    size, people = Size(len(keys) + 1, len(keys) + 1), list(able.candidates.values())
    found: dict[tuple[str, ...], Group] = {}
    for rules in asked:
        for group in propose(people, able.pairs, (*rules, size), pins, limit=limit).groups:
            found.setdefault(group.keys, group)
    return list(found.values())[:limit]


def _asked(valid: Iterable[RuleSet], left: Left) -> list[tuple[Rule, ...]]:
    """What is asked of a group in the place of this one: its own rules, then those of every one."""
    own = [rule for row in valid if row.key in left.relied_on for rule in rules_of(row.content)]
    return [(*ALWAYS, *own), ALWAYS] if own else [ALWAYS]
