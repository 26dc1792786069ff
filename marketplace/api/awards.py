"""`/procurements/{id}/evaluation` and `/outcome`: how offers are judged, and what came of it."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields

from marketplace.api.conventions import Resource, expected_version, tagged
from marketplace.api.description import IF_MATCH, NEEDED
from marketplace.awards import operations, outcomes, scoring
from marketplace.awards.content import Claim, Marks, OutcomeContent, TendererContent
from marketplace.awards.judging import evaluation_view
from marketplace.awards.outcomes import LONGEST_FEEDBACK
from marketplace.awards.queries import feedback_for, outcomes_of, savings_of
from marketplace.awards.scoring import LONGEST_DECLARATION
from marketplace.request_scope import current_uow
from marketplace.schemas.awards import (
    ClaimSchema,
    CriteriaSchema,
    EvaluationSchema,
    FeedbackSchema,
    JointOutcomeSchema,
    JointOutcomesSchema,
    JudgedSchema,
    MarksSchema,
    SavingSchema,
    SavingsSchema,
    TendererSchema,
)
from marketplace.schemas.fields import Flag, Line, Link, Text

resource = Resource("Evaluations", __name__, url_prefix="/procurements/<uuid:procurement_id>")

OFFER = "/evaluation/offers/<uuid:tenderer_id>"
SAVING = "/outcome/savings/<uuid:organisation_id>"
LONGEST_EMAIL = 254


class CriteriaBody(Schema):
    """By what offers are judged, and where they are made."""

    criteria = fields.Nested(CriteriaSchema, required=True)
    link = Link(allow_none=True, load_default=None)


class EvaluatorBody(Schema):
    """Whom a city names: one of its people, by the address they sign in with."""

    organisation_id = fields.UUID(required=True)
    email = Line(LONGEST_EMAIL, least=1, required=True)


class DeclarationBody(Schema):
    """Whether the caller has an interest of their own in an offer, and which."""

    has_conflict = Flag(required=True)
    declaration = Text(LONGEST_DECLARATION, load_default="")


class ToldBody(Schema):
    """What a supplier reads."""

    feedback = Text(LONGEST_FEEDBACK, least=1, required=True)


def _evaluation(procurement_id: UUID, status: int = 200) -> Response:
    uow = current_uow()
    uow.session.flush()
    view = evaluation_view(uow, procurement_id)
    return tagged(EvaluationSchema().dump(view), view.version, status)


def _offer(procurement_id: UUID, tenderer_id: UUID, *, of: str = "") -> Response:
    """One offer; its tag is of the caller's own sheet, of what was agreed, or of what it reads."""
    uow = current_uow()
    uow.session.flush()
    view = evaluation_view(uow, procurement_id)
    one = view.tenderer(tenderer_id)
    versions = {
        "mine": one.mine.version if one.mine else 0,
        "agreed": one.agreed_version,
        "told": one.version,
    }
    stage = "mine" if view.opened_at is None else "agreed"
    return tagged(JudgedSchema().dump(one), versions[of or stage])


def _saving(procurement_id: UUID, organisation_id: UUID) -> Response:
    uow = current_uow()
    uow.session.flush()
    found = savings_of(uow, procurement_id)
    one = next(view for view in found if view.organisation_id == organisation_id)
    return tagged(SavingSchema().dump(one), one.version)


@resource.route("/evaluation")
class Evaluation(MethodView):
    """How the offers of one joint procurement are judged."""

    @resource.doc(security=NEEDED)
    @resource.response(200, EvaluationSchema)
    def get(self, procurement_id: UUID) -> Response:
        """Read criteria, offers and evaluators; points of others from consensus on."""
        return _evaluation(procurement_id)

    @resource.arguments(CriteriaBody)
    @resource.response(200, EvaluationSchema)
    def patch(self, body: dict[str, Any], procurement_id: UUID) -> Response:
        """Set the criteria; “"0"” is the tag before there are any."""
        operations.set_criteria(
            current_uow(),
            procurement_id,
            body["criteria"],
            body["link"],
            expected_version=expected_version(),
        )
        return _evaluation(procurement_id)


@resource.route("/evaluation/offers", methods=["POST"])
@resource.arguments(TendererSchema)
@resource.response(201, EvaluationSchema)
def add_offer(content: TendererContent, procurement_id: UUID) -> Response:
    """Note who made an offer."""
    operations.add_tenderer(current_uow(), procurement_id, content)
    return _evaluation(procurement_id, 201)


@resource.route(OFFER)
class Offer(MethodView):
    """One offer, and what the caller may see of how it was judged."""

    @resource.doc(security=NEEDED)
    @resource.response(200, JudgedSchema)
    def get(self, procurement_id: UUID, tenderer_id: UUID) -> Response:
        """Read it; the tag is of the caller's own points, from consensus on of those agreed."""
        return _offer(procurement_id, tenderer_id)


@resource.route(f"{OFFER}/remove", methods=["POST"])
@resource.response(200, EvaluationSchema)
def remove_offer(procurement_id: UUID, tenderer_id: UUID) -> Response:
    """Take back the note, as long as no evaluator has looked at it."""
    operations.remove_tenderer(current_uow(), procurement_id, tenderer_id)
    return _evaluation(procurement_id)


@resource.route(f"{OFFER}/declaration", methods=["PATCH"])
@resource.arguments(DeclarationBody)
@resource.response(200, JudgedSchema)
def declare(body: dict[str, Any], procurement_id: UUID, tenderer_id: UUID) -> Response:
    """Declare whether the caller has an interest of their own in it."""
    version = expected_version()
    scoring.declare(current_uow(), procurement_id, tenderer_id, **body, expected_version=version)
    return _offer(procurement_id, tenderer_id, of="mine")


