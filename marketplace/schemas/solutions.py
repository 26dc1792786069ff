"""The shape of solutions."""

from marshmallow import fields

from marketplace.schemas.fields import Choice, Code, Day, Line, Link, Many, Money, Set, Text, Whole
from marketplace.schemas.loading import ContentSchema
from marketplace.schemas.money import Currency
from marketplace.solutions.content import (
    Certificate,
    Deployment,
    DeploymentModel,
    LifecycleStage,
    Price,
    PriceBreak,
    PriceInterval,
    PriceModel,
    SolutionContent,
)
from marketplace.taxonomy.codes import DataLocation

MOST_RESIDENTS = 100_000_000
MOST_WEEKS = 1000
MOST_UNITS = 1_000_000_000


class PriceSchema(ContentSchema[Price]):
    """A price or a range of prices."""

    content = Price

    model = Choice(PriceModel, required=True)
    minimum = Money(allow_none=True)
    maximum = Money(allow_none=True)
    currency = Currency(allow_none=True)
    interval = Choice(PriceInterval, allow_none=True)
    as_of = Day(allow_none=True)


class PriceBreakSchema(ContentSchema[PriceBreak]):
    """What one unit costs from a quantity on."""

    content = PriceBreak

    from_quantity = Whole(1, MOST_UNITS, required=True)
    unit_price = Money(required=True)
    currency = Currency(required=True)
    unit = Line(80, least=1, required=True)


class CertificateSchema(ContentSchema[Certificate]):
    """A certificate that the vendor says it holds."""

    content = Certificate

    name = Line(200, least=1, required=True)
    issuer = Line(200)
    valid_from = Day(allow_none=True)
    valid_until = Day(allow_none=True)
    link = Link(allow_none=True)


class DeploymentSchema(ContentSchema[Deployment]):
    """A place where the solution runs or ran."""

    content = Deployment

    place = Line(200, least=1, required=True)
    country = Code(2, allow_none=True)
    period = Line(100)
    scale = Line(300)
    indicator = Line(300)
    result = Line(300)
    unit = Line(100)
    summary = Text(3000)
    evidence_link = Link(allow_none=True)
    evidence_note = Text(1000)


class SolutionSchema(ContentSchema[SolutionContent]):
    """One version of a solution."""

    content = SolutionContent

    name = Line(200, least=1, required=True)
    summary = Line(300, least=1, required=True)
    description = Text(10_000)
    problem = Text(5000)
    features = Many(Line(500, least=1), 40)
    benefits = Many(Line(500, least=1), 40)
    not_suited = Text(3000)
    themes = Set(Code(), 40)
    technologies = Set(Code(), 60)
    standards = Set(Code(), 60)
    stage = Choice(LifecycleStage, allow_none=True)
    trl = Whole(1, 9, allow_none=True)
    price = fields.Nested(PriceSchema, allow_none=True)
    price_breaks = Many(fields.Nested(PriceBreakSchema), 20)
    deployment_models = Set(Choice(DeploymentModel), len(DeploymentModel))
    data_location = Choice(DataLocation, allow_none=True)
    languages = Set(Code(10), 60)
    countries_served = Set(Code(2), 250)
    countries_not_served = Set(Code(2), 250)
    population_minimum = Whole(0, MOST_RESIDENTS, allow_none=True)
    population_maximum = Whole(1, MOST_RESIDENTS, allow_none=True)
    weeks_to_deploy_minimum = Whole(0, MOST_WEEKS, allow_none=True)
    weeks_to_deploy_maximum = Whole(0, MOST_WEEKS, allow_none=True)
    prerequisites = Text(3000)
    licence = Code(allow_none=True)
    repository = Link(allow_none=True)
    website = Link(allow_none=True)
    certificates = Many(fields.Nested(CertificateSchema), 30)
    deployments = Many(fields.Nested(DeploymentSchema), 60)
    estimates = Set(Code(), 40)
    written_in = Code(10, allow_none=True)
    source_url = Link(allow_none=True)
    source_note = Text(2000, allow_none=True)
