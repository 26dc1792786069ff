"""What organisations say of themselves and what is told of them; no tables, no permissions."""

from dataclasses import dataclass
from enum import StrEnum


class OrganisationKind(StrEnum):
    """The kinds of organisation that act here."""

    CITY = "city"
    VENDOR = "vendor"
    PROGRAMME = "programme"


class ProgrammeRole(StrEnum):
    """The part that a city plays in the Intelligent Cities Challenge."""

    CORE = "core"
    MENTOR = "mentor"
    OBSERVER = "observer"
    ALUMNUS = "alumnus"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class CityProfile:
    """Facts about a city; what is not known stays None or empty.

    Latitude and longitude are WGS 84 degrees; `population` counts residents in
    `population_year`; `nuts` is a NUTS 2024 code; `languages` are ISO 639-1 codes;
    `themes` are codes of the taxonomy.
    """

    nuts: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    population_year: int | None = None
    population_source: str | None = None
    languages: tuple[str, ...] = ()
    programme_role: ProgrammeRole = ProgrammeRole.NONE
    programme_editions: tuple[str, ...] = ()
    mission_city: bool = False
    themes: tuple[str, ...] = ()
    specialisation_priorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationContent:
    """An organisation as its people describe it; `country` is an ISO 3166-1 alpha-2 code."""

    kind: OrganisationKind
    name: str
    country: str
    description: str = ""
    website: str | None = None
    city: CityProfile | None = None
    source_url: str | None = None
    source_note: str | None = None


class StoryKind(StrEnum):
    """The kinds of things that cities have done and that others can learn from."""

    CASE_STUDY = "case_study"
    BUYERS_GROUP = "buyers_group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A figure as it was published, such as “traffic”, “-31”, “percent”."""

    name: str
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryContent:
    """Something that cities did, alone or together; which cities, `models.StoryCity` knows.

    `mode` is the form it took, such as a pre-commercial procurement; `themes` are codes of
    the taxonomy, `countries` ISO 3166-1 alpha-2 codes. `period`, `budget`, `status`,
    `outcome` and `lead_organisation` say what the source says. `member_organisations` took
    part without being cities here; `members_complete` is None where the source leaves open
    whether it names all. `solution` is the key of the catalogue's solution among whose
    deployments the same is told.
    """

    kind: StoryKind
    title: str
    text: str = ""
    mode: str = ""
    topic: str = ""
    place: str = ""
    period: str = ""
    themes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    metrics: tuple[Metric, ...] = ()
    budget: str = ""
    status: str = ""
    outcome: str = ""
    lead_organisation: str = ""
    member_organisations: tuple[str, ...] = ()
    members_complete: bool | None = None
    members_note: str = ""
    solution: str | None = None
    source_url: str | None = None
    source_note: str | None = None
