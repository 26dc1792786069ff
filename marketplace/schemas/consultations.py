"""The shapes of documents, of questions inside a group, and of open market consultations."""

import binascii
from base64 import b64decode
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_dump

from marketplace.consultations.content import (
    ConsultationContent,
    DocumentKind,
    Given,
    ResponseContent,
    Source,
)
from marketplace.consultations.lifecycle import STATES, Phase
from marketplace.foundation.saying import later, say
from marketplace.organisations.enquiries import LONGEST_TEXT
from marketplace.schemas.fields import Choice, Day, Line, Link, Many, Text, Whole
from marketplace.schemas.loading import ContentSchema

LONGEST_TITLE, LONGEST_SAID, LONGEST_QUESTION, LONGEST_ANSWER = 200, 10_000, 500, 4000
MOST_QUESTIONS = 20
NO_BASE64 = later("Send the bytes of the file as Base64.")


class Base64(fields.String):
    """The bytes of a file, as Base64."""

    def _deserialize(self, value: Any, *where: Any, **rest: Any) -> Any:
        text = super()._deserialize(value, *where, **rest)
        try:
            return b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError(say(NO_BASE64)) from None


class FileBody(Schema):
    """A file; what it is, is told by what it holds, and not by its name."""

    name = fields.String(required=True)
    content = Base64(required=True, metadata={"format": "byte", "type": "string"})


class LinkSchema(ContentSchema[Source]):
    """The address at which a version is; nothing where it is a file."""

    content = Source

    link = Link(allow_none=True)


class SourceBody(Schema):
    """Where a version is: a file, or the address of one; and what is new in it."""

    file = fields.Nested(FileBody, load_default=None, allow_none=True)
    link = Link(load_default=None, allow_none=True)
    note = Text(1000, load_default="")


class NewDocumentBody(SourceBody):
    """A document with its first version."""

    kind = Choice(DocumentKind, required=True)
    title = Line(LONGEST_TITLE, least=1, required=True)


class VersionSchema(Schema):
    """One version of a document."""

    number = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    note = fields.String(required=True)
    link = fields.String(required=True, allow_none=True)
    file_name = fields.String(required=True, allow_none=True)
    size = fields.Integer(required=True, allow_none=True, metadata={"description": "Bytes."})
    sha256 = fields.String(required=True, allow_none=True)
    added_at = fields.AwareDateTime(required=True)
    added_by = fields.String(required=True)
    moves = fields.List(fields.String(), required=True)


class DocumentSchema(Schema):
    """A document of the group, its newest version first."""

    id = fields.UUID(required=True)
    procurement_id = fields.UUID(required=True)
    version = fields.Integer(required=True, metadata={"description": "Of the row, for If-Match."})
    kind = fields.String(required=True, metadata={"enum": [kind.value for kind in DocumentKind]})
    title = fields.String(required=True)
    versions = fields.List(fields.Nested(VersionSchema), required=True)


class DocumentsSchema(Schema):
    """The documents of a group."""

    items = fields.List(fields.Nested(DocumentSchema), required=True)
    total = fields.Integer(required=True)


class AskBody(Schema):
    """A question, in the name of an organisation."""

    asker = fields.UUID(required=True)
    text = Text(LONGEST_TEXT, least=1, required=True)


class AnswerBody(Schema):
    """An answer."""

    answer = Text(LONGEST_TEXT, least=1, required=True)


class GroupAnswerBody(AnswerBody):
    """An answer inside the group, in the name of an organisation."""

    answerer = fields.UUID(required=True)


