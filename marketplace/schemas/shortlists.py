"""The shapes of shortlists: each match as it was shown, with what the city's people add."""

from typing import Any

from marshmallow import Schema, fields, pre_dump

from marketplace.schemas.matches import SolutionMatchSchema
from marketplace.shortlists.queries import Listed


class ShortlistItemSchema(Schema):
    """One solution on the shortlist; `match` is as it was shown when it was put there."""

    place = fields.Integer(
        required=True, metadata={"description": "In the order that the city keeps."}
    )
    rank = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "In the list it was taken from; None where there was none."},
    )
    note = fields.String(required=True, metadata={"description": "For the city alone."})
    version = fields.Integer(required=True, metadata={"description": "For If-Match."})
    put_on_at = fields.AwareDateTime(required=True)
    put_on_by = fields.String(required=True)
    published_version = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "What the solution says now; None: it is not listed any more."},
    )
    match = fields.Nested(SolutionMatchSchema, required=True)

    @pre_dump
    def _flat(self, item: Listed, **_: Any) -> dict[str, Any]:
        names = [name for name in self.fields if name != "match"]
        return {name: getattr(item, name) for name in names} | {"match": item.match}


class ShortlistSchema(Schema):
    """What a city looks at closer for one challenge, in its own order."""

    items = fields.List(fields.Nested(ShortlistItemSchema), required=True)
    total = fields.Integer(required=True)
