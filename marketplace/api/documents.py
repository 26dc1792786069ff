"""`/procurements/{id}/documents` and `/questions`: what a group writes down, and asks itself."""

from typing import Any
from uuid import UUID

from flask import Response, redirect
from flask.views import MethodView

from marketplace.api.conventions import Resource, expected_version, tagged
from marketplace.api.description import IF_MATCH, chosen
from marketplace.consultations import documents, questions
from marketplace.consultations.content import MEDIA_TYPES, Source, StoredFile
from marketplace.consultations.files import received
from marketplace.consultations.lifecycle import DOCUMENT
from marketplace.request_scope import attachment, current_services, current_uow
from marketplace.schemas.consultations import (
    AskBody,
    DocumentSchema,
    DocumentsSchema,
    GroupAnswerBody,
    GroupAskedListSchema,
    GroupAskedSchema,
    NewDocumentBody,
    SourceBody,
)

resource = Resource("Documents", __name__, url_prefix="")
TAKE_FILES = frozenset({"Documents.Documents", "Documents.add_version"})

OF_GROUP = "/procurements/<uuid:procurement_id>"
ONE = "/documents/<uuid:document_id>"
VERSION = f"{ONE}/versions/<int(max=1000):number>"
# Words, so that /file below a version is no move.
MOVE = "any(" + ", ".join(DOCUMENT.moves) + ")"


@resource.route(f"{OF_GROUP}/documents")
class Documents(MethodView):
    """The documents of one group."""

    @resource.response(200, DocumentsSchema)
    def get(self, procurement_id: UUID) -> Response:
        """List them with their versions; the cities that take part and staff may."""
        found = documents.documents_of(current_uow(), procurement_id)
        return tagged({"items": DocumentSchema(many=True).dump(found), "total": len(found)})

    @resource.arguments(NewDocumentBody)
    @resource.response(201, DocumentSchema)
    def post(self, body: dict[str, Any], procurement_id: UUID) -> Response:
        """Add a document with its first version: a file as Base64, or a link."""
        source, kind = source_of(body), body["kind"]
        row = documents.add_document(current_uow(), procurement_id, kind, body["title"], source)
        return shown(row.id, 201)


@resource.route(ONE)
@resource.response(200, DocumentSchema)
def one(document_id: UUID) -> Response:
    """Read one document with its versions."""
    return shown(document_id)


@resource.route(f"{ONE}/versions", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(SourceBody)
@resource.response(201, DocumentSchema)
def add_version(body: dict[str, Any], document_id: UUID) -> Response:
    """Add the next version, a draft."""
    source, version = source_of(body), expected_version()
    documents.add_version(current_uow(), document_id, source, expected_version=version)
    return shown(document_id, 201)


@resource.route(
    f"{VERSION}/<{MOVE}:move>",
    methods=["POST"],
    parameters=[IF_MATCH, chosen("move", DOCUMENT.moves)],
)
@resource.response(200, DocumentSchema)
def settle(document_id: UUID, number: int, move: str) -> Response:
    """Note that a version is agreed, signed elsewhere or superseded."""
    version = expected_version()
    documents.settle(current_uow(), document_id, number, move, expected_version=version)
    return shown(document_id)


@resource.route(f"{VERSION}/file")
@resource.response(200, description="The file; or 303 to the address of a version that is a link.")
def file(document_id: UUID, number: int) -> Any:
    """Fetch the file of a version."""
    return sent(documents.file_of(current_uow(), document_id, number))


@resource.route(f"{OF_GROUP}/questions")
class Questions(MethodView):
    """The questions inside one group."""

    @resource.response(200, GroupAskedListSchema)
    def get(self, procurement_id: UUID) -> Response:
        """List them with their answers; the cities that take part and staff may."""
        found = questions.questions_of(current_uow(), procurement_id)
        return tagged({"items": GroupAskedSchema(many=True).dump(found), "total": len(found)})

    @resource.arguments(AskBody)
    @resource.response(201, GroupAskedSchema)
    def post(self, body: dict[str, Any], procurement_id: UUID) -> Response:
        """Ask the others."""
        uow = current_uow()
        row = questions.ask_group(uow, procurement_id, body["asker"], body["text"])
        return _asked(procurement_id, row.id, 201)


@resource.route(
    "/group-questions/<uuid:question_id>/answer", methods=["POST"], parameters=[IF_MATCH]
)
@resource.arguments(GroupAnswerBody)
@resource.response(200, GroupAskedSchema)
def answer(body: dict[str, Any], question_id: UUID) -> Response:
    """Answer a question of the group; answering again replaces the answer."""
    version, answerer, text = expected_version(), body["answerer"], body["answer"]
    row = questions.answer_group(
        current_uow(), question_id, answerer, text, expected_version=version
    )
    return _asked(row.procurement_id, question_id)


def source_of(body: dict[str, Any]) -> Source:
    """Where the version is that a program sends.

    Raises:
        Invalid: the file is none that is taken.
    """
    sent_file, most = body["file"], current_services().settings.max_file_bytes
    found = sent_file and received(sent_file["name"], sent_file["content"], most=most)
    return Source(file=found or None, link=body["link"], note=body["note"])


def sent(found: StoredFile | str) -> Any:
    """The file, to be saved; or on to the address where it is."""
    if isinstance(found, str):
        return redirect(found, 303)
    return attachment(found.data, found.name, MEDIA_TYPES[found.kind])


def shown(document_id: UUID, status: int = 200) -> Response:
    """The document as the API gives it, with its tag."""
    current_uow().session.flush()
    view = documents.get_document(current_uow(), document_id)
    return tagged(DocumentSchema().dump(view), view.version, status)


def _asked(procurement_id: UUID, question_id: UUID, status: int = 200) -> Response:
    current_uow().session.flush()
    found = questions.questions_of(current_uow(), procurement_id)
    view = next(one for one in found if one.question.id == question_id)
    return tagged(GroupAskedSchema().dump(view), view.question.version, status)
