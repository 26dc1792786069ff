"""`/procurements/{id}/consultation` for the group, `/consultations` for everybody."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from marketplace.api.conventions import (
    PageArguments,
    Resource,
    envelope,
    expected_version,
    page_request,
    tagged,
)
from marketplace.api.description import IF_MATCH
from marketplace.api.documents import sent
from marketplace.consultations import market, operations, queries
from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.request_scope import current_uow
from marketplace.schemas.answers import page_of
from marketplace.schemas.consultations import (
    AnswerBody,
    AskBody,
    AskedSchema,
    CloseBody,
    ConsultationBody,
    ConsultationCardSchema,
    ConsultationSchema,
    ExtendBody,
    FiguresSchema,
    HandOutBody,
    LogEntrySchema,
    LogSchema,
    ResponseBody,
    ResponseSchema,
    ResponsesSchema,
)

resource = Resource("Consultations", __name__, url_prefix="")
WRITING_GETS = frozenset({"Consultations.take"})

OF_GROUP = "/procurements/<uuid:procurement_id>/consultation"
ONE = "/consultations/<uuid:consultation_id>"
NUMBER = "int(max=1000)"


@resource.route(OF_GROUP)
class OfGroup(MethodView):
    """The consultation as its group prepares it."""

    @resource.response(200, ConsultationSchema)
    def get(self, procurement_id: UUID) -> Response:
        """Read it as the group does, with all questions; 404 where nothing is written yet."""
        return _inside(procurement_id)

    @resource.arguments(ConsultationBody)
    @resource.doc(parameters=[IF_MATCH])
    @resource.response(200, ConsultationSchema)
    def put(self, body: dict[str, Any], procurement_id: UUID) -> Response:
        """Write what the market is to be told and asked; the first time with If-Match: "0"."""
        content, deadline, version = body["content"], body["deadline"], expected_version()
        uow = current_uow()
        operations.prepare(uow, procurement_id, content, deadline, expected_version=version)
        return _inside(procurement_id)


@resource.route(f"{OF_GROUP}/open", methods=["POST"], parameters=[IF_MATCH])
@resource.response(200, ConsultationSchema)
def open_it(procurement_id: UUID) -> Response:
    """Let everybody read it with its documents, and vendors respond."""
    operations.open_to_market(current_uow(), procurement_id, expected_version=expected_version())
    return _inside(procurement_id)


@resource.route(f"{OF_GROUP}/extend", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(ExtendBody)
@resource.response(200, ConsultationSchema)
def extend(body: dict[str, Any], procurement_id: UUID) -> Response:
    """Give vendors longer."""
    deadline, version = body["deadline"], expected_version()
    operations.extend(current_uow(), procurement_id, deadline, expected_version=version)
    return _inside(procurement_id)


@resource.route(f"{OF_GROUP}/close", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(CloseBody)
@resource.response(200, ConsultationSchema)
def close(body: dict[str, Any], procurement_id: UUID) -> Response:
    """End it before the deadline, and say why."""
    reason, version = body["reason"], expected_version()
    operations.close_early(current_uow(), procurement_id, reason, expected_version=version)
    return _inside(procurement_id)


@resource.route(f"{OF_GROUP}/documents", methods=["POST"])
@resource.arguments(HandOutBody)
@resource.response(200, ConsultationSchema)
def hand_out(body: dict[str, Any], procurement_id: UUID) -> Response:
    """Give the market a document: when the consultation opens, or at once if it is open."""
    operations.hand_out(current_uow(), procurement_id, body["document"], body["number"])
    return _inside(procurement_id)


@resource.route(f"{OF_GROUP}/documents/keep-back", methods=["POST"])
@resource.arguments(HandOutBody)
@resource.response(200, ConsultationSchema)
def keep_back(body: dict[str, Any], procurement_id: UUID) -> Response:
    """Take a document back before anybody was given it."""
    operations.keep_back(current_uow(), procurement_id, body["document"], body["number"])
    return _inside(procurement_id)


@resource.route(f"{OF_GROUP}/log")
@resource.response(200, LogSchema)
def log(procurement_id: UUID) -> Response:
    """Read who was given what when."""
    found = queries.log_of(current_uow(), procurement_id)
    return tagged({"items": LogEntrySchema(many=True).dump(found), "total": len(found)})


@resource.route(f"{OF_GROUP}/responses")
@resource.response(200, ResponsesSchema)
def responses(procurement_id: UUID) -> Response:
    """Read what vendors responded, with the figures for the report."""
    report = queries.report_of(current_uow(), procurement_id)
    if report is None:
        raise NotFound(say(NOTHING))
    body = {
        "items": ResponseSchema(many=True).dump(report.responses),
        "total": len(report.responses),
        "figures": FiguresSchema().dump(report.figures),
    }
    return tagged(body)


@resource.route("/consultations")
@resource.arguments(PageArguments, location="query")
@resource.response(200, page_of(ConsultationCardSchema))
def consultations(arguments: dict[str, Any]) -> Response:
    """List the consultations that were opened, the latest deadline first."""
    found = queries.list_consultations(current_uow(), page_request(arguments))
    return tagged(envelope(found, ConsultationCardSchema().dump))


@resource.route(ONE)
@resource.response(200, ConsultationSchema)
def one(consultation_id: UUID) -> Response:
    """Read a consultation that was opened."""
    view = queries.get_consultation(current_uow(), consultation_id)
    return tagged(ConsultationSchema().dump(view), view.version)


@resource.route(f"{ONE}/log")
@resource.response(200, LogSchema)
def public_log(consultation_id: UUID) -> Response:
    """Read what everybody was given when."""
    found = queries.public_log_of(current_uow(), consultation_id)
    return tagged({"items": LogEntrySchema(many=True).dump(found), "total": len(found)})


@resource.route(f"{ONE}/documents/<uuid:document_id>/<{NUMBER}:number>")
@resource.response(200, description="The file; or 303 to its address elsewhere.")
def take(consultation_id: UUID, document_id: UUID, number: int) -> Any:
    """Fetch a document; which organisation did so is noted."""
    return sent(market.take_document(current_uow(), consultation_id, document_id, number))


@resource.route(f"{ONE}/questions", methods=["POST"])
@resource.arguments(AskBody)
@resource.response(201, AskedSchema)
def ask(body: dict[str, Any], consultation_id: UUID) -> Response:
    """Ask the group something; everybody reads the question with its answer."""
    uow = current_uow()
    row = market.ask_in_market(uow, consultation_id, body["asker"], body["text"])
    return _asked(consultation_id, row.id, 201)


@resource.route(
    "/market-questions/<uuid:question_id>/answer", methods=["POST"], parameters=[IF_MATCH]
)
@resource.arguments(AnswerBody)
@resource.response(200, AskedSchema)
def answer(body: dict[str, Any], question_id: UUID) -> Response:
    """Answer a question of a vendor, to everybody."""
    text, version = body["answer"], expected_version()
    row = market.answer_in_market(current_uow(), question_id, text, expected_version=version)
    return _asked(row.consultation_id, question_id)


@resource.route(f"{ONE}/responses")
@resource.response(200, ResponsesSchema)
def own_responses(consultation_id: UUID) -> Response:
    """Read what one's own vendors responded."""
    queries.opened(current_uow(), consultation_id)
    found = queries.own_responses(current_uow(), consultation_id).values()
    return tagged({"items": ResponseSchema(many=True).dump(found), "total": len(found)})


