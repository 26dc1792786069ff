"""The mirror over everything that a vendor lists: for each open challenge its best solution.

To judge one solution against every challenge takes a while, and nothing of it changes until the
index does, so what was found is kept until then, in the memory of the process.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from threading import Lock
from uuid import UUID

from sqlalchemy import select

from marketplace.challenges.queries import ChallengeCard
from marketplace.challenges.queries import cards as challenge_cards
from marketplace.foundation.access import VISITOR
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations.results import Band, FactVerdict, RequirementVerdict
from marketplace.recommendations.weighing import InUse
from marketplace.solutions.models import Solution
from marketplace.solutions.policy import CAN_SEE_WORKING
from marketplace.solutions.queries import SolutionCard
from marketplace.solutions.queries import cards as solution_cards
from matching.library import Library
from matching.mirror import ChallengeFit, judged_by_all
from matching.ranking.weights import Weights

_NEAR = frozenset({Band.STRONG, Band.POSSIBLE})


class Reach(StrEnum):
    """How far a vendor is from a challenge."""

    FITS = "fits"
    NEARLY = "nearly"
    NOT = "not"


_REACHES = tuple(Reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One open challenge and the solution of a vendor that comes nearest to it.

    `reach` is by the band of the text and by the essential facts: a solution fits when it is at
    least a possible fit and nothing essential is in the way. `requirements_in_the_way` are
    essential ones to which the listing says otherwise; they cost points and do not exclude.
    """

    challenge: ChallengeCard
    solution: SolutionCard
    reach: Reach
    band: Band
    score: float
    facts_in_the_way: tuple[FactVerdict, ...]
    requirements_in_the_way: tuple[RequirementVerdict, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is true until something indexed changes, the day ends or other weights serve."""

    turn: int
    today: date
    weights: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose overview; with `only`, of no other challenges, which takes less time."""

    vendor_id: UUID
    only: frozenset[UUID] | None = None


class Overviews:
    """What was found for each vendor; any number of threads may ask at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: _Kept | None = None
        self._found: dict[Wanted, list[Standing]] = {}

    def of_vendor(
        self, uow: UnitOfWork, library: Library, wanted: Wanted, turn: int, now: InUse
    ) -> list[Standing]:
        """The best published solution of a vendor for each open challenge, best first.

        `turn` is that of the library. Nothing for whoever is neither
        a member nor staff.
        """
        if not CAN_SEE_WORKING.allows(uow.actor, Solution(vendor_id=wanted.vendor_id)):
            return []
        asked = _Kept(turn, brussels_today(uow.now), now.name)
        with self._lock:
            if self._kept != asked:
                self._kept, self._found = asked, {}
            found = self._found
        if wanted not in found:
            best = _best(library, _published(uow, wanted), wanted.only, asked.today, now.weights)
            # Kept for everybody who may ask, so with nothing that only some may see.
            found[wanted] = _shown(replace(uow, actor=VISITOR), best)
        return found[wanted]


def _best(
    library: Library,
    ids: Iterable[UUID],
    only: frozenset[UUID] | None,
    today: date,
    weights: Weights,
) -> list[ChallengeFit]:
    """For each need the best of these offerings: what reaches farthest comes first."""
    needs = None if only is None else {str(id_) for id_ in only}
    offered = [library.offerings[key] for key in map(str, ids) if key in library.offerings]
    found = judged_by_all(library, offered, today=today, weights=weights, only=needs)
    found.sort(key=lambda fit: _REACHES.index(_reach(fit)))
    best: dict[str, ChallengeFit] = {}
    for fit in found:
        best.setdefault(fit.need.key, fit)
    return list(best.values())


def _reach(fit: ChallengeFit) -> Reach:
    if fit.match.band not in _NEAR:
        return Reach.NOT
    return Reach.NEARLY if fit.facts_in_the_way else Reach.FITS


def _published(uow: UnitOfWork, wanted: Wanted) -> Sequence[UUID]:
    chosen = select(Solution.id).where(
        Solution.vendor_id == wanted.vendor_id, Solution.published_version.is_not(None)
    )
    return uow.session.scalars(chosen).all()


def _shown(uow: UnitOfWork, best: Sequence[ChallengeFit]) -> list[Standing]:
    challenges = challenge_cards(uow, [UUID(fit.need.key) for fit in best])
    solutions = solution_cards(uow, {UUID(fit.match.key) for fit in best})
    return [
        Standing(
            challenge=challenges[challenge_id],
            solution=solutions[solution_id],
            reach=_reach(fit),
            band=fit.match.band,
            score=fit.match.score,
            facts_in_the_way=fit.facts_in_the_way,
            requirements_in_the_way=fit.requirements_in_the_way,
        )
        for solution_id, challenge_id, fit in (
            (UUID(fit.match.key), UUID(fit.need.key), fit) for fit in best
        )
        if challenge_id in challenges
        and solution_id in solutions
        and challenges[challenge_id].number == int(fit.need.version)
        and solutions[solution_id].number == int(fit.match.version)
    ]
