"""What happened to documents, questions and consultations; ids only."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class GroupQuestionAsked(Fact):
    """A member asked the others something."""

    question_id: UUID
    procurement_id: UUID


@dataclass(frozen=True, slots=True)
class GroupQuestionAnswered(Fact):
    """A member answered a question of another."""

    question_id: UUID
    procurement_id: UUID


@dataclass(frozen=True, slots=True)
class ConsultationOpened(Fact):
    """The group asks the market."""

    procurement_id: UUID


@dataclass(frozen=True, slots=True)
class ConsultationChanged(Fact):
    """Everybody was given something more: a document, or a later deadline."""

    procurement_id: UUID


@dataclass(frozen=True, slots=True)
class ConsultationClosed(Fact):
    """The group ended its consultation before the deadline."""

    procurement_id: UUID


@dataclass(frozen=True, slots=True)
class MarketQuestionAsked(Fact):
    """A vendor asked the group something."""

    question_id: UUID
    procurement_id: UUID


@dataclass(frozen=True, slots=True)
class MarketQuestionAnswered(Fact):
    """The group answered a vendor's question, to everybody."""

    question_id: UUID
    procurement_id: UUID


@dataclass(frozen=True, slots=True)
class ResponseSent(Fact):
    """A vendor told the group what it has to say."""

    procurement_id: UUID
    vendor_id: UUID
