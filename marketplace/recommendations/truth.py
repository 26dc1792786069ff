"""What the index has to hold, read from the rows that are public now.

This is the one place that decides what everybody's answers may be made from: published
solutions, and open challenges as a visitor sees them. No draft, no private budget.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from marketplace.challenges import events as challenge_events
from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.models import Challenge
from marketplace.challenges.queries import OpenChallenge, open_contents
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.outbox import Told
from marketplace.organisations import events as organisation_events
from marketplace.recommendations.embeddings import TextVersion, has_vectors
from marketplace.recommendations.models import Kind
from marketplace.recommendations.profiles import Origin, need_of, offering_of
from marketplace.solutions import events as solution_events
from marketplace.solutions.models import Solution
from marketplace.solutions.queries import PublishedSolution, published_contents
from matching.profiles import Need, Offering

INDEXED_FACTS = (
    *solution_events.INDEXED_FACTS,
    *challenge_events.INDEXED_FACTS,
    *organisation_events.INDEXED_FACTS,
)
"""The facts after which the index has to look at rows again."""

IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is in the index, whatever version of it."""

    kind: Kind
    id: UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """A profile that belongs in the index, and the version of the text it is made from."""

    text: TextVersion
    profile: Need | Offering

    @property
    def place(self) -> Place:
        """Where it is in the index."""
        return Place(self.text.kind, self.text.id)


def touched_by(session: Session, facts: Iterable[Told]) -> set[Place]:
    """The places that these facts point at."""
    places: set[Place] = set()
    organisations: set[UUID] = set()
    for told in facts:
        if (solution := getattr(told.fact, "solution_id", None)) is not None:
            places.add(Place(Kind.SOLUTION, solution))
        elif (challenge := getattr(told.fact, "challenge_id", None)) is not None:
            places.add(Place(Kind.CHALLENGE, challenge))
        elif (organisation := getattr(told.fact, "organisation_id", None)) is not None:
            organisations.add(organisation)
    return places | _of_organisations(session, organisations)


def public_places(session: Session) -> list[Place]:
    """Every place that the index has to hold now."""
    return [
        *(Place(Kind.SOLUTION, id_) for id_ in session.scalars(_solution_ids())),
        *(Place(Kind.CHALLENGE, id_) for id_ in session.scalars(_challenge_ids())),
    ]


def places_without_vectors(
    session: Session, fingerprint: str, only: Sequence[UUID] | None = None
) -> list[Place]:
    """The places whose public text has no stored vectors of this model, of these ids if given."""
    solutions = _solution_ids().where(
        ~has_vectors(Kind.SOLUTION, Solution.id, Solution.published_version, fingerprint)
    )
    challenges = _challenge_ids().where(
        ~has_vectors(Kind.CHALLENGE, Challenge.id, Challenge.published_version, fingerprint)
    )
    if only is not None:
        solutions = solutions.where(Solution.id.in_(only))
        challenges = challenges.where(Challenge.id.in_(only))
    return [
        *(Place(Kind.SOLUTION, id_) for id_ in session.scalars(solutions)),
        *(Place(Kind.CHALLENGE, id_) for id_ in session.scalars(challenges)),
    ]


def read(session: Session, places: Collection[Place]) -> list[Entry]:
    """The entries at those of these places that are public now."""
    solutions = [p.id for p in places if p.kind is Kind.SOLUTION]
    challenges = [p.id for p in places if p.kind is Kind.CHALLENGE]
    return [
        *(_solution(r) for some in _parts(solutions) for r in published_contents(session, some)),
        *(_challenge(r) for some in _parts(challenges) for r in open_contents(session, some)),
    ]


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """A statement takes only so many parameters."""
    return (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE))


def _solution_ids() -> Select[UUID]:
    return select(Solution.id).where(Solution.published_version.is_not(None))


def _challenge_ids() -> Select[UUID]:
    is_open = Challenge.state.not_in(ENDED)
    return select(Challenge.id).where(Challenge.published_version.is_not(None), is_open)


def _of_organisations(session: Session, ids: Collection[UUID]) -> set[Place]:
    if not ids:
        return set()
    solutions = session.scalars(_solution_ids().where(Solution.vendor_id.in_(ids)))
    challenges = session.scalars(_challenge_ids().where(Challenge.city_id.in_(ids)))
    return {Place(Kind.SOLUTION, id_) for id_ in solutions} | {
        Place(Kind.CHALLENGE, id_) for id_ in challenges
    }


def _solution(row: PublishedSolution) -> Entry:
    origin = Origin(id=row.id, owner_id=row.vendor_id, version=row.number)
    # Staff published it, so the vendor of a catalogue entry has confirmed nothing.
    confirmed_at = None if row.catalogue else row.confirmed_at
    return Entry(
        TextVersion(Kind.SOLUTION, row.id, row.number),
        offering_of(
            origin,
            row.content,
            brussels_today(confirmed_at) if confirmed_at else None,
            row.first_published_at,
        ),
    )


def _challenge(row: OpenChallenge) -> Entry:
    origin = Origin(id=row.id, owner_id=row.city_id, version=row.number)
    return Entry(
        TextVersion(Kind.CHALLENGE, row.id, row.number),
        need_of(origin, row.content, row.city.content),
    )
