"""What happened to introductions, and who was reminded; ids only."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class IntroductionMade(Fact):
    """Staff introduced two organisations to each other."""

    introduction_id: UUID


@dataclass(frozen=True, slots=True)
class IntroductionAnswered(Fact):
    """One of the two said whether it wants to talk."""

    introduction_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class IntroductionEnded(Fact):
    """Staff recorded what came of it."""

    introduction_id: UUID


@dataclass(frozen=True, slots=True)
class OrganisationReminded(Fact):
    """Staff reminded an organisation of something for which somebody waits.

    `kind` is a word of `content.Waiting`, `subject_id` the question (of either kind),
    interest, introduction or solution that is meant.
    """

    reminder_id: UUID
    organisation_id: UUID
    kind: str
    subject_id: UUID
