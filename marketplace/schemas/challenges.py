"""The shape of challenges."""

from marshmallow import fields

from marketplace.challenges.content import (
    Budget,
    BudgetInterval,
    ChallengeContent,
    ConstraintName,
    Importance,
    JointRole,
    Nature,
    Outcome,
    PartnerDetail,
    ProcurementPath,
    Requirement,
    Visibility,
)
from marketplace.schemas.fields import (
    Choice,
    Code,
    Day,
    Flag,
    Line,
    Link,
    Many,
    Money,
    Month,
    Set,
    Text,
    Whole,
)
from marketplace.schemas.loading import ContentSchema
from marketplace.schemas.money import Currency
from marketplace.taxonomy.codes import DataLocation

MOST_RESIDENTS = 100_000_000


class RequirementSchema(ContentSchema[Requirement]):
    """One thing the solution has to do."""

    content = Requirement

    text = Line(500, least=1, required=True)
    importance = Choice(Importance)


class OutcomeSchema(ContentSchema[Outcome]):
    """What shall be better, measured."""

    content = Outcome

    indicator = Line(300, least=1, required=True)
    baseline = Line(300)
    target = Line(300)
    due = Day(allow_none=True)


class BudgetSchema(ContentSchema[Budget]):
    """Money for the challenge, and who may see it."""

    content = Budget

    minimum = Money(allow_none=True)
    maximum = Money(allow_none=True)
    currency = Currency()
    interval = Choice(BudgetInterval)
    visibility = Choice(Visibility)
    note = Text(1000)


class ChallengeSchema(ContentSchema[ChallengeContent]):
    """One version of a challenge."""

    content = ChallengeContent

    title = Line(200, least=1, required=True)
    problem = Text(10_000, least=1, required=True)
    affected = Text(3000)
    tried = Text(5000)
    outcomes = Many(fields.Nested(OutcomeSchema), 30)
    requirements = Many(fields.Nested(RequirementSchema), 60)
    themes = Set(Code(), 40)
    scale = Text(1000)
    population = Whole(1, MOST_RESIDENTS, allow_none=True)
    budget = fields.Nested(BudgetSchema, allow_none=True)
    earliest_start = Day(allow_none=True)
    start = Day(allow_none=True)
    deadline = Day(allow_none=True)
    languages = Set(Code(10), 60)
    data_location = Choice(DataLocation, allow_none=True)
    standards = Set(Code(), 60)
    trl_minimum = Whole(1, 9, allow_none=True)
    essential = Set(Choice(ConstraintName), len(ConstraintName))
    procurement_path = Choice(ProcurementPath)
    joint_procurement = Flag()
    joint_roles = Set(Choice(JointRole), len(JointRole))
    procedure_languages = Set(Code(10), 60)
    approval_month = Month(allow_none=True)
    partner_contact = Line(300)
    shown_to_partners = Set(Choice(PartnerDetail), len(PartnerDetail))
    nature = Choice(Nature)
    written_in = Code(10, allow_none=True)
    source_url = Link(allow_none=True)
    source_note = Text(2000, allow_none=True)
    published_year = Whole(1900, 2100, allow_none=True)
    programme = Line(200)
