"""`/challenges/{id}/shortlist`: what a city looks at closer, each match as it was shown."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from marketplace.api.conventions import Resource, expected_version, tagged
from marketplace.api.description import NEEDED
from marketplace.feedback.content import About, Answer
from marketplace.request_scope import current_services, current_uow
from marketplace.schemas.fields import Text
from marketplace.schemas.shortlists import ShortlistItemSchema, ShortlistSchema
from marketplace.shortlists.operations import LONGEST_NOTE, put_on, take_off, write_note
from marketplace.shortlists.queries import shortlist_of

resource = Resource("Shortlists", __name__, url_prefix="/challenges/<uuid:challenge_id>/shortlist")

_versions = validate.Range(1, 2**31 - 1)


class PutOnBody(Schema):
    """Which solution, at the versions that were looked at, and from which place of the list."""

    solution = fields.UUID(required=True)
    challenge_version = fields.Integer(required=True, validate=_versions)
    solution_version = fields.Integer(required=True, validate=_versions)
    rank = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(1, 999))


class NoteBody(Schema):
    """What only members of the city read."""

    note = Text(LONGEST_NOTE, required=True)


def _listed(challenge_id: UUID) -> Response:
    items = shortlist_of(current_uow(), challenge_id).items
    return tagged({"items": ShortlistItemSchema(many=True).dump(items), "total": len(items)})


def _item(challenge_id: UUID, solution_id: UUID, status: int = 200) -> Response:
    current_uow().session.flush()
    items = shortlist_of(current_uow(), challenge_id).items
    item = next(item for item in items if item.solution_id == solution_id)
    return tagged(ShortlistItemSchema().dump(item), item.version, status)


@resource.route("")
class Shortlist(MethodView):
    """The shortlist for one challenge."""

    @resource.doc(security=NEEDED)
    @resource.response(200, ShortlistSchema)
    def get(self, challenge_id: UUID) -> Response:
        """List what is on it, in the city's order; its members alone may read it."""
        return _listed(challenge_id)

    @resource.arguments(PutOnBody)
    @resource.response(201, ShortlistItemSchema)
    def post(self, body: dict[str, Any], challenge_id: UUID) -> Response:
        """Put a solution on it, or take over what its match says now."""
        about = About(
            challenge_id=challenge_id,
            answer=Answer.SOLUTION,
            answer_id=body["solution"],
            challenge_version=body["challenge_version"],
            answer_version=body["solution_version"],
            rank=body["rank"],
        )
        put_on(current_uow(), current_services().matcher, about)
        return _item(challenge_id, body["solution"], 201)


@resource.route("/<uuid:solution_id>", methods=["PATCH"])
@resource.arguments(NoteBody)
@resource.response(200, ShortlistItemSchema)
def note(body: dict[str, Any], challenge_id: UUID, solution_id: UUID) -> Response:
    """Write a note on one of them."""
    uow = current_uow()
    write_note(uow, challenge_id, solution_id, body["note"], expected_version=expected_version())
    return _item(challenge_id, solution_id)


@resource.route("/<uuid:solution_id>/take-off", methods=["POST"])
@resource.response(200, ShortlistSchema)
def leave(challenge_id: UUID, solution_id: UUID) -> Response:
    """Take one of them off, with its note; what is left is answered."""
    take_off(current_uow(), challenge_id, solution_id)
    return _listed(challenge_id)
