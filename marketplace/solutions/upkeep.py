"""How the listings of one vendor stand: what is read to say what needs doing, in two queries.

What is to be done about it, pages say.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.solutions.content import Deployment, ReferenceState, SolutionContent
from marketplace.solutions.models import Reference, Solution, SolutionVersion
from marketplace.solutions.policy import CAN_SEE_WORKING
from marketplace.solutions.queries import CONFIRMED_FOR, needs_confirmation
from marketplace.solutions.references import CONFIRMATION_LASTS, INVITATION_LASTS
from marketplace.solutions.rules import reference_key

MOST_LISTINGS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReference:
    """A deployment that is named in the published version, and how far it is borne out."""

    reference: Reference
    deployment: Deployment

    @property
    def lapses_at(self) -> datetime | None:
        """When an invitation or a confirmation lapses by itself; None for all else."""
        lasts = {
            ReferenceState.INVITED.value: INVITATION_LASTS,
            ReferenceState.CONFIRMED.value: CONFIRMATION_LASTS,
        }.get(self.reference.state)
        return self.reference.moved_at + lasts if lasts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptListing:
    """One solution; `content` is the published version, the working one where there is none.

    `confirm_by` is when it has to be confirmed again; None while it is not public.
    """

    solution: Solution
    content: SolutionContent
    references: tuple[KeptReference, ...]
    needs_confirmation: bool

    @property
    def confirm_by(self) -> datetime | None:
        """The end of the 90 days after the last confirmation."""
        confirmed = self.solution.confirmed_at
        return confirmed + CONFIRMED_FOR if confirmed and self.is_public else None

    @property
    def is_public(self) -> bool:
        """Whether everybody sees a version of it."""
        return self.solution.published_version is not None


def own_listings(uow: UnitOfWork, vendor_id: UUID) -> list[KeptListing]:
    """The solutions of a vendor in any state, what changed last first, 100 at most.

    Nothing for whoever is neither a member nor staff.
    """
    number = func.coalesce(Solution.published_version, Solution.working_version)
    rows = uow.session.execute(
        select(Solution, SolutionVersion.content)
        .join(
            SolutionVersion,
            and_(SolutionVersion.solution_id == Solution.id, SolutionVersion.number == number),
        )
        .where(Solution.vendor_id == vendor_id, CAN_SEE_WORKING.where(uow.actor))
        .order_by(Solution.changed_at.desc(), Solution.id)
        .limit(MOST_LISTINGS)
    ).all()
    known: defaultdict[UUID, dict[str, Reference]] = defaultdict(dict)
    chosen = select(Reference).where(Reference.solution_id.in_([row.id for row, _ in rows]))
    for reference in uow.session.scalars(chosen) if rows else ():
        known[reference.solution_id][reference.key] = reference
    return [
        KeptListing(
            solution=solution,
            content=content,
            references=_named(solution, content, known[solution.id]),
            needs_confirmation=needs_confirmation(solution, uow.now),
        )
        for solution, content in rows
    ]


def _named(
    solution: Solution, content: SolutionContent, known: dict[str, Reference]
) -> tuple[KeptReference, ...]:
    if solution.published_version is None:
        return ()
    return tuple(
        KeptReference(reference=known[key], deployment=deployment)
        for deployment in content.deployments
        if (key := reference_key(deployment)) in known
    )
