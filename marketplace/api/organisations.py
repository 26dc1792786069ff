"""`/organisations`: cities, vendors and the programme."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.views import MethodView
from marshmallow import Schema, fields

from marketplace.api.conventions import (
    ContentPatch,
    PageArguments,
    Resource,
    envelope,
    expected_version,
    merged,
    page_request,
    tagged,
)
from marketplace.organisations.content import OrganisationKind, ProgrammeRole
from marketplace.organisations.models import Organisation
from marketplace.organisations.operations import change_organisation, create_organisation
from marketplace.organisations.queries import (
    OrganisationFilters,
    get_organisation,
    list_organisations,
)
from marketplace.request_scope import current_uow
from marketplace.schemas.answers import (
    ListedOrganisationSchema,
    OrganisationAnswerSchema,
    page_of,
)
from marketplace.schemas.fields import Code, Line
from marketplace.schemas.organisations import OrganisationSchema

resource = Resource("Organisations", __name__, url_prefix="/organisations")


class OrganisationArguments(PageArguments):
    """What a list of organisations is narrowed down to."""

    kind = fields.Enum(OrganisationKind, by_value=True)
    country = Code(2)
    q = Line(200)
    theme = Code()
    region = Code(5)
    mission_city = fields.Boolean()
    programme_role = fields.Enum(ProgrammeRole, by_value=True)


class OrganisationBody(Schema):
    """A new organisation."""

    content = fields.Nested(OrganisationSchema, required=True)


def show(row: Organisation) -> dict[str, Any]:
    """The organisation as the API gives it."""
    shown: dict[str, Any] = OrganisationAnswerSchema().dump(row)
    return shown


@resource.route("")
class Organisations(MethodView):
    """All organisations that the caller may see."""

    @resource.arguments(OrganisationArguments, location="query")
    @resource.response(200, page_of(ListedOrganisationSchema))
    def get(self, arguments: dict[str, Any]) -> Response:
        """List organisations."""
        page = page_request(arguments)
        found = list_organisations(current_uow(), OrganisationFilters(**arguments), page)
        return tagged(envelope(found, ListedOrganisationSchema().dump))

    @resource.arguments(OrganisationBody)
    @resource.response(201, OrganisationAnswerSchema)
    def post(self, body: dict[str, Any]) -> Response:
        """Create an organisation; the caller becomes its owner."""
        row = create_organisation(current_uow(), body["content"])
        response = tagged(show(row), row.version, 201)
        response.headers["Location"] = url_for(
            "Organisations.OneOrganisation", organisation_id=row.id
        )
        return response


@resource.route("/<uuid:organisation_id>")
class OneOrganisation(MethodView):
    """One organisation."""

    @resource.response(200, OrganisationAnswerSchema)
    def get(self, organisation_id: UUID) -> Response:
        """Read an organisation."""
        row = get_organisation(current_uow(), organisation_id)
        return tagged(show(row), row.version)

    @resource.arguments(ContentPatch)
    @resource.response(200, OrganisationAnswerSchema)
    def patch(self, body: dict[str, Any], organisation_id: UUID) -> Response:
        """Change what an organisation says of itself; needs If-Match."""
        version = expected_version()
        present = get_organisation(current_uow(), organisation_id).content
        content = merged(OrganisationSchema(), present, body["content"])
        row = change_organisation(current_uow(), organisation_id, content, expected_version=version)
        return tagged(show(row), row.version)
