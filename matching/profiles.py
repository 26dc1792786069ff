"""What matching knows of needs and offerings: texts, requirements and typed facts.

Everything is frozen. Empty and `None` always mean "not stated", never "none". Keys and
owners are opaque strings of the caller. How profiles are written to files is said in
`matching.indexing.records`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from matching.errors import InvalidProfile

DATA_LOCATIONS = ("buyer", "eu", "eea", "world")
"""Where data is kept, from nearest to widest: whoever asks for one is content with a nearer."""

FACT_NAMES = (
    "country",
    "languages",
    "budget",
    "start",
    "trl",
    "standards",
    "data_location",
    "population",
)

NOT_SUITED = "not_suited"
"""The field in which an offering says what it is not for; it never counts in its favour."""

NAMES = frozenset({"name", "title"})
"""Fields that say what something is called: they help to find it, and prove nothing about it."""

PROBLEM = "problem"
"""The field in which an offering says what is wrong without it, and a need what is wrong."""

NO_PROOF = NAMES | {PROBLEM, "prerequisites"}
"""Fields of an offering that do not say what it does: its name, what is wrong without it, what
it takes to use it. They help to find it, and are evidence only where nothing else is said."""


@dataclass(frozen=True, slots=True)
class TextField:
    """One named text of a profile; evidence is a span of it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that is wanted; `stated=False` marks a sentence of the need taken as a want."""

    text: str
    essential: bool = False
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Money:
    """An amount or a range in `currency` (ISO 4217) per `interval` (once, month, year)."""

    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    interval: str = "once"

    def __post_init__(self) -> None:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise InvalidProfile("The smallest amount is above the largest.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts:
    """What a need asks for in facts. `essential` names those that exclude (`FACT_NAMES`).

    `country` is ISO 3166-1 alpha-2, `languages` ISO 639-1, `population` counts residents,
    `start` is the day by which the solution has to be in use and `earliest_start` the first day
    on which it could be; `procedure_languages` (ISO 639-1) are those in which the buyer can run
    a procedure. The last two are compared with other needs only.
    """

    country: str | None = None
    languages: frozenset[str] = frozenset()
    budget: Money | None = None
    start: date | None = None
    trl_minimum: int | None = None
    standards: frozenset[str] = frozenset()
    data_location: str | None = None
    population: int | None = None
    essential: frozenset[str] = frozenset()
    earliest_start: date | None = None
    procedure_languages: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _check_data_location(self.data_location)
        _check_names(self.essential)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingFacts:
    """What an offering states in facts; units as in `NeedFacts`, times in weeks.

    `estimated` names the facts (`FACT_NAMES`) that somebody else estimated: they are shown and
    may be met, but never refuse.
    """

    countries_served: frozenset[str] = frozenset()
    countries_not_served: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    price: Money | None = None
    trl: int | None = None
    standards: frozenset[str] = frozenset()
    data_location: str | None = None
    weeks_to_deploy_maximum: int | None = None
    population_minimum: int | None = None
    population_maximum: int | None = None
    estimated: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _check_data_location(self.data_location)
        _check_names(self.estimated)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a need comes from: country, NUTS region, and degrees north and east."""

    country: str | None = None
    region: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class JointStance:
    """Whether a city would buy with others, and in which roles.

    Roles: lead_buyer, buyer, follower, observer. No roles means "not stated".
    """

    open: bool
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What somebody needs, in words and facts that may be shown to whoever sees the match."""

    key: str
    owner: str
    fields: tuple[TextField, ...]
    requirements: tuple[Requirement, ...] = ()
    facts: NeedFacts = field(default_factory=NeedFacts)
    themes: frozenset[str] = frozenset()
    place: Place | None = None
    joint: JointStance | None = None
    procedure: str | None = None
    version: str = ""

    def __post_init__(self) -> None:
        _check_fields(self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """What somebody offers. `confirmed_on` is the day its vendor last said it is still true.

    `public_since` is the moment, aware, from which anybody could see it: of near copies, the
    first is shown.
    """

    key: str
    owner: str
    fields: tuple[TextField, ...]
    facts: OfferingFacts = field(default_factory=OfferingFacts)
    themes: frozenset[str] = frozenset()
    technologies: frozenset[str] = frozenset()
    confirmed_on: date | None = None
    public_since: datetime | None = None
    version: str = ""

    def __post_init__(self) -> None:
        _check_fields(self.fields)


Profile = Need | Offering


def text_of(profile: Profile) -> str:
    """Return the whole text that speaks for a profile: its fields and requirements.

    What an offering says it is not suited for is left out: it would draw the wrong needs.
    """
    parts = [item.text for item in profile.fields if item.name != NOT_SUITED]
    if isinstance(profile, Need):
        parts += [requirement.text for requirement in profile.requirements]
    return "\n".join(part for part in parts if part.strip())


def _check_fields(fields: Iterable[TextField]) -> None:
    """A span names its field, so two fields of one name would make evidence ambiguous."""
    twice = [name for name, count in Counter(item.name for item in fields).items() if count > 1]
    if twice:
        raise InvalidProfile(f"There are two fields of the name {twice[0]!r}.")


def _check_names(names: frozenset[str]) -> None:
    unknown = names - set(FACT_NAMES)
    if unknown:
        raise InvalidProfile(f"No such fact: {', '.join(sorted(unknown))}.")


def _check_data_location(location: str | None) -> None:
    if location is not None and location not in DATA_LOCATIONS:
        raise InvalidProfile(f"No such data location: {location!r}.")
