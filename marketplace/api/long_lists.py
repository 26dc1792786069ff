"""`/procurements/{id}/suppliers`: who fits a group now, and the long lists that it froze."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from marketplace.api.conventions import Resource, tagged
from marketplace.api.description import NEEDED
from marketplace.foundation.access import VISITOR
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.long_lists.operations import LONGEST_NOTE, LONGEST_TITLE, freeze
from marketplace.long_lists.queries import long_list, look, ranked
from marketplace.request_scope import current_services, current_uow, prepared
from marketplace.schemas.fields import Line, Text
from marketplace.schemas.long_lists import LongListSchema, LookSchema
from marketplace.services import Services

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
        uow = current_uow()
        kept = freeze(uow, prepared(), procurement_id, **body)
        uow.session.flush()
        shown = LongListSchema().dump(long_list(uow, procurement_id, kept.number))
        return tagged(shown, status=201)


def to_freeze(services: Services, uow: UnitOfWork, arguments: Mapping[str, Any]) -> object:
    """What is frozen; None for reading. Whoever is not known is refused by the view itself."""
    if request.method != "POST" or uow.actor is VISITOR:
        return None
    return ranked(uow, services.matcher, arguments["procurement_id"])


PREPARES = {"Suppliers for groups.Suppliers": to_freeze}


@resource.route("/lists/<int(max=2147483647):number>")
class LongList(MethodView):
    """One frozen long list."""

    @resource.doc(security=NEEDED)
    @resource.response(200, LongListSchema)
    def get(self, procurement_id: UUID, number: int) -> Response:
        """Read it as it was shown when it was frozen."""
        return tagged(LongListSchema().dump(long_list(current_uow(), procurement_id, number)))
