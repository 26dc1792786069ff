"""The shapes of evaluations, of outcomes, of what suppliers are told, and of savings."""

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields, pre_dump

from marketplace.awards.content import (
    SCALES,
    Award,
    Claim,
    Criteria,
    Criterion,
    Mark,
    Marks,
    OutcomeContent,
    Result,
    TendererContent,
)
from marketplace.awards.judging import EvaluationView, TendererView
from marketplace.awards.operations import (
    LONGEST_ABOUT,
    LONGEST_NAME,
    MOST_CRITERIA,
    MOST_TENDERERS,
)
from marketplace.awards.outcomes import LONGEST_BASIS, LONGEST_REASON, MOST_OFFERS
from marketplace.awards.queries import OutcomeView
from marketplace.awards.scoring import LONGEST_COMMENT
from marketplace.foundation.saying import later
from marketplace.schemas.fields import (
    Choice,
    Code,
    Day,
    Exact,
    Line,
    Link,
    Many,
    Money,
    Text,
    Whole,
)
from marketplace.schemas.loading import ContentSchema
from marketplace.schemas.money import Currency

MOST_POINTS = max(SCALES)


class Points(Money):
    """Points or a weight: a number with at most two decimals, written as a text to be exact."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(**rest)
        self.named = {"most": MOST_POINTS}
        remedy = later("Write a number from 0 to %(most)s, such as 7 or 7.5.")
        self.error_messages |= {"invalid": remedy, "special": remedy, "places": remedy}


class CriterionSchema(ContentSchema[Criterion]):
    """What offers are judged by; the key is given here, and stands in marks."""

    content = Criterion

    key = fields.String(load_default="", allow_none=True)
    name = Line(LONGEST_NAME, least=1, required=True)
    weight = Points(required=True, metadata={"description": "Of 100, the sum of all."})
    minimum = Points(load_default=Decimal, metadata={"description": "Fewer points exclude."})
    about = Text(LONGEST_ABOUT)


class CriteriaSchema(ContentSchema[Criteria]):
    """All criteria, and the most points there can be: 5, 10, 20 or 100."""

    content = Criteria

    scale = Whole(min(SCALES), MOST_POINTS, required=True)
    items = Many(fields.Nested(CriterionSchema), MOST_CRITERIA, required=True)


class TendererSchema(ContentSchema[TendererContent]):
    """Who made an offer, for which lot, and where more stands about it."""

    content = TendererContent

    name = Line(LONGEST_NAME, least=1, required=True)
    lot_id = fields.UUID(allow_none=True, metadata={"description": "Null: for all of them."})
    link = Link(allow_none=True)
    solution_id = fields.UUID(allow_none=True)


class PointsSchema(Schema):
    """The points for one criterion, and why."""

    points = Points(required=True)
    comment = Text(LONGEST_COMMENT, load_default="")


class MarkSchema(ContentSchema[Mark]):
    """The same with the key of the criterion."""

    content = Mark

    criterion = Code(10, required=True)
    points = Points(required=True)
    comment = Text(LONGEST_COMMENT, load_default="")


class MarksSchema(ContentSchema[Marks]):
    """One mark for each criterion."""

    content = Marks

    items = Many(fields.Nested(MarkSchema), MOST_CRITERIA, required=True)


class AwardSchema(ContentSchema[Award]):
    """One contract; name and lot are those of whoever made the offer."""

    content = Award

    tenderer_id = fields.UUID(required=True)
    name = fields.String(load_default="", metadata={"description": "Read only."})
    lot = fields.String(load_default="", metadata={"description": "Read only."})
    value = Money(required=True)
    begins = Day(allow_none=True)
    ends = Day(allow_none=True)
    lot_id = fields.UUID(allow_none=True, metadata={"description": "Read only."})


class JointOutcomeSchema(ContentSchema[OutcomeContent]):
    """What came of it; the currency is that of the procurement."""

    content = OutcomeContent

    result = Choice(Result, required=True)
    decided_on = Day(required=True)
    offers = Whole(0, MOST_OFFERS, required=True)
    currency = Currency(required=True)
    reason = Text(LONGEST_REASON, load_default="")
    link = Link(allow_none=True)
    awards = Many(fields.Nested(AwardSchema), MOST_TENDERERS)


class ClaimSchema(ContentSchema[Claim]):
    """What a member saved, in the currency of the procurement, and compared with what."""

    content = Claim

    amount = Money(required=True)
    basis = Text(LONGEST_BASIS, least=1, required=True)


class RecordedJointOutcomeSchema(Schema):
    """An outcome on record; that of the highest number counts."""

    number = fields.Integer(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    recorded_by = fields.String(required=True)
    content = fields.Nested(JointOutcomeSchema, required=True)


class JointOutcomesSchema(Schema):
    """What is on record, the last first."""

    items = fields.List(fields.Nested(RecordedJointOutcomeSchema), required=True)
    total = fields.Integer(required=True)

    @pre_dump
    def _listed(self, found: list[OutcomeView], **_: Any) -> dict[str, Any]:
        return {"items": found, "total": len(found)}


class SheetSchema(Schema):
    """What one evaluator declares and thinks of one offer."""

    evaluator_id = fields.UUID(required=True)
    by = fields.String(required=True, allow_none=True)
    city = fields.String(required=True)
    has_conflict = fields.Boolean(required=True)
    declaration = fields.String(required=True)
    marks = fields.List(fields.Nested(MarkSchema), required=True, attribute="marks.items")
    is_given = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class LineSchema(Schema):
    """What one criterion adds: weight times points by the scale."""

    criterion = fields.String(required=True, attribute="criterion.key")
    points = Exact(required=True)
    weight = Exact(required=True, attribute="criterion.weight")
    adds = Exact(required=True)
    too_little = fields.Boolean(required=True)


class JudgedSchema(Schema):
    """Who made an offer, and what the caller may see of how it was judged."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    lot = fields.String(required=True, metadata={"description": "The title of the lot."})
    lot_id = fields.UUID(required=True, allow_none=True)
    link = fields.String(required=True, allow_none=True)
    solution_id = fields.UUID(required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "Of what it is told."})
    mine = fields.Nested(SheetSchema, required=True, allow_none=True)
    sheets = fields.List(
        fields.Nested(SheetSchema),
        required=True,
        metadata={"description": "Everybody's from consensus on; before, the caller's own."},
    )
    agreed = fields.List(fields.Nested(MarkSchema), required=True, allow_none=True)
    agreed_version = fields.Integer(required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True)
    total = Exact(required=True, allow_none=True)
    place = fields.Integer(required=True, allow_none=True)
    feedback = fields.String(required=True)
    told_at = fields.AwareDateTime(required=True, allow_none=True)

    @pre_dump
    def _flat(self, view: TendererView, **_: Any) -> dict[str, Any]:
        sums = ("lines", "total", "agreed")
        return {name: getattr(view, name) for name in self.fields if name not in sums} | {
            "lines": view.total.lines if view.total else (),
            "total": view.total.total if view.total else None,
            "agreed": view.agreed.items if view.agreed else None,
        }


