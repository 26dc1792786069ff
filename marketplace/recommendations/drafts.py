"""What can be told of a challenge or a listing while it is written, by the engine that ranks.

What is written stays with whoever writes it: it is asked about as if it were public, and kept
neither in the index nor in the database. Wording by itself is looked at in the features.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.challenges.content import ChallengeContent
from marketplace.foundation.access import VISITOR
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import PUBLIC
from marketplace.recommendations import answers
from marketplace.recommendations.answers import Answering
from marketplace.recommendations.fitting import FITTING
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.profiles import Origin, need_of, offering_of
from marketplace.recommendations.results import ChallengeMatch, SolutionMatch
from marketplace.solutions.content import SolutionContent
from marketplace.solutions.models import Solution
from marketplace.solutions.queries import SolutionCard, cards
from matching.drafts import clashes, met_by_nobody, said_already
from matching.library import Library
from matching.mirror import find_challenges
from matching.partners import find_partners
from matching.profiles import Need, Offering
from matching.ranking.weights import Weights
from matching.what_if import Ranking

SHOWN = 3


@dataclass(frozen=True)
class Drafts:
    """Answers for one request, from one index."""

    asked: Answering
    library: Library
    weights: Weights

    def need(self, city_id: UUID, challenge_id: UUID | None, content: ChallengeContent) -> Need:
        """The need as it is written, for those who write it: with its budget."""
        city = self.asked.uow.session.get_one(Organisation, city_id)
        origin = Origin(id=challenge_id or uuid4(), owner_id=city_id, version=0)
        return need_of(origin, content, city.content)

    def suppliers(self, need: Need) -> list[SolutionMatch]:
        """The solutions that fit it best as it stands."""
        today = brussels_today(self.asked.uow.now)
        ranking = Ranking(need=need, limit=SHOWN, today=today, weights=self.weights)
        return answers.suppliers(self.asked, self.library, ranking)

    def met_by_nobody(self, need: Need) -> tuple[str, ...]:
        """The requirements of which no listed solution says that it does that."""
        return met_by_nobody(self.library, need)

    def clashes(self, need: Need) -> list[tuple[str, str]]:
        """Pairs of requirements of which one asks for what the other rules out."""
        return list(clashes(self.library, need))

    def asked_elsewhere(self, need: Need) -> list[tuple[str, Sequence[str]]]:
        """Names of the cities whose open challenges are the same need, with their requirements."""
        today = brussels_today(self.asked.uow.now)
        found = find_partners(self.library, need, limit=SHOWN, today=today)
        partners = answers.partner_matches(self.asked, need, found)
        return [
            (one.challenge.city_name, [r.text for r in one.content.requirements])
            for one in partners
            if one.content.requirements and one.band in FITTING
        ]

    def challenges(
        self, vendor_id: UUID, solution_id: UUID | None, content: SolutionContent
    ) -> Sequence[ChallengeMatch]:
        """The open challenges that a listing would fit best as it stands, with its places."""
        offering = self._offering(vendor_id, solution_id, content)
        today = brussels_today(self.asked.uow.now)
        found = find_challenges(
            self.library, offering, limit=SHOWN, today=today, weights=self.weights
        )
        return answers.mirror(self.asked, offering, found).fits

    def said_already(
        self, vendor_id: UUID, solution_id: UUID | None, content: SolutionContent
    ) -> list[tuple[SolutionCard, float]]:
        """Public listings that hold much of the same text, with the share of it."""
        offering = self._offering(vendor_id, solution_id, content)
        shares = {UUID(key): share for key, share in said_already(self.library, offering)}
        shown = cards(self.asked.uow, list(shares))
        return [(shown[id_], share) for id_, share in shares.items() if id_ in shown][:SHOWN]

    def _offering(
        self, vendor_id: UUID, solution_id: UUID | None, content: SolutionContent
    ) -> Offering:
        """The offering as it is written; publishing it would confirm it."""
        origin = Origin(id=solution_id or uuid4(), owner_id=vendor_id, version=0)
        return offering_of(origin, content, brussels_today(self.asked.uow.now))


def drafts_now(matcher: Matcher, uow: UnitOfWork) -> Drafts:
    """By the index as it is now.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    return Drafts(*matcher.asked(uow))


def listed_names(session: Session, phrases: Collection[str]) -> set[str]:
    """Which of these are names of public solutions, or of vendors."""
    some = list(phrases)
    solutions = select(Solution.name).where(
        Solution.name.in_(some), Solution.published_version.is_not(None)
    )
    vendors = select(Organisation.name).where(
        Organisation.name.in_(some),
        Organisation.kind == OrganisationKind.VENDOR,
        PUBLIC.where(VISITOR),
    )
    return set(session.scalars(solutions.union(vendors))) if some else set()
