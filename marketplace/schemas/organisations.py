"""The shape of organisations, their cities' profiles and their members."""

from marshmallow import fields

from marketplace.organisations.content import (
    CityProfile,
    OrganisationContent,
    OrganisationKind,
    ProgrammeRole,
)
from marketplace.schemas.fields import Choice, Code, Flag, Line, Link, Number, Set, Text, Whole
from marketplace.schemas.loading import ContentSchema


class CityProfileSchema(ContentSchema[CityProfile]):
    """Facts about a city."""

    content = CityProfile

    nuts = Code(5, allow_none=True)
    latitude = Number(-90, 90, allow_none=True)
    longitude = Number(-180, 180, allow_none=True)
    population = Whole(1, 50_000_000, allow_none=True)
    population_year = Whole(1900, 2100, allow_none=True)
    population_source = Line(300, allow_none=True)
    languages = Set(Code(10), 20)
    programme_role = Choice(ProgrammeRole)
    programme_editions = Set(Line(100, least=1), 10)
    mission_city = Flag()
    themes = Set(Code(), 40)
    specialisation_priorities = Set(Code(), 40)


class OrganisationSchema(ContentSchema[OrganisationContent]):
    """An organisation as its people describe it."""

    content = OrganisationContent

    kind = Choice(OrganisationKind, required=True)
    name = Line(200, least=1, required=True)
    country = Code(2, required=True)
    description = Text(5000)
    website = Link(allow_none=True)
    city = fields.Nested(CityProfileSchema, allow_none=True)
    source_url = Link(allow_none=True)
    source_note = Text(2000, allow_none=True)
