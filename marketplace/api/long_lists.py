"""`/procurements/{id}/suppliers`: who fits a group now, and the long lists that it froze."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from marketplace.api.conventions import Resource, tagged
from marketplace.api.description import NEEDED
from marketplace.long_lists.operations import LONGEST_NOTE, LONGEST_TITLE, freeze
from marketplace.long_lists.queries import long_list, look
from marketplace.request_scope import current_services, current_uow
from marketplace.schemas.fields import Line, Text
from marketplace.schemas.long_lists import LongListSchema, LookSchema

resource = Resource(
    "Suppliers for groups", __name__, url_prefix="/procurements/<uuid:procurement_id>/suppliers"
)


class FreezeBody(Schema):
    """What the list is called, and which list it is that was looked at."""

    title = Line(LONGEST_TITLE, least=1, required=True)
    note = Text(LONGEST_NOTE, load_default="")
    mark = fields.String(required=True, validate=validate.Length(max=64))


@resource.route("")
class Suppliers(MethodView):
    """The suppliers for a group, as they fit now."""

    @resource.doc(security=NEEDED)
    @resource.response(200, LookSchema)
    def get(self, procurement_id: UUID) -> Response:
        """Rank solutions for the common need and each lot, with teams; for the inside alone."""
        found = look(current_uow(), current_services().matcher, procurement_id)
        return tagged(LookSchema().dump(found))

    @resource.arguments(FreezeBody)
    @resource.response(201, LongListSchema)
    def post(self, body: dict[str, Any], procurement_id: UUID) -> Response:
        """Freeze the list whose mark is given; the lead buyer and programme staff may."""
        uow, matcher = current_uow(), current_services().matcher
        kept = freeze(uow, matcher, procurement_id, **body)
        uow.session.flush()
        shown = LongListSchema().dump(long_list(uow, procurement_id, kept.number))
        return tagged(shown, status=201)


@resource.route("/lists/<int(max=2147483647):number>")
class LongList(MethodView):
    """One frozen long list."""

    @resource.doc(security=NEEDED)
    @resource.response(200, LongListSchema)
    def get(self, procurement_id: UUID, number: int) -> Response:
        """Read it as it was shown when it was frozen."""
        return tagged(LongListSchema().dump(long_list(current_uow(), procurement_id, number)))