@resource.route(f"{ONE}/responses/<uuid:vendor_id>")
class OneResponse(MethodView):
    """The response of one vendor."""

    @resource.arguments(ResponseBody)
    @resource.doc(parameters=[IF_MATCH])
    @resource.response(200, ResponseSchema)
    def put(self, body: dict[str, Any], consultation_id: UUID, vendor_id: UUID) -> Response:
        """Respond until the deadline, and respond anew; the first time with If-Match: "0"."""
        uow, content, version = current_uow(), body["content"], expected_version()
        market.respond(uow, consultation_id, vendor_id, content, expected_version=version)
        uow.session.flush()
        view = queries.own_responses(uow, consultation_id)[vendor_id]
        return tagged(ResponseSchema().dump(view), view.version)

    @resource.response(204)
    def delete(self, consultation_id: UUID, vendor_id: UUID) -> tuple[str, int]:
        """Take the response back before the deadline."""
        version = expected_version()
        market.withdraw_response(
            current_uow(), consultation_id, vendor_id, expected_version=version
        )
        return "", 204


def _inside(procurement_id: UUID) -> Response:
    uow = current_uow()
    uow.session.flush()
    view = queries.consultation_of(uow, procurement_id)
    if view is None:
        raise NotFound(say(NOTHING))
    return tagged(ConsultationSchema().dump(view), view.version)


def _asked(consultation_id: UUID, question_id: UUID, status: int = 200) -> Response:
    current_uow().session.flush()
    view = queries.get_consultation(current_uow(), consultation_id)
    asked = next(one for one in view.questions if one.id == question_id)
    return tagged(AskedSchema().dump(asked), asked.version, status)
