"""What a joint procurement says of itself, and the words for its members' standing."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from marketplace.challenges.content import JointRole

NO_LAW = frozenset({"EU", "ZZ"})
"""Codes of the list of countries that are no country whose law could hold."""

BUYING = (JointRole.LEAD_BUYER, JointRole.BUYER)
"""The roles that buy: they commit money and take part in decisions."""

OFFERED = (JointRole.BUYER, JointRole.FOLLOWER, JointRole.OBSERVER)
"""The roles in which a city is invited and accepts; who leads is chosen by the group."""


class Mode(StrEnum):
    """How cities buy together, by Directive 2014/24/EU or as innovation procurement."""

    OCCASIONAL_JOINT = "occasional_joint"
    CROSS_BORDER_JOINT = "cross_border_joint"
    CENTRAL_PURCHASING_BODY = "central_purchasing_body"
    JOINT_ENTITY = "joint_entity"
    COORDINATED = "coordinated"
    PCP = "pcp"
    PPI = "ppi"


class Letter(StrEnum):
    """How far the letter of intent of a member has come."""

    NONE = "none"
    PROMISED = "promised"
    SIGNED = "signed"


class Mandate(StrEnum):
    """Whether the council or board of a member has empowered it to take part."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetVersion:
    """The version of a rule set that a group was checked under, and relies on."""

    key: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcurementContent:
    """What is bought together, in words, and how.

    `law` is the country (ISO 3166-1 alpha-2) whose law governs, `themes` are codes. What may
    be committed, in which currency, is said where commitments are made.
    """

    title: str
    summary: str
    themes: tuple[str, ...] = ()
    mode: Mode | None = None
    law: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A city that is asked to take part with one of its challenges, in a proposed role."""

    challenge_id: UUID
    role: JointRole = JointRole.BUYER


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRecord:
    """What stands on record of a decision: its text, and the members that took part."""

    text: str
    took_part: tuple[UUID, ...]
