"""`/procurements/proposals`: buyers groups that staff could propose."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from marketplace.api.conventions import Resource, tagged
from marketplace.api.description import NEEDED
from marketplace.buyers_groups.content import LARGEST, SMALLEST, Pinned
from marketplace.buyers_groups.queries import proposals
from marketplace.request_scope import current_uow
from marketplace.schemas.buyers_groups import ProposedGroupSchema, ProposedGroupsSchema
from marketplace.schemas.fields import Code, Money

resource = Resource("Proposed groups", __name__, url_prefix="/procurements/proposals")

MOST_GROUPS, MOST_PINS = 50, 20


class PinsArguments(Schema):
    """What somebody insists on; rule sets, cities and cities to leave out may be given often."""

    rule_set = fields.List(Code(60), load_default=(), validate=validate.Length(max=MOST_PINS))
    with_ = fields.List(
        fields.UUID(), data_key="with", load_default=(), validate=validate.Length(max=MOST_PINS)
    )
    without = fields.List(fields.UUID(), load_default=(), validate=validate.Length(max=MOST_PINS))
    size = fields.Integer(validate=validate.Range(SMALLEST, LARGEST))
    theme = Code()
    value = Money()
    only_open = fields.Boolean(load_default=False)
    limit = fields.Integer(load_default=10, validate=validate.Range(1, MOST_GROUPS))


@resource.route("")
@resource.doc(security=NEEDED)
@resource.arguments(PinsArguments, location="query")
@resource.response(200, ProposedGroupsSchema)
def proposed(arguments: dict[str, Any]) -> Response:
    """List the best groups of open challenges under rule sets and pins; for programme staff."""
    pinned = Pinned(
        rule_sets=tuple(dict.fromkeys(arguments["rule_set"])),
        cities=frozenset(arguments["with_"]),
        without=frozenset(arguments["without"]),
        size=arguments.get("size"),
        theme=arguments.get("theme"),
        value=arguments.get("value") or None,
        only_open=arguments["only_open"],
    )
    found = proposals(current_uow(), pinned, arguments["limit"])
    items = ProposedGroupSchema(many=True).dump(found.groups)
    rest = {"total": len(items), "whole": found.whole, "candidates": found.candidates}
    return tagged({"items": items, **rest})
