"""What an organisation says of itself, as typed values; no tables, no permissions."""

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
