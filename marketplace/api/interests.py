"""`/challenges/{id}/interests` and `/interests/{id}`: vendors offer solutions, cities answer."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from marketplace.api.conventions import (
    PageArguments,
    Resource,
    envelope,
    expected_version,
    page_request,
    tagged,
)
from marketplace.api.description import IF_MATCH, NEEDED
from marketplace.interests import operations
from marketplace.interests.queries import InterestFilters, get_interest, list_interests
from marketplace.request_scope import current_services, current_uow
from marketplace.schemas.answers import page_of
from marketplace.schemas.interests import (
    AnswerSchema,
    ClosingSchema,
    InterestContentSchema,
    InterestSchema,
)
from marketplace.shortlists.operations import answer_interest

resource = Resource("Interests", __name__, url_prefix="")


class InterestBody(Schema):
    """A solution that is offered for the challenge."""

    solution_id = fields.UUID(required=True)
    challenge_version = fields.Integer(
        required=True,
        validate=validate.Range(1, 2**31 - 1),
        metadata={"description": "The version that the vendor has read."},
    )
    content = fields.Nested(InterestContentSchema, required=True)


def shown(interest_id: UUID, status: int = 200) -> Response:
    """The interest as the API gives it, with its tag."""
    view = get_interest(current_uow(), interest_id)
    return tagged(InterestSchema().dump(view), view.version, status)


@resource.route("/challenges/<uuid:challenge_id>/interests")
class Interests(MethodView):
    """The solutions that are offered for one challenge."""

    @resource.doc(security=NEEDED)
    @resource.arguments(PageArguments, location="query")
    @resource.response(200, page_of(InterestSchema))
    def get(self, arguments: dict[str, Any], challenge_id: UUID) -> Response:
        """List interest: all of it for the city, the caller's own for a vendor."""
        chosen = InterestFilters(challenge=challenge_id)
        found = list_interests(current_uow(), chosen, page_request(arguments))
        return tagged(envelope(found, InterestSchema().dump))

    @resource.arguments(InterestBody)
    @resource.response(201, InterestSchema)
    def post(self, body: dict[str, Any], challenge_id: UUID) -> Response:
        """Offer a published solution, with evidence for each requirement."""
        row = operations.express_interest(
            current_uow(),
            current_services().matcher,
            body["solution_id"],
            challenge_id,
            body["content"],
            challenge_version=body["challenge_version"],
        )
        response = shown(row.id, status=201)
        response.headers["Location"] = url_for("Interests.OneInterest", interest_id=row.id)
        return response


@resource.route("/interests/<uuid:interest_id>")
class OneInterest(MethodView):
    """One interest."""

    @resource.response(200, InterestSchema)
    def get(self, interest_id: UUID) -> Response:
        """Read an interest; the vendor, the city and staff alone may."""
        return shown(interest_id)


@resource.route("/interests/<uuid:interest_id>/see", methods=["POST"])
@resource.response(200, InterestSchema)
def see(interest_id: UUID) -> Response:
    """Note that the city has read it; doing so again changes nothing."""
    operations.mark_seen(current_uow(), interest_id)
    return shown(interest_id)


@resource.route("/interests/<uuid:interest_id>/answer", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(AnswerSchema)
@resource.response(200, InterestSchema)
def answer(body: dict[str, Any], interest_id: UUID) -> Response:
    """Invite the vendor to talk, put it on the shortlist and say so, or say not now and why."""
    version = expected_version()
    given, reason = body["answer"], body["reason"]
    uow, matcher = current_uow(), current_services().matcher
    answer_interest(uow, matcher, interest_id, given, reason, expected_version=version)
    return shown(interest_id)


@resource.route("/interests/<uuid:interest_id>/close", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(ClosingSchema)
@resource.response(200, InterestSchema)
def close(body: dict[str, Any], interest_id: UUID) -> Response:
    """End it with the city's decision and the reason for this vendor."""
    version = expected_version()
    operations.close(current_uow(), interest_id, body["reason"], expected_version=version)
    return shown(interest_id)


@resource.route("/interests/<uuid:interest_id>/withdraw", methods=["POST"], parameters=[IF_MATCH])
@resource.response(200, InterestSchema)
def withdraw(interest_id: UUID) -> Response:
    """Take an interest back; the city no longer reads what it said."""
    operations.withdraw(current_uow(), interest_id, expected_version=expected_version())
    return shown(interest_id)
