"""`/challenges`: what cities need, the moves of its lifecycle, and questions about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from marketplace.api.conventions import (
    ContentPatch,
    PageArguments,
    RemarksBody,
    Resource,
    VersionArguments,
    envelope,
    expected_version,
    merged,
    page_request,
    tagged,
)
from marketplace.api.description import IF_MATCH
from marketplace.challenges import operations
from marketplace.challenges.content import Nature
from marketplace.challenges.lifecycle import STATES
from marketplace.challenges.queries import (
    SORTS,
    ChallengeFilters,
    get_challenge,
    list_challenges,
)
from marketplace.request_scope import current_uow
from marketplace.schemas.answers import ChallengeAnswerSchema, ListedChallengeSchema, page_of
from marketplace.schemas.challenges import ChallengeSchema
from marketplace.schemas.fields import Code, Line

resource = Resource("Challenges", __name__, url_prefix="/challenges")

MOVES: dict[str, Callable[..., Any]] = {
    "submit": operations.submit,
    "publish": operations.publish,
    "close": operations.close,
    "reopen": operations.reopen,
    "award": operations.award,
    "cancel": operations.cancel,
    "withdraw": operations.withdraw,
}


class ChallengeArguments(PageArguments):
    """What a list of challenges is narrowed down to."""

    q = Line(200)
    theme = Code()
    standard = Code()
    language = Code(10)
    country = Code(2)
    city = fields.UUID()
    nature = fields.Enum(Nature, by_value=True)
    joint = fields.Boolean()
    state = fields.String(validate=validate.OneOf(STATES))
    sort = fields.String(validate=validate.OneOf(SORTS))


class ChallengeBody(Schema):
    """A new challenge of a city."""

    city = fields.UUID(required=True)
    content = fields.Nested(ChallengeSchema, required=True)


def answer(challenge_id: UUID, *, working: bool, status: int = 200) -> Response:
    """The challenge as the API gives it, with its tag."""
    view = get_challenge(current_uow(), challenge_id, working=working)
    return tagged(ChallengeAnswerSchema().dump(view), view.version, status)


@resource.route("")
class Challenges(MethodView):
    """All challenges that the caller may see."""

    @resource.arguments(ChallengeArguments, location="query")
    @resource.response(200, page_of(ListedChallengeSchema))
    def get(self, arguments: dict[str, Any]) -> Response:
        """List challenges, the newest first."""
        page = page_request(arguments)
        found = list_challenges(current_uow(), ChallengeFilters(**arguments), page)
        return tagged(envelope(found, ListedChallengeSchema().dump))

    @resource.arguments(ChallengeBody)
    @resource.response(201, ChallengeAnswerSchema)
    def post(self, body: dict[str, Any]) -> Response:
        """Draft a challenge for a city that the caller edits."""
        row = operations.create_challenge(current_uow(), body["city"], body["content"])
        response = answer(row.id, working=True, status=201)
        response.headers["Location"] = url_for("Challenges.OneChallenge", challenge_id=row.id)
        return response


@resource.route("/<uuid:challenge_id>")
class OneChallenge(MethodView):
    """One challenge."""

    @resource.arguments(VersionArguments, location="query")
    @resource.response(200, ChallengeAnswerSchema)
    def get(self, arguments: dict[str, Any], challenge_id: UUID) -> Response:
        """Read a challenge; the budget only for those whom the city lets see it."""
        return answer(challenge_id, working=arguments["working"])

    @resource.arguments(ContentPatch)
    @resource.response(200, ChallengeAnswerSchema)
    def patch(self, body: dict[str, Any], challenge_id: UUID) -> Response:
        """Change the version in work; what is published stays until the next review."""
        version = expected_version()
        present = get_challenge(current_uow(), challenge_id, working=True).content
        content = merged(ChallengeSchema(), present, body["content"])
        operations.change_challenge(current_uow(), challenge_id, content, expected_version=version)
        return answer(challenge_id, working=True)


@resource.route("/<uuid:challenge_id>/return", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(RemarksBody)
@resource.response(200, ChallengeAnswerSchema)
def send_back(body: dict[str, Any], challenge_id: UUID) -> Response:
    """Return a challenge in review with the fields to mend; staff only."""
    version = expected_version()
    operations.send_back(current_uow(), challenge_id, body["remarks"], expected_version=version)
    return answer(challenge_id, working=True)


@resource.route(
    f"/<uuid:challenge_id>/<any({','.join(MOVES)}):move>", methods=["POST"], parameters=[IF_MATCH]
)
@resource.response(200, ChallengeAnswerSchema)
def make_move(challenge_id: UUID, move: str) -> Response:
    """Submit, publish, close, reopen, award, cancel or withdraw a challenge."""
    MOVES[move](current_uow(), challenge_id, expected_version=expected_version())
    return answer(challenge_id, working=True)
