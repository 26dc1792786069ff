"""What if a listing were otherwise: the engine's answers for people.

A vendor is answered from the challenge as everybody sees it, which is what the index holds,
whatever else the person who asks may see. Of other vendors no more is told than the public
ranking shows.
"""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from marketplace.challenges.queries import ChallengeCard, open_contents
from marketplace.challenges.queries import cards as challenge_cards
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.recommendations.answers import Answering
from marketplace.recommendations.fitting import Kept, Standing
from marketplace.recommendations.live_index import InStep
from marketplace.recommendations.results import MadeBy
from marketplace.solutions.queries import SolutionCard
from marketplace.solutions.queries import cards as solution_cards
from matching import what_if as engine
from matching.changes import ChangeKind
from matching.library import Library
from matching.profiles import Need, Offering
from matching.ranking.explanation import RequirementVerdict
from matching.ranking.facts import FactVerdict
from matching.ranking.scoring import Factor
from matching.ranking.weights import Weights
from matching.what_if import MOST_PLACES, Difference, Outcome, Ranking, Reason

__all__ = [
    "MOST_PLACES",
    "ChangeKind",
    "Difference",
    "Reason",
    "Step",
    "WhyNot",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change to a listing, to be made only if it is true, and what it would do.

    `subject` is a fact, a theme, or the text of a requirement; `value` is what a fact would
    state, `removed` a sentence that would have to go. `listing` is the one that would be
    withdrawn. `place` is None where the solution would still not be among those shown first.
    """

    kind: ChangeKind
    subject: str
    value: str
    removed: str
    listing: SolutionCard | None
    place: int | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """How a solution stands for an open challenge, what keeps it out, and what lets it in.

    `place` is the exact one, None where there is none among the first `MOST_PLACES`; the first
    `shown` are on the first page. `reason` is None for what is among them. `copy_of` is the
    listing that stands for this one, None also where that is not shown to everybody;
    `own_before` are the vendor's own that take its two places; `last_score` is the score of
    the last one shown, None where nobody is. Where no change `lets_in`, `raises_most` is the
    one that brings it farthest.
    """

    challenge: ChallengeCard
    shown: int
    place: int | None
    reason: Reason | None
    score: float
    last_score: float | None
    differences: tuple[Difference, ...]
    requirements: tuple[RequirementVerdict, ...]
    facts: tuple[FactVerdict, ...]
    factors: tuple[Factor, ...]
    facts_in_the_way: tuple[FactVerdict, ...]
    copy_of: SolutionCard | None
    own_before: tuple[SolutionCard, ...]
    lets_in: tuple[Step, ...]
    raises_most: Step | None
    solution_version: int
    challenge_version: int
    made_by: MadeBy


class WhyNots:
    """What was found out of pairs, which takes long: each is ranked again with every change."""

    def __init__(self) -> None:
        self._kept: Kept[tuple[Need, Offering], engine.WhyNot] = Kept()

    def of(
        self,
        asked: Answering,
        index: InStep,
        offering: Offering,
        challenge_id: UUID,
        weights: Weights,
    ) -> WhyNot:
        """What keeps an offering out of the first matches of an open challenge.

        Raises:
            NotFound: there is no such challenge, or it is not open.
        """
        need = _open_need(asked.uow, index.library, challenge_id)
        ranking = Ranking(need=need, today=brussels_today(asked.uow.now), weights=weights)
        standing = Standing(index.turn, ranking.today, asked.made_by.weights)
        find = partial(engine.why_not, index.library, ranking, offering)
        found = self._kept.of(standing, (need, offering), find)
        return _standing(asked, offering, found, ranking.limit)


def _open_need(uow: UnitOfWork, library: Library, challenge_id: UUID) -> Need:
    """The need of an open challenge as everybody sees it."""
    need = library.needs.get(str(challenge_id))
    rows = open_contents(uow.session, [challenge_id])
    if need is None or [row.number for row in rows] != [int(need.version)]:
        raise NotFound(say(NOTHING))
    return need


def _standing(asked: Answering, offering: Offering, found: engine.WhyNot, shown: int) -> WhyNot:
    id_ = UUID(found.need.key)
    listings = _listings(asked.uow, offering, found, shown)
    head = found.copy_of
    return WhyNot(
        challenge=challenge_cards(asked.uow, [id_])[id_],
        shown=shown,
        place=found.place,
        reason=found.reason,
        score=found.match.score,
        last_score=found.last_in.score if found.last_in else None,
        differences=found.differences,
        requirements=found.match.requirements,
        facts=found.match.facts,
        factors=found.match.factors,
        facts_in_the_way=found.facts_in_the_way,
        copy_of=listings.get(UUID(head.key)) if head is not None else None,
        own_before=tuple(
            listings[UUID(match.key)] for match in found.own_before if UUID(match.key) in listings
        ),
        lets_in=tuple(_step(item, listings) for item in found.lets_in),
        raises_most=_step(found.raises_most, listings) if found.raises_most else None,
        solution_version=int(offering.version),
        challenge_version=int(found.need.version),
        made_by=asked.made_by,
    )


def _listings(
    uow: UnitOfWork, offering: Offering, found: engine.WhyNot, shown: int
) -> dict[UUID, SolutionCard]:
    """The listings that are named: the vendor's own, and those on the first page."""
    tried = [*found.lets_in, *([found.raises_most] if found.raises_most else [])]
    named = [match.key for match in found.own_before]
    named += [key for item in tried for key in item.change.without]
    head = found.copy_of
    if head is not None and (0 < head.rank <= shown or head.owner == offering.owner):
        named.append(head.key)
    return solution_cards(uow, {UUID(key) for key in named})


def _step(outcome: Outcome, listings: dict[UUID, SolutionCard]) -> Step:
    change = outcome.change
    withdrawn = [listings[UUID(key)] for key in change.without if UUID(key) in listings]
    return Step(
        kind=change.kind,
        subject="" if change.without else change.subject,
        value=change.value,
        removed=change.removed,
        listing=withdrawn[0] if withdrawn else None,
        place=outcome.place,
        score=outcome.score,
    )
