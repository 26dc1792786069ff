"""What a list of suppliers for a group says; the same whether it is looked at or frozen."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from marketplace.challenges.content import Requirement
from marketplace.foundation.documents import to_json
from marketplace.recommendations.results import FactVerdict, MadeBy, RequirementVerdict
from marketplace.shortlists.content import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class ForMember:
    """What a solution says to the extras and the facts of one member, named as it was then."""

    organisation_id: UUID
    name: str
    requirements: tuple[RequirementVerdict, ...] = ()
    facts: tuple[FactVerdict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One solution at the version that was ranked, with the reasons of its match as shown."""

    solution_id: UUID
    version: int
    name: str
    vendor_id: UUID
    vendor_name: str
    country: str
    rank: int
    score: float
    kept: Kept
    for_members: tuple[ForMember, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPart:
    """One requirement, and who of a team meets it, the surest first."""

    requirement: str
    solutions: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTeam:
    """Solutions that together meet what none of them meets alone; `suppliers` counts vendors."""

    solutions: tuple[UUID, ...]
    suppliers: int
    parts: tuple[TeamPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Suppliers for the whole common need, or for one lot of it.

    `alone` are those that meet everything that anybody meets; where there is one, no team is
    needed. `unmet` are requirements that nobody meets.
    """

    title: str
    text: str = ""
    lot: str = ""
    requirements: tuple[Requirement, ...] = ()
    solutions: tuple[Listed, ...] = ()
    alone: tuple[UUID, ...] = ()
    teams: tuple[ListedTeam, ...] = ()
    unmet: tuple[str, ...] = ()

    def of(self, solution_id: UUID) -> Listed | None:
        """The solution of this id, if it is in this part."""
        return next((one for one in self.solutions if one.solution_id == solution_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongListContent:
    """All parts, the whole first, and what they were made with.

    `drawn_up` tells whether the members have drawn up their common need; else all that any of
    them requires is asked for together.
    """

    parts: tuple[Part, ...]
    drawn_up: bool
    made_by: MadeBy

    @property
    def mark(self) -> str:
        """What tells this list from one with any other word or figure in it."""
        return sha256(repr(to_json(self)).encode()).hexdigest()[:32]
