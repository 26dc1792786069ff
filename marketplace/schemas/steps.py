"""The shapes of the way of a joint procurement."""

from typing import Any

from marshmallow import Schema, fields, pre_dump

from marketplace.procurements.lifecycle import Step
from marketplace.schemas.fields import Exact, Text
from marketplace.steps.figures import TogetherFigures
from marketplace.steps.operations import LONGEST_EVIDENCE
from marketplace.steps.queries import Way

PLANNED = ("step", "taken_at", "owner_id", "due", "version")


class ConditionSchema(Schema):
    """One thing that a step asks; `owing` are the ids of the cities that owe it."""

    key = fields.String(required=True)
    sentence = fields.String(required=True)
    met = fields.Boolean(required=True)
    owing = fields.List(fields.UUID(), required=True)


class PassageSchema(Schema):
    """One step of the way; `asks` is there for those that can come next."""

    step = fields.Enum(Step, by_value=True, required=True)
    taken_at = fields.AwareDateTime(required=True, allow_none=True)
    owner_id = fields.UUID(required=True, allow_none=True)
    due = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "Of the plan; for If-Match."})
    asks = fields.List(fields.Nested(ConditionSchema), required=True, allow_none=True)


class StepMoveSchema(Schema):
    """A move on record."""

    source = fields.Enum(Step, by_value=True, required=True)
    target = fields.Enum(Step, by_value=True, required=True)
    evidence = fields.String(required=True)
    moved_at = fields.AwareDateTime(required=True)
    moved_by = fields.String(required=True)


class SumSchema(Schema):
    """An amount in one currency."""

    currency = fields.String(required=True)
    amount = Exact(required=True)


class SavedSchema(Schema):
    """What members say that they saved, in one currency, and what of it they have confirmed."""

    currency = fields.String(required=True)
    claimed = Exact(required=True)
    confirmed = Exact(required=True)


class TogetherFiguresSchema(Schema):
    """What came of buying together so far; sums by currency, never added across."""

    under_way = fields.Integer(required=True)
    awarded_ones = fields.Integer(required=True)
    dissolved = fields.Integer(required=True)
    cities = fields.Integer(required=True)
    countries = fields.Integer(required=True)
    committed = fields.List(fields.Nested(SumSchema), required=True)
    awarded = fields.List(fields.Nested(SumSchema), required=True)
    saved = fields.List(fields.Nested(SavedSchema), required=True)
    days_to_award = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "The middle number of days from the proposal to the award."},
    )

    @pre_dump
    def _listed(self, found: TogetherFigures, **_: Any) -> dict[str, Any]:
        sums = {
            name: [{"currency": code, "amount": by_code[code]} for code in sorted(by_code)]
            for name, by_code in (("committed", found.committed), ("awarded", found.awarded))
        }
        return {name: getattr(found, name) for name in self.fields} | sums


class WaySchema(Schema):
    """The whole way; `version` is that of the joint procurement, for moves."""

    step = fields.Enum(Step, by_value=True, required=True)
    version = fields.Integer(required=True, metadata={"description": "For If-Match of moves."})
    steps = fields.List(fields.Nested(PassageSchema), required=True)
    back = fields.Enum(Step, by_value=True, required=True, allow_none=True)
    moves = fields.List(fields.Nested(StepMoveSchema), required=True)

    @pre_dump
    def _flat(self, way: Way, **_: Any) -> dict[str, Any]:
        steps = [
            {name: getattr(one, name) for name in PLANNED} | {"asks": way.ahead.get(one.step)}
            for one in way.passages
        ]
        return {
            "step": way.view.step,
            "version": way.view.version,
            "steps": steps,
            "back": way.back,
            "moves": way.moves,
        }


class MoveOnBody(Schema):
    """The step to be entered, and on what grounds."""

    step = fields.Enum(Step, by_value=True, required=True)
    evidence = Text(LONGEST_EVIDENCE, least=1, required=True)


class WhyBody(Schema):
    """Why it goes back or ends; the group reads it."""

    reason = Text(LONGEST_EVIDENCE, least=1, required=True)


class PlanBody(Schema):
    """Which city sees to a step, and by when."""

    owner_id = fields.UUID(allow_none=True, required=True)
    due = fields.Date(allow_none=True, required=True)
