"""The shape of an expression of interest, as it is sent and as its two sides read it."""

from marshmallow import Schema, fields

from marketplace.interests.content import Answer, Contact, Evidence, InterestContent
from marketplace.interests.lifecycle import STATES
from marketplace.schemas.fields import Line, Link, Many, Text
from marketplace.schemas.loading import ContentSchema

MOST_EVIDENCE = 60
LONGEST_MESSAGE = 2000
LONGEST_EVIDENCE = 1000


class ContactSchema(ContentSchema[Contact]):
    """Whom the city can ask."""

    content = Contact

    name = Line(200, least=1, required=True)
    email = Line(254, least=1, required=True)
    phone = Line(40)


class OwnEvidenceSchema(ContentSchema[Evidence]):
    """What the vendor says of one requirement."""

    content = Evidence

    requirement = Line(500, least=1, required=True)
    text = Text(LONGEST_EVIDENCE)
    link = Link(allow_none=True)


class InterestContentSchema(ContentSchema[InterestContent]):
    """What the vendor says."""

    content = InterestContent

    message = Text(LONGEST_MESSAGE, least=1, required=True)
    contact = fields.Nested(ContactSchema, required=True)
    evidence = Many(fields.Nested(OwnEvidenceSchema), MOST_EVIDENCE)


class ReadingSchema(Schema):
    """What the engine read of one requirement."""

    requirement = fields.String(required=True)
    verdict = fields.String(required=True, metadata={"enum": ["met", "not_met", "not_stated"]})
    sentence = fields.String()


class ReadSchema(Schema):
    """What the engine read, and which engine it was; empty if it did not answer then."""

    readings = fields.List(fields.Nested(ReadingSchema))
    model = fields.String()
    engine_version = fields.String()


class InterestSchema(Schema):
    """One interest, as its two sides and staff see it."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True, metadata={"description": "Of the row, for If-Match."})
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    solution_id = fields.UUID(required=True)
    solution_name = fields.String(required=True)
    solution_version = fields.Integer(required=True)
    vendor_id = fields.UUID(required=True)
    vendor_name = fields.String(required=True)
    challenge_id = fields.UUID(required=True)
    challenge_title = fields.String(required=True)
    challenge_version = fields.Integer(required=True)
    city_id = fields.UUID(required=True)
    city_name = fields.String(required=True)
    content = fields.Nested(
        InterestContentSchema,
        allow_none=True,
        metadata={"description": "Null for all but the vendor once it was withdrawn."},
    )
    read = fields.Nested(ReadSchema, allow_none=True)
    reason = fields.String(metadata={"description": "What the city wrote with its answer."})
    expressed_at = fields.AwareDateTime(required=True)
    seen_at = fields.AwareDateTime(allow_none=True)
    answered_at = fields.AwareDateTime(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    moves = fields.List(fields.String())


class AnswerSchema(Schema):
    """What the city answers, and why."""

    answer = fields.Enum(Answer, by_value=True, required=True)
    reason = Text(LONGEST_MESSAGE, load_default="")


class ClosingSchema(Schema):
    """Why the city has decided as it did, for this vendor."""

    reason = Text(LONGEST_MESSAGE, least=1, required=True)
