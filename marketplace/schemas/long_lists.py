"""The shapes of suppliers for a group, as they fit now and as they were frozen."""

from typing import Any

from marshmallow import Schema, fields, pre_dump

from marketplace.long_lists.content import Listed, LongListContent
from marketplace.long_lists.queries import LongListView, Look
from marketplace.schemas.matches import FactorSchema, FactVerdictSchema, RequirementVerdictSchema


class WantedSchema(Schema):
    """One requirement of the group."""

    text = fields.String(required=True)
    importance = fields.String(required=True)


class ForMemberSchema(Schema):
    """What a solution says to the facts of one member, and to what it alone requires."""

    organisation_id = fields.UUID(required=True)
    name = fields.String(required=True)
    requirements = fields.List(fields.Nested(RequirementVerdictSchema), required=True)
    facts = fields.List(fields.Nested(FactVerdictSchema), required=True)


class LongListedSolutionSchema(Schema):
    """A solution at the version that was ranked, with every reason."""

    solution_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    vendor_id = fields.UUID(required=True)
    vendor_name = fields.String(required=True)
    country = fields.String(required=True)
    rank = fields.Integer(required=True)
    score = fields.Float(required=True, metadata={"description": "0..1"})
    band = fields.String(required=True)
    requirements = fields.List(fields.Nested(RequirementVerdictSchema), required=True)
    factors = fields.List(fields.Nested(FactorSchema), required=True)
    members = fields.List(fields.Nested(ForMemberSchema), required=True)

    @pre_dump
    def _flat(self, listed: Listed, **_: Any) -> dict[str, Any]:
        kept = listed.kept
        plain = ("band", "requirements", "factors", "members")
        return {name: getattr(listed, name) for name in self.fields if name not in plain} | {
            "band": kept.band,
            "requirements": kept.requirements,
            "factors": kept.factors,
            "members": listed.for_members,
        }


class TeamPartSchema(Schema):
    """One requirement, and the solutions of the team that meet it, the surest first."""

    requirement = fields.String(required=True)
    solutions = fields.List(fields.UUID(), required=True)


class TeamSchema(Schema):
    """Solutions that together meet what none of them meets alone."""

    solutions = fields.List(fields.UUID(), required=True)
    suppliers = fields.Integer(required=True)
    parts = fields.List(fields.Nested(TeamPartSchema), required=True)


class PartSchema(Schema):
    """Suppliers for the whole common need, where `lot` is empty, or for one lot."""

    title = fields.String(required=True)
    lot = fields.String(required=True)
    requirements = fields.List(fields.Nested(WantedSchema), required=True)
    solutions = fields.List(fields.Nested(LongListedSolutionSchema), required=True)
    alone = fields.List(
        fields.UUID(),
        required=True,
        metadata={"description": "What meets everything that anything meets."},
    )
    teams = fields.List(fields.Nested(TeamSchema), required=True)
    unmet = fields.List(fields.String(), required=True)


class LongListContentSchema(Schema):
    """All parts, and what they were made with."""

    drawn_up = fields.Boolean(
        required=True,
        metadata={
            "description": "Whether the common need is drawn up; else all requirements are asked."
        },
    )
    model = fields.String(required=True)
    engine_version = fields.String(required=True)
    weights = fields.String(required=True)
    mark = fields.String(required=True, metadata={"description": "To freeze exactly this."})
    parts = fields.List(fields.Nested(PartSchema), required=True)


class LongListCardSchema(Schema):
    """A frozen long list, without what stands in it."""

    number = fields.Integer(required=True)
    title = fields.String(required=True)
    note = fields.String(required=True)
    frozen_at = fields.AwareDateTime(required=True)
    frozen_by = fields.String(required=True)


class LongListSchema(LongListCardSchema, LongListContentSchema):
    """A frozen long list: as it was shown, whatever has changed since."""

    @pre_dump
    def _flat(self, kept: LongListView, **_: Any) -> dict[str, Any]:
        card = ("number", "title", "note", "frozen_at", "frozen_by")
        return {name: getattr(kept, name) for name in card} | content_values(kept.content)


class LookSchema(LongListContentSchema):
    """The suppliers as they fit now, and the long lists that were frozen."""

    frozen = fields.List(fields.Nested(LongListCardSchema), required=True)

    @pre_dump
    def _flat(self, look: Look, **_: Any) -> dict[str, Any]:
        return content_values(look.content) | {"frozen": look.frozen}


def content_values(content: LongListContent) -> dict[str, Any]:
    """What the shape of a content shows."""
    made = content.made_by
    return {
        "drawn_up": content.drawn_up,
        "model": made.model,
        "engine_version": made.engine_version,
        "weights": made.weights,
        "mark": content.mark,
        "parts": content.parts,
    }