class EvaluatorSchema(Schema):
    """A person who evaluates, and how many offers they are done with."""

    id = fields.UUID(required=True)
    by = fields.String(required=True, allow_none=True)
    city = fields.String(required=True)
    organisation_id = fields.UUID(required=True)
    done = fields.Integer(required=True)
    is_active = fields.Boolean(required=True)


class EvaluationSchema(Schema):
    """How offers are judged; nobody receives offers here."""

    criteria = fields.Nested(CriteriaSchema, required=True, allow_none=True)
    link = fields.String(
        required=True, allow_none=True, metadata={"description": "Where offers are made."}
    )
    version = fields.Integer(required=True, metadata={"description": "For If-Match."})
    is_fixed = fields.Boolean(required=True)
    opened_at = fields.AwareDateTime(required=True, allow_none=True)
    offers = fields.List(fields.Nested(JudgedSchema), required=True)
    evaluators = fields.List(fields.Nested(EvaluatorSchema), required=True)

    @pre_dump
    def _flat(self, view: EvaluationView, **_: Any) -> dict[str, Any]:
        names = [name for name in self.fields if name != "offers"]
        return {name: getattr(view, name) for name in names} | {"offers": view.tenderers}


class SavingSchema(Schema):
    """What one member saved, in the currency of the procurement."""

    organisation_id = fields.UUID(required=True)
    name = fields.String(required=True)
    amount = Exact(required=True, allow_none=True)
    basis = fields.String(required=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "For If-Match; 0: none."})


class SavingsSchema(Schema):
    """What every member that buys saved, claimed or not."""

    items = fields.List(fields.Nested(SavingSchema), required=True)
    total = fields.Integer(required=True)


class FeedbackSchema(Schema):
    """What a supplier was told of the outcome."""

    title = fields.String(required=True)
    name = fields.String(required=True)
    lot = fields.String(required=True)
    text = fields.String(required=True)
    told_at = fields.AwareDateTime(required=True)
    result = fields.String(required=True, attribute="outcome.result")
    is_awarded = fields.Boolean(required=True)