class AskedSchema(Schema):
    """A question and its answer; who asked is null for those who are not told."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    text = fields.String(required=True)
    asked_at = fields.AwareDateTime(required=True)
    asker_name = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)


class GroupAskedSchema(Schema):
    """A question inside the group, with who answered."""

    question = fields.Nested(AskedSchema, required=True)
    answerer_name = fields.String(required=True, allow_none=True)


class GroupAskedListSchema(Schema):
    """The questions inside a group."""

    items = fields.List(fields.Nested(GroupAskedSchema), required=True)
    total = fields.Integer(required=True)


class ConsultationContentSchema(ContentSchema[ConsultationContent]):
    """What the market is told and asked."""

    content = ConsultationContent

    title = Line(LONGEST_TITLE, least=1, required=True)
    text = Text(LONGEST_SAID, least=1, required=True)
    questions = Many(Line(LONGEST_QUESTION, least=1), MOST_QUESTIONS)


class ConsultationBody(Schema):
    """What the market is told and asked, and the last day (Brussels) to respond."""

    content = fields.Nested(ConsultationContentSchema, required=True)
    deadline = Day(load_default=None, allow_none=True)


class ExtendBody(Schema):
    """A later last day, in Brussels."""

    deadline = Day(required=True)


class CloseBody(Schema):
    """Why the consultation ends before its deadline; everybody reads it."""

    reason = Text(2000, least=1, required=True)


class HandOutBody(Schema):
    """A version of a document that the market is given."""

    document = fields.UUID(required=True)
    number = Whole(1, 1000, required=True)


class HandedOutSchema(Schema):
    """A document that the market is given; `given_at` is null until it is."""

    document_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True)
    file_name = fields.String(required=True, allow_none=True)
    size = fields.Integer(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)
    link = fields.String(required=True, allow_none=True)
    given_at = fields.AwareDateTime(required=True, allow_none=True)


class BuyerSchema(Schema):
    """A city that asks."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    country = fields.String(required=True)


class ConsultationSchema(Schema):
    """A consultation, as the caller may see it; its id is that of its joint procurement."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    phase = fields.String(required=True, metadata={"enum": [phase.value for phase in Phase]})
    content = fields.Nested(ConsultationContentSchema, required=True)
    deadline = fields.AwareDateTime(required=True, allow_none=True)
    opened_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    close_reason = fields.String(required=True)
    buyers = fields.List(fields.Nested(BuyerSchema), required=True)
    documents = fields.List(fields.Nested(HandedOutSchema), required=True)
    questions = fields.List(fields.Nested(AskedSchema), required=True)


class ConsultationCardSchema(Schema):
    """A consultation in a list."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    phase = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)
    deadline = fields.AwareDateTime(required=True)
    buyers = fields.List(fields.String(), required=True)


class ResponseContentSchema(ContentSchema[ResponseContent]):
    """What a vendor responds; one answer for each question, in their order, perhaps empty."""

    content = ResponseContent

    text = Text(LONGEST_SAID, least=1, required=True)
    answers = Many(Text(LONGEST_ANSWER), MOST_QUESTIONS)


class ResponseBody(Schema):
    """What a vendor responds."""

    content = fields.Nested(ResponseContentSchema, required=True)


class ResponseSchema(Schema):
    """The response of one vendor."""

    vendor_id = fields.UUID(required=True)
    vendor_name = fields.String(required=True)
    country = fields.String(required=True)
    version = fields.Integer(required=True)
    content = fields.Nested(ResponseContentSchema, required=True)
    sent_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)


class FiguresSchema(Schema):
    """The figures of the report."""

    responses = fields.Integer(required=True)
    countries = fields.List(fields.String(), required=True)
    questions = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    documents = fields.Integer(required=True)
    took_documents = fields.Integer(required=True)


class ResponsesSchema(Schema):
    """The responses that the caller may read; the figures are for the group."""

    items = fields.List(fields.Nested(ResponseSchema), required=True)
    total = fields.Integer(required=True)
    figures = fields.Nested(FiguresSchema)


class LogEntrySchema(Schema):
    """What was given when; only what an organisation took names one."""

    at = fields.AwareDateTime(required=True)
    what = fields.String(required=True, metadata={"enum": [given.value for given in Given]})
    organisation = fields.String()
    document = fields.String()
    number = fields.Integer()
    question = fields.String()

    @post_dump
    def _short(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in values.items() if value is not None}


class LogSchema(Schema):
    """The log of a consultation, the first entry first."""

    items = fields.List(fields.Nested(LogEntrySchema), required=True)
    total = fields.Integer(required=True)
