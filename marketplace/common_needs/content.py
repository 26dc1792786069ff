"""What an item of the common need rests on, what people make of it, and what a lot says."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Choice(StrEnum):
    """What people make of something that is asked for."""

    COMMON = "common"
    """All ask for it, in one wording."""
    EXTRA = "extra"
    """Only those whose wish it is ask for it, each in its own words."""
    DROPPED = "dropped"
    """Nobody asks for it in this procurement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a sentence or a code comes from: `text` stands in `field` of that version, literally.

    `field` is a path such as `requirements.2.text`.
    """

    organisation_id: UUID
    challenge_id: UUID
    version: int
    field: str
    text: str
    essential: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The sources of an item; those of one side say the same."""

    sides: tuple[tuple[Source, ...], ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Those of all sides."""
        return tuple(source for side in self.sides for source in side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What people decide about one item: `wording` where all ask for it, and who took part."""

    choice: Choice
    took_part: tuple[UUID, ...]
    wording: str = ""
    reason: str = ""


class LotsBy(StrEnum):
    """What lots can be proposed by."""

    MEMBER = "member"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class LotContent:
    """One lot. `items` are those of the common need that it covers, `members` whom it is for.

    `value` is in the currency of the procurement; `country` is ISO 3166-1 alpha-2, `region` a code
    of NUTS and `cpv` one of the Common Procurement Vocabulary.
    """

    title: str
    description: str = ""
    items: tuple[UUID, ...] = ()
    members: tuple[UUID, ...] = ()
    quantity: Decimal | None = None
    unit: str = ""
    value: Decimal | None = None
    country: str | None = None
    region: str | None = None
    cpv: str | None = None
