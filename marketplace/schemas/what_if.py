"""The shapes of what-if answers: what keeps a solution out, and what a constraint costs a city."""

from dataclasses import fields as fields_of
from typing import Any

from marshmallow import Schema, fields, pre_dump

from marketplace.schemas.answers import ListedChallengeSchema
from marketplace.schemas.matches import (
    FactorSchema,
    FactVerdictSchema,
    RequirementVerdictSchema,
    SolutionMatchSchema,
)

_PLACE = "None where there is no place among the first 250."


class StepSchema(Schema):
    """One change to the listing, to be made only if it is true, and what it would do."""

    kind = fields.String(
        required=True,
        metadata={
            "description": "confirm, state_fact, add_theme, state_requirement, alter_fact, withdraw"
        },
    )
    subject = fields.String(
        required=True, metadata={"description": "The fact, the theme, or the requirement."}
    )
    value = fields.String(required=True, metadata={"description": "What the fact would state."})
    removed = fields.String(
        required=True, metadata={"description": "A sentence that would have to go."}
    )
    listing = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The vendor's other solution that would be withdrawn."},
    )
    place = fields.Integer(
        required=True, allow_none=True, metadata={"description": "None: still not shown first."}
    )
    score = fields.Float(required=True)

    @pre_dump
    def _flat(self, step: Any, **_: Any) -> dict[str, Any]:
        return _values(step) | {"listing": step.listing and step.listing.id}


class DifferenceSchema(Schema):
    """What a factor adds to the score of the solution, and to that of the last one shown."""

    name = fields.String(required=True)
    own = fields.Float(required=True)
    last = fields.Float(required=True)


class WhyNotSchema(Schema):
    """How a solution stands for a challenge as everybody sees it, and what would let it in."""

    challenge = fields.Nested(ListedChallengeSchema, required=True)
    shown = fields.Integer(required=True, metadata={"description": "How many are shown first."})
    place = fields.Integer(required=True, allow_none=True, metadata={"description": _PLACE})
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "fact, copy, owner or score; None for what is shown first."},
    )
    score = fields.Float(required=True)
    last_score = fields.Float(
        required=True, allow_none=True, metadata={"description": "Of the last one shown."}
    )
    differences = fields.List(fields.Nested(DifferenceSchema), required=True)
    requirements = fields.List(fields.Nested(RequirementVerdictSchema), required=True)
    facts = fields.List(fields.Nested(FactVerdictSchema), required=True)
    factors = fields.List(fields.Nested(FactorSchema), required=True)
    facts_in_the_way = fields.List(fields.Nested(FactVerdictSchema), required=True)
    copy_of = fields.UUID(required=True, allow_none=True)
    own_before = fields.List(fields.UUID(), required=True)
    lets_in = fields.List(fields.Nested(StepSchema), required=True)
    raises_most = fields.Nested(StepSchema, required=True, allow_none=True)
    solution_version = fields.Integer(required=True)
    challenge_version = fields.Integer(required=True)
    model = fields.String(required=True)
    engine_version = fields.String(required=True)

    @pre_dump
    def _flat(self, found: Any, **_: Any) -> dict[str, Any]:
        others = {
            "copy_of": found.copy_of and found.copy_of.id,
            "own_before": [card.id for card in found.own_before],
        }
        return _values(found) | _values(found.made_by) | others


class RelaxationSchema(Schema):
    """One constraint, and the solutions that would newly be shown first without it."""

    kind = fields.String(required=True, metadata={"description": "filter, fact or requirement"})
    name = fields.String(required=True)
    added = fields.List(fields.Nested(SolutionMatchSchema), required=True)


class RelaxationsSchema(Schema):
    """What each constraint of a challenge keeps from being shown."""

    items = fields.List(fields.Nested(RelaxationSchema), required=True)
    total = fields.Integer(required=True)


def _values(thing: Any) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields_of(thing)}