@resource.route(f"{OFFER}/points", methods=["PATCH"])
@resource.arguments(MarksSchema)
@resource.response(200, JudgedSchema)
def give_points(marks: Marks, procurement_id: UUID, tenderer_id: UUID) -> Response:
    """Give points as an evaluator; nobody else reads them before consensus."""
    version = expected_version()
    scoring.give_points(current_uow(), procurement_id, tenderer_id, marks, expected_version=version)
    return _offer(procurement_id, tenderer_id, of="mine")


@resource.route(f"{OFFER}/agreement", methods=["PATCH"])
@resource.arguments(MarksSchema)
@resource.response(200, JudgedSchema)
def agree(marks: Marks, procurement_id: UUID, tenderer_id: UUID) -> Response:
    """Keep the points that the evaluators agreed on, each with its reason."""
    version = expected_version()
    scoring.agree(current_uow(), procurement_id, tenderer_id, marks, expected_version=version)
    return _offer(procurement_id, tenderer_id, of="agreed")


@resource.route(f"{OFFER}/feedback")
class Told(MethodView):
    """What a supplier is told of the outcome."""

    @resource.doc(security=NEEDED)
    @resource.response(200, FeedbackSchema)
    def get(self, procurement_id: UUID, tenderer_id: UUID) -> Response:
        """Read what was told; the supplier's own people and the group may."""
        return tagged(
            FeedbackSchema().dump(
                feedback_for(current_uow(), tenderer_id, procurement_id=procurement_id)
            )
        )

    @resource.arguments(ToldBody)
    @resource.response(200, JudgedSchema)
    def patch(self, body: dict[str, Any], procurement_id: UUID, tenderer_id: UUID) -> Response:
        """Tell the supplier; the tag is the version of the offer."""
        version, text = expected_version(), body["feedback"]
        outcomes.tell_supplier(
            current_uow(), procurement_id, tenderer_id, text, expected_version=version
        )
        return _offer(procurement_id, tenderer_id, of="told")


@resource.route("/evaluation/evaluators", methods=["POST"])
@resource.arguments(EvaluatorBody)
@resource.response(201, EvaluationSchema)
def name_evaluator(body: dict[str, Any], procurement_id: UUID) -> Response:
    """Name one of a city's people as an evaluator."""
    operations.name_evaluator(current_uow(), procurement_id, **body)
    return _evaluation(procurement_id, 201)


@resource.route("/evaluation/evaluators/<uuid:evaluator_id>/remove", methods=["POST"])
@resource.response(200, EvaluationSchema)
def remove_evaluator(procurement_id: UUID, evaluator_id: UUID) -> Response:
    """Take back a naming, as long as the person has given no points."""
    operations.remove_evaluator(current_uow(), procurement_id, evaluator_id)
    return _evaluation(procurement_id)


@resource.route("/evaluation/open-consensus", methods=["POST"])
@resource.response(200, EvaluationSchema)
def open_consensus(procurement_id: UUID) -> Response:
    """Let the evaluators read each other, though some are not done."""
    scoring.open_consensus(current_uow(), procurement_id)
    return _evaluation(procurement_id)


@resource.route("/outcome")
class Outcome(MethodView):
    """What came of one joint procurement."""

    @resource.doc(security=NEEDED)
    @resource.response(200, JointOutcomesSchema)
    def get(self, procurement_id: UUID) -> Response:
        """List what is on record, the last first; the tag holds its number, 0 for none."""
        found = outcomes_of(current_uow(), procurement_id)
        return tagged(JointOutcomesSchema().dump(found), found[0].number if found else 0)

    @resource.doc(parameters=[IF_MATCH])
    @resource.arguments(JointOutcomeSchema)
    @resource.response(201, JointOutcomesSchema)
    def post(self, content: OutcomeContent, procurement_id: UUID) -> Response:
        """Put an outcome on record, or correct the one before."""
        uow, version = current_uow(), expected_version()
        outcomes.record_outcome(uow, procurement_id, content, expected_version=version)
        uow.session.flush()
        found = outcomes_of(uow, procurement_id)
        return tagged(JointOutcomesSchema().dump(found), found[0].number, 201)


@resource.route("/outcome/savings", methods=["GET"])
@resource.doc(security=NEEDED)
@resource.response(200, SavingsSchema)
def savings(procurement_id: UUID) -> Response:
    """List what every member that buys saved, claimed or not."""
    found = savings_of(current_uow(), procurement_id)
    return tagged(SavingsSchema().dump({"items": found, "total": len(found)}))


@resource.route(SAVING, methods=["PATCH"])
@resource.arguments(ClaimSchema)
@resource.response(200, SavingSchema)
def claim_saving(claim: Claim, procurement_id: UUID, organisation_id: UUID) -> Response:
    """Say what a member saved; “"0"” is the tag before anything is claimed."""
    version = expected_version()
    outcomes.claim_saving(
        current_uow(), procurement_id, organisation_id, claim, expected_version=version
    )
    return _saving(procurement_id, organisation_id)


@resource.route(f"{SAVING}/confirm", methods=["POST"], parameters=[IF_MATCH])
@resource.response(200, SavingSchema)
def confirm_saving(procurement_id: UUID, organisation_id: UUID) -> Response:
    """Confirm for a member what it saved; its own people alone may."""
    version = expected_version()
    outcomes.confirm_saving(
        current_uow(), procurement_id, organisation_id, expected_version=version
    )
    return _saving(procurement_id, organisation_id)
