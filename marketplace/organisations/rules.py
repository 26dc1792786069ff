"""What no single field can say: fields that do not go together, and what only staff may say."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from marketplace.foundation.errors import Fault, shown
from marketplace.foundation.saying import say
from marketplace.organisations.content import (
    CityProfile,
    OrganisationContent,
    OrganisationKind,
    StoryContent,
)
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import unknown_code_faults

# NUTS keeps the codes of these two countries from before ISO 3166 had settled.
NUTS_PREFIX = {"GR": "EL", "GB": "UK"}


def faults(session: Session, content: OrganisationContent) -> list[Fault]:
    """Everything that keeps this content from being taken."""
    return [*_field_faults(content), *_code_faults(session, content)]


def story_faults(session: Session, content: StoryContent) -> list[Fault]:
    """The codes of a story that no list has."""
    return unknown_code_faults(
        session,
        [
            ("themes", TermList.THEMES, content.themes),
            ("countries", TermList.COUNTRIES, content.countries),
        ],
    )


def reserved_faults(
    before: OrganisationContent | None, after: OrganisationContent, *, verified: bool
) -> list[Fault]:
    """What only staff may change: the part in the programme and, once verified, who it is."""
    had, has = _city_part(before), _city_part(after)
    if verified and before is not None:
        had |= {"name": before.name, "country": before.country}
        has |= {"name": after.name, "country": after.country}
    remedy = say("Only programme staff can change this; ask them to.")
    return [Fault(field, remedy, shown(has[field])) for field in had if had[field] != has[field]]


def profile(content: OrganisationContent) -> CityProfile:
    """The city's facts; wholly unknown ones if there are none."""
    return content.city or CityProfile()


def _city_part(content: OrganisationContent | None) -> dict[str, object]:
    city = CityProfile() if content is None else profile(content)
    return {
        "city.programme_role": city.programme_role,
        "city.programme_editions": city.programme_editions,
        "city.mission_city": city.mission_city,
    }


def _field_faults(content: OrganisationContent) -> Iterator[Fault]:
    city = content.city
    if city is None:
        return
    if content.kind is not OrganisationKind.CITY:
        yield Fault("city", say("Only a city has a city profile."))
    if (city.latitude is None) != (city.longitude is None):
        missing = "latitude" if city.latitude is None else "longitude"
        yield Fault(f"city.{missing}", say("Give both latitude and longitude, or neither."))
    if city.population_year is not None and city.population is None:
        yield Fault(
            "city.population", say("Give the population of that year, or leave the year out.")
        )
    prefix = NUTS_PREFIX.get(content.country, content.country)
    if city.nuts is not None and not city.nuts.startswith(prefix):
        yield Fault(
            "city.nuts",
            say("Regions of this country begin with %(prefix)s.", prefix=prefix),
            shown(city.nuts),
        )


def _code_faults(session: Session, content: OrganisationContent) -> list[Fault]:
    city = profile(content)
    return unknown_code_faults(
        session,
        [
            ("country", TermList.COUNTRIES, [content.country]),
            ("city.nuts", TermList.REGIONS, [city.nuts] if city.nuts else []),
            ("city.languages", TermList.LANGUAGES, city.languages),
            ("city.themes", TermList.THEMES, city.themes),
            (
                "city.specialisation_priorities",
                TermList.SPECIALISATIONS,
                city.specialisation_priorities,
            ),
        ],
    )
