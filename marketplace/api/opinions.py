"""`/challenges/{id}/opinions`: what a city says of its matches and partners, for itself alone."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from marketplace.api.conventions import Resource, tagged
from marketplace.api.description import NEEDED
from marketplace.feedback.content import About, Answer, Aspect, Reason, Said
from marketplace.feedback.operations import LONGEST_NOTE, give_opinion, take_back
from marketplace.feedback.queries import opinions_on, view_of
from marketplace.request_scope import current_services, current_uow
from marketplace.schemas.fields import Text

resource = Resource("Opinions", __name__, url_prefix="/challenges/<uuid:challenge_id>/opinions")

_ELSEWHERE = "Shortlist and outcome have addresses of their own; here is said what is useful."
_versions = validate.Range(1, 2**31 - 1)


class AnsweredSchema(Schema):
    """Which answer, and what is said of it: a verdict."""

    answer = fields.Enum(Answer, by_value=True, required=True)
    answer_id = fields.UUID(
        required=True, metadata={"description": "A solution, or a partner's challenge."}
    )
    aspect = fields.Enum(
        Aspect,
        by_value=True,
        required=True,
        validate=validate.OneOf([Aspect.VERDICT], error=_ELSEWHERE),
        metadata={"enum": [Aspect.VERDICT.value]},
    )


class OpinionBody(AnsweredSchema):
    """What is said; `reasons` only of what is of no use."""

    useful = fields.Boolean(load_default=True)
    reasons = fields.List(
        fields.Enum(Reason, by_value=True),
        load_default=list,
        validate=validate.Length(max=len(Reason)),
    )
    note = Text(LONGEST_NOTE, load_default="")
    challenge_version = fields.Integer(required=True, validate=_versions)
    answer_version = fields.Integer(required=True, validate=_versions)
    rank = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(1, 999))


class OpinionSchema(OpinionBody):
    """What was said, with what the answer was made with when it was said."""

    id = fields.UUID(required=True)
    aspect = fields.Enum(Aspect, by_value=True, required=True)
    score = fields.Float(required=True)
    model = fields.String(required=True)
    engine_version = fields.String(required=True)
    weights = fields.String(required=True)
    said_by = fields.String(required=True)
    said_at = fields.DateTime(required=True)


class OpinionsSchema(Schema):
    """Everything that the city said, the newest first."""

    items = fields.List(fields.Nested(OpinionSchema), required=True)
    total = fields.Integer(required=True)


def _listed(challenge_id: UUID) -> Response:
    found = opinions_on(current_uow(), challenge_id)
    return tagged({"items": OpinionSchema(many=True).dump(found), "total": len(found)})


@resource.route("")
class Opinions(MethodView):
    """What the city says of the answers to one challenge."""

    @resource.doc(security=NEEDED)
    @resource.response(200, OpinionsSchema)
    def get(self, challenge_id: UUID) -> Response:
        """List what the city said; its members alone may read it."""
        return _listed(challenge_id)

    @resource.arguments(OpinionBody)
    @resource.response(201, OpinionSchema)
    def post(self, body: dict[str, Any], challenge_id: UUID) -> Response:
        """Say something of an answer, in place of what was said of the same aspect before."""
        said = Said(
            aspect=body["aspect"],
            useful=body["useful"],
            reasons=tuple(body["reasons"]),
            note=body["note"],
        )
        about = About(
            challenge_id=challenge_id,
            **{
                name: body[name]
                for name in ("answer", "answer_id", "challenge_version", "answer_version", "rank")
            },
        )
        row = give_opinion(current_uow(), current_services().matcher, about, said)
        return tagged(OpinionSchema().dump(view_of(row)), status=201)


@resource.route("/take-back", methods=["POST"])
@resource.arguments(AnsweredSchema)
@resource.response(200, OpinionsSchema)
def forget(body: dict[str, Any], challenge_id: UUID) -> Response:
    """Take back what was said of one aspect of an answer; what is left is answered."""
    take_back(current_uow(), challenge_id, body["answer"], body["answer_id"], body["aspect"])
    return _listed(challenge_id)
