"""What happens to organisations and their members; ids only."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class OrganisationCreated(Fact):
    """Somebody created an organisation, or staff described one in the catalogue."""

    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class OrganisationChanged(Fact):
    """What an organisation says of itself is another."""

    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class OrganisationVerified(Fact):
    """Staff have made sure who is behind an organisation."""

    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class OrganisationRefused(Fact):
    """Staff could not make sure who is behind an organisation."""

    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class OrganisationClosed(Fact):
    """An organisation has left; nothing of it is public any more."""

    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class OrganisationClaimed(Fact):
    """A catalogue entry now belongs to people of that organisation."""

    organisation_id: UUID
    claim_id: UUID


@dataclass(frozen=True, slots=True)
class ClaimMade(Fact):
    """Somebody asked for a catalogue entry."""

    claim_id: UUID


@dataclass(frozen=True, slots=True)
class ClaimRefused(Fact):
    """Staff refused somebody's claim."""

    claim_id: UUID


@dataclass(frozen=True, slots=True)
class MemberInvited(Fact):
    """Somebody was invited to act for an organisation."""

    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class MemberJoined(Fact):
    """Somebody acts for an organisation from now on."""

    organisation_id: UUID
    user_id: int


@dataclass(frozen=True, slots=True)
class MemberRoleChanged(Fact):
    """Somebody has another role in an organisation."""

    organisation_id: UUID
    user_id: int


@dataclass(frozen=True, slots=True)
class MemberRemoved(Fact):
    """Somebody no longer acts for an organisation."""

    organisation_id: UUID
    user_id: int


@dataclass(frozen=True, slots=True)
class StoryTold(Fact):
    """Staff described something that cities did, or described it anew."""

    story_id: UUID


# What changes the facts that solutions and challenges of an organisation are ranked by.
INDEXED_FACTS = (
    OrganisationChanged.__name__,
    OrganisationVerified.__name__,
    OrganisationClaimed.__name__,
)
