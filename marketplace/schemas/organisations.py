"""The shape of organisations, of cities' profiles and of what cities have done."""

from marshmallow import fields

from marketplace.organisations.content import (
    CityProfile,
    Metric,
    OrganisationContent,
    OrganisationKind,
    ProgrammeRole,
    StoryContent,
    StoryKind,
)
from marketplace.schemas.fields import (
    Choice,
    Code,
    Flag,
    Line,
    Link,
    Many,
    Number,
    Set,
    Text,
    Whole,
)
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


class MetricSchema(ContentSchema[Metric]):
    """A published figure."""

    content = Metric

    name = Line(300, least=1, required=True)
    value = Line(300, least=1, required=True)
    unit = Line(100)


class StorySchema(ContentSchema[StoryContent]):
    """Something that cities did, from a public source."""

    content = StoryContent

    kind = Choice(StoryKind, required=True)
    title = Line(200, least=1, required=True)
    text = Text(3000)
    mode = Line(200)
    topic = Line(300)
    place = Line(200)
    period = Line(100)
    themes = Set(Code(), 40)
    countries = Set(Code(2), 60)
    metrics = Many(fields.Nested(MetricSchema), 30)
    budget = Line(300)
    status = Line(300)
    outcome = Text(1000)
    lead_organisation = Line(200)
    member_organisations = Set(Line(200, least=1), 200)
    members_complete = Flag(allow_none=True)
    members_note = Text(1000)
    solution = Line(200, least=1, allow_none=True)
    source_url = Link(allow_none=True)
    source_note = Text(2000, allow_none=True)
