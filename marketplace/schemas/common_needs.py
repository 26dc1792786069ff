"""The shapes of a group's common need, of what is decided on its items, and of lots."""

from typing import Any

from marshmallow import Schema, fields, pre_dump

from marketplace.common_needs.content import Choice, Decision, LotContent, LotsBy
from marketplace.common_needs.cutting import (
    LONGEST_DESCRIPTION,
    LONGEST_UNIT,
    MOST_LOT_MEMBERS,
)
from marketplace.common_needs.lots import LONGEST_TITLE
from marketplace.common_needs.operations import LONGEST_REASON, LONGEST_WORDING
from marketplace.common_needs.queries import NeedView, SourceView
from marketplace.recommendations.common import Because, Kind
from marketplace.schemas.fields import Code, Exact, Line, Many, Money, Text
from marketplace.schemas.loading import ContentSchema


class NeedSourceSchema(Schema):
    """A sentence or a code of a member, as it stands in that version of its challenge."""

    organisation_id = fields.UUID(required=True)
    city = fields.String(required=True)
    challenge_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    field = fields.String(required=True)
    text = fields.String(required=True)
    essential = fields.Boolean(required=True)
    is_public = fields.Boolean(
        required=True, metadata={"description": "Everybody reads this version now."}
    )

    @pre_dump
    def _flat(self, view: SourceView, **_: Any) -> dict[str, Any]:
        own = {name: getattr(view, name) for name in ("city", "is_public")}
        said = (name for name in self.fields if name not in own)
        return own | {name: getattr(view.source, name) for name in said}


class NeedItemSchema(Schema):
    """One thing that is asked for; `choice` is null as long as nobody has decided on it."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True, metadata={"description": "For If-Match."})
    kind = fields.Enum(Kind, by_value=True, required=True)
    about = fields.String(
        required=True, metadata={"description": "requirement, or the name of a fact."}
    )
    proposed = fields.String(
        required=True, metadata={"description": "Empty where no wording can be proposed."}
    )
    because = fields.Enum(Because, by_value=True, required=True)
    part = fields.Integer(required=True, allow_none=True)
    sides = fields.List(
        fields.List(fields.Nested(NeedSourceSchema)),
        required=True,
        metadata={"description": "Sources of one side say the same; sides exclude each other."},
    )
    choice = fields.Enum(Choice, by_value=True, required=True, allow_none=True)
    wording = fields.String(required=True)
    reason = fields.String(required=True)
    took_part = fields.List(fields.String(), required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    is_changed = fields.Boolean(required=True)
    is_gone = fields.Boolean(required=True)


class NeedSchema(Schema):
    """What a group needs in common; version 0 where nobody has drawn it up."""

    version = fields.Integer(required=True, metadata={"description": "For If-Match."})
    drawn_up_at = fields.AwareDateTime(required=True, allow_none=True)
    drawn_up_by = fields.String(required=True, allow_none=True)
    is_outdated = fields.Boolean(
        required=True,
        metadata={"description": "The cities say something else now; draw it up anew."},
    )
    changed = fields.List(fields.String(), required=True)
    come = fields.List(fields.String(), required=True)
    has_left = fields.Boolean(required=True)
    is_settled = fields.Boolean(required=True)
    unread = fields.List(fields.String(), required=True)
    silent = fields.List(fields.String(), required=True)
    items = fields.List(fields.Nested(NeedItemSchema), required=True)

    @pre_dump
    def _empty(self, need: NeedView | None, **_: Any) -> Any:
        nothing: dict[str, Any] = {"version": 0, "drawn_up_at": None, "drawn_up_by": None}
        flags = {"is_outdated": False, "has_left": False, "is_settled": False}
        lists: dict[str, Any] = {
            name: [] for name in ("changed", "come", "unread", "silent", "items")
        }
        return nothing | flags | lists if need is None else need


class NeedDecisionSchema(ContentSchema[Decision]):
    """What people decide about one item; the wording counts only where all ask for it."""

    content = Decision

    choice = fields.Enum(Choice, by_value=True, required=True)
    wording = Text(LONGEST_WORDING)
    reason = Text(LONGEST_REASON)
    took_part = Many(fields.UUID(), MOST_LOT_MEMBERS, required=True)


class TookPartBody(Schema):
    """The cities that took part in a decision."""

    took_part = fields.List(fields.UUID(), required=True)


class LotContentSchema(ContentSchema[LotContent]):
    """What a lot says; `value` is in the currency of the joint procurement."""

    content = LotContent

    title = Line(LONGEST_TITLE, least=1, required=True)
    description = Text(LONGEST_DESCRIPTION)
    items = Many(fields.UUID(), 1000)
    members = Many(fields.UUID(), MOST_LOT_MEMBERS)
    quantity = Money(allow_none=True)
    unit = Line(LONGEST_UNIT)
    value = Money(allow_none=True)
    country = Code(allow_none=True)
    region = Code(allow_none=True)
    cpv = Code(allow_none=True)


class LotSchema(Schema):
    """One lot, with the wordings that it covers and the cities that it is for."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    version = fields.Integer(required=True, metadata={"description": "For If-Match."})
    content = fields.Nested(LotContentSchema, required=True)
    asks_for = fields.List(fields.String(), required=True)
    cities = fields.List(fields.String(), required=True)
    written_at = fields.AwareDateTime(required=True)
    written_by = fields.String(required=True)


class LotsSchema(Schema):
    """The lots beside the whole; `total` adds the values that are stated."""

    currency = fields.String(required=True)
    total = Exact(required=True)
    without_value = fields.Integer(required=True)
    cap = Money(required=True, allow_none=True)
    is_above_cap = fields.Boolean(required=True)
    items = fields.List(fields.Nested(LotSchema), required=True, attribute="lots")
    uncovered = fields.List(
        fields.Nested(NeedItemSchema),
        required=True,
        metadata={"description": "What all ask for and no lot covers."},
    )


class LotProposalsSchema(Schema):
    """Lots that can be proposed now; none of them is kept."""

    items = fields.List(fields.Nested(LotContentSchema), required=True)


class LotsByBody(Schema):
    """What lots are proposed by."""

    by = fields.Enum(LotsBy, by_value=True, required=True)


class MergeBody(Schema):
    """The lot that is put into this one, and its version."""

    other = fields.UUID(required=True)
    other_version = fields.Integer(required=True)
