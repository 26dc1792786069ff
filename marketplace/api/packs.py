"""`/procurements/{id}/packs` and `/procurements/{id}/ocds`: papers, and what is public as data."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields

from marketplace.api.conventions import Resource, tagged
from marketplace.api.description import NEEDED, chosen
from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.open_contracting.queries import package_of
from marketplace.packs.content import PackName
from marketplace.packs.queries import get_pack, packs_of
from marketplace.request_scope import current_services, current_uow
from marketplace.schemas.packs import PackCardsSchema, PackSchema, card_of, pack_of

resource = Resource(
    "Papers and open data of groups", __name__, url_prefix="/procurements/<uuid:procurement_id>"
)


class WhoseArguments(Schema):
    """Whose letter of intent; a paper of the group is nobody's."""

    city = fields.UUID()


class ReleasePackageSchema(Schema):
    """A release package of the Open Contracting Data Standard 1.1, as that standard has it."""

    uri = fields.String(required=True)
    version = fields.String(required=True)
    extensions = fields.List(fields.String())
    publishedDate = fields.AwareDateTime(required=True)  # noqa: N815 - the standard's word.
    publisher = fields.Dict(required=True)
    license = fields.String(required=True)
    publicationPolicy = fields.String(required=True)  # noqa: N815 - the standard's word.
    releases = fields.List(fields.Dict(), required=True)


@resource.route("/packs")
class Packs(MethodView):
    """The papers that can be drawn up."""

    @resource.doc(security=NEEDED)
    @resource.response(200, PackCardsSchema)
    def get(self, procurement_id: UUID) -> Response:
        """List them with the number of their gaps; for the cities that take part and staff."""
        cards = [card_of(card) for card in packs_of(current_uow(), procurement_id)]
        return tagged(PackCardsSchema().dump({"items": cards, "total": len(cards)}))


@resource.route("/packs/<name>", parameters=[chosen("name", PackName)])
class Pack(MethodView):
    """One paper."""

    @resource.doc(security=NEEDED)
    @resource.arguments(WhoseArguments, location="query")
    @resource.response(200, PackSchema)
    def get(self, arguments: dict[str, Any], procurement_id: UUID, name: str) -> Response:
        """Draw it up: every line with the field it came from, and what is missing."""
        if name not in set(PackName):
            raise NotFound(say(NOTHING))
        city = arguments.get("city")
        document = get_pack(current_uow(), procurement_id, PackName(name), city)
        return tagged(PackSchema().dump(pack_of(document)))


@resource.route("/ocds")
class OpenData(MethodView):
    """What everybody may know, as open contracting data."""

    @resource.response(200, ReleasePackageSchema)
    def get(self, procurement_id: UUID) -> Response:
        """Read the release package; there is none before the call is published."""
        return tagged(package_of(current_uow(), current_services().settings, procurement_id))
