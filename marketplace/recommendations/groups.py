"""Challenges of several cities that are the same need and could be bought together.

They are worked out by the worker from what everybody may see, and stored so that the page of
staff answers at once. Whoever reads them looks again whether all are still open and public.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.models import Challenge
from marketplace.foundation.access import VISITOR
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.models import SuggestedGroup
from marketplace.recommendations.results import PartnerMatch

LEAST_SCORE = 0.25
"""Below this even the nearest is another need."""
MOST_MEMBERS = 5
MOST_ASKED = 200
"""So many challenges are looked at, the newest first: each takes about a twentieth of a second."""
PARTNERS_ASKED = 20

Partners = Callable[[UUID, int], Sequence[PartnerMatch]]
UnitsOfWork = Callable[..., AbstractContextManager[UnitOfWork]]


@dataclass(frozen=True, slots=True)
class JointPair:
    """Two challenges whose cities would buy together; `score` is the lower of the two views."""

    one: UUID
    other: UUID
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """Challenges of which each fits each other one; the pairs come best first."""

    members: tuple[UUID, ...]
    pairs: tuple[JointPair, ...]

    @property
    def score(self) -> float:
        """That of its weakest pair."""
        return min(pair.score for pair in self.pairs)


def work_out_groups(unit_of_work: UnitsOfWork, matcher: Matcher) -> None:
    """Store what could be bought together, if it is something else by now.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    # As anybody: a budget that only cities see must not decide who is brought together.
    with unit_of_work(VISITOR, writes=False) as uow:
        found = groups_of(joint_pairs(uow.session, partial(matcher.partners, uow)))
        known = stored_groups(uow.session, MOST_ASKED)
    if {group.pairs for group in found} != {group.pairs for group in known}:
        with unit_of_work() as uow:
            replace_groups(uow, found)


def joint_pairs(session: Session, partners: Partners) -> list[JointPair]:
    """The pairs of open challenges whose cities both would buy together, best first."""
    ids = session.scalars(
        select(Challenge.id)
        .where(
            Challenge.published_version.is_not(None),
            Challenge.state.not_in(ENDED),
            Challenge.joint_procurement,
        )
        .order_by(Challenge.published_at.desc(), Challenge.id)
        .limit(MOST_ASKED)
    )
    seen: dict[tuple[UUID, UUID], list[float]] = {}
    for id_ in ids.all():
        for match in partners(id_, PARTNERS_ASKED):
            if match.open_to_joint and match.score >= LEAST_SCORE:
                one, other = sorted((id_, match.challenge.id))
                seen.setdefault((one, other), []).append(match.score)
    found = (JointPair(one, other, min(scores)) for (one, other), scores in seen.items())
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))


def groups_of(pairs: Iterable[JointPair]) -> list[Group]:
    """The pairs gathered into groups in which each fits each; every challenge is in one at most."""
    known = {frozenset((pair.one, pair.other)): pair for pair in pairs}
    groups: list[list[UUID]] = []
    placed: set[UUID] = set()
    for pair in known.values():
        new = [id_ for id_ in (pair.one, pair.other) if id_ not in placed]
        home = _group_for(pair, new, groups, known)
        if home is not None:
            home += new
        elif len(new) == 2:  # noqa: PLR2004 - both of the pair.
            groups.append(new)
        else:
            continue
        placed.update(new)
    return [_made(members, known) for members in groups]


def replace_groups(uow: UnitOfWork, groups: Iterable[Group]) -> None:
    """Keep these suggestions and no others."""
    uow.session.execute(delete(SuggestedGroup))
    uow.session.add_all(
        SuggestedGroup(
            members=[str(id_) for id_ in group.members],
            pairs=[[str(pair.one), str(pair.other), pair.score] for pair in group.pairs],
            score=group.score,
            made_at=uow.now,
        )
        for group in groups
    )


def stored_groups(session: Session, most: int) -> list[Group]:
    """The suggestions as they were worked out last, the best first."""
    rows = session.scalars(
        select(SuggestedGroup).order_by(SuggestedGroup.score.desc(), SuggestedGroup.id).limit(most)
    )
    return [
        Group(
            members=tuple(map(UUID, row.members)),
            pairs=tuple(JointPair(UUID(one), UUID(two), score) for one, two, score in row.pairs),
        )
        for row in rows
    ]


def _group_for(
    pair: JointPair,
    new: list[UUID],
    groups: Iterable[list[UUID]],
    known: dict[frozenset[UUID], JointPair],
) -> list[UUID] | None:
    """The group of one of the pair, if the other one fits everybody in it."""
    if len(new) != 1:
        return None
    for group in groups:
        is_there = pair.one in group or pair.other in group
        fits_all = all(frozenset((new[0], member)) in known for member in group)
        if is_there and fits_all and len(group) < MOST_MEMBERS:
            return group
    return None


def _made(members: list[UUID], known: dict[frozenset[UUID], JointPair]) -> Group:
    inside = [pair for both, pair in known.items() if both <= set(members)]
    return Group(tuple(members), tuple(inside))
