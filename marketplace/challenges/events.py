"""What happened to challenges and the questions about them; ids only."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class ChallengeSubmitted(Fact):
    """A city handed a version in for review."""

    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class ChallengeReturned(Fact):
    """Staff sent a version back with the fields to mend."""

    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class ChallengeOpened(Fact):
    """Version `number` was published for the first time, or again after it was closed."""

    challenge_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class ChallengeChanged(Fact):
    """Version `number` took the place of an older published one."""

    challenge_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class ChallengeClosed(Fact):
    """The challenge takes no more answers."""

    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class ChallengeAwarded(Fact):
    """The city has chosen."""

    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class ChallengeCancelled(Fact):
    """The city no longer looks for an answer."""

    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class ChallengeWithdrawn(Fact):
    """The challenge is gone from every list until it is published again."""

    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class QuestionAsked(Fact):
    """A vendor wants to know something about a challenge."""

    question_id: UUID
    challenge_id: UUID


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Fact):
    """The city answered, to everybody."""

    question_id: UUID
    challenge_id: UUID


INDEXED_FACTS = (
    "ChallengeOpened",
    "ChallengeChanged",
    "ChallengeClosed",
    "ChallengeAwarded",
    "ChallengeCancelled",
    "ChallengeWithdrawn",
)
"""The facts after which the index has to look at the row again."""
