"""What an expression of interest says, and what its city may answer."""

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What a city answers: let us talk, you are on our shortlist, or not now."""

    INVITED = "invited"
    SHORTLISTED = "shortlisted"
    DECLINED = "declined"


class NotTaken(StrEnum):
    """Why a challenge takes no interest now."""

    ENDED = "ended"
    EXAMPLE = "example"
    PAST = "past"
    UNCLAIMED = "unclaimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom the city can ask; for the city and staff only."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the vendor itself says of one requirement: a sentence, a link, or both."""

    requirement: str
    text: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestContent:
    """What the vendor says; `evidence` has at most one entry for each requirement."""

    message: str
    contact: Contact
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the engine read of one requirement when interest was expressed.

    `verdict` is “met”, “not_met” or “not_stated”; `sentence` the literal one of the solution
    that it rests on, empty if there is none.
    """

    requirement: str
    verdict: str
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the engine read of all requirements, and what read it.

    Nothing where the engine did not answer at that moment: interest does not wait for it.
    """

    readings: tuple[Reading, ...] = ()
    model: str = ""
    engine_version: str = ""
