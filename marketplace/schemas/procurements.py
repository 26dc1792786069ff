"""The shapes of joint procurements: what they say, their members, and what was decided."""

from marshmallow import Schema, fields, validate

from marketplace.challenges.content import JointRole
from marketplace.procurements.content import OFFERED, Letter, Mandate, Mode, ProcurementContent
from marketplace.procurements.lifecycle import MEMBER, Step
from marketplace.procurements.members import LONGEST_NOTE, LONGEST_REASON
from marketplace.procurements.operations import (
    LONGEST_DECISION,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_CITIES,
)
from marketplace.schemas.fields import Choice, Code, Line, Set, Text
from marketplace.schemas.loading import ContentSchema

MOST_RULE_SETS = 50
INSIDE = {"description": "At its default for all but the city, the group and staff."}
_role = validate.OneOf([role.value for role in OFFERED])


class ProcurementContentSchema(ContentSchema[ProcurementContent]):
    """What is bought together; mode and law are chosen by a decision of the group."""

    content = ProcurementContent

    title = Line(LONGEST_TITLE, least=1, required=True)
    summary = Text(LONGEST_SUMMARY, least=1, required=True)
    themes = Set(Code(), 40)
    mode = Choice(Mode, allow_none=True, dump_only=True)
    law = Code(2, allow_none=True, dump_only=True)


class RuleSetVersionSchema(Schema):
    """The version of a rule set that the group relies on."""

    key = fields.String(required=True, validate=validate.Length(1, 60))
    number = fields.Integer(required=True, validate=validate.Range(1, 99_999))


class ProcurementMemberSchema(Schema):
    """A city of the group, as the caller may see it."""

    organisation_id = fields.UUID(required=True)
    name = fields.String(required=True)
    country = fields.String(required=True)
    challenge_id = fields.UUID(required=True)
    challenge_version = fields.Integer(required=True)
    role = fields.Enum(JointRole, by_value=True, required=True)
    state = fields.String(required=True, metadata={"enum": list(MEMBER.standing)})
    version = fields.Integer(required=True, metadata={"description": "For If-Match."})
    moves = fields.List(fields.String())
    reason = fields.String(metadata=INSIDE)
    letter = fields.Enum(Letter, by_value=True, metadata=INSIDE)
    letter_on = fields.Date(allow_none=True, metadata=INSIDE)
    mandate = fields.Enum(Mandate, by_value=True, metadata=INSIDE)
    mandate_note = fields.String(metadata=INSIDE)
    invited_at = fields.AwareDateTime(allow_none=True, metadata=INSIDE)
    answered_at = fields.AwareDateTime(allow_none=True, metadata=INSIDE)


class ProcurementSchema(Schema):
    """A joint procurement, as the caller may see it."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True, metadata={"description": "Of the row, for If-Match."})
    step = fields.Enum(Step, by_value=True, required=True)
    content = fields.Nested(ProcurementContentSchema, required=True)
    rule_sets = fields.List(fields.Nested(RuleSetVersionSchema))
    currency = fields.String(required=True)
    published_at = fields.AwareDateTime(allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)
    members = fields.List(fields.Nested(ProcurementMemberSchema), required=True)
    inside = fields.Boolean(
        required=True, metadata={"description": "The caller sees what its members see."}
    )


class ProcurementMembersSchema(Schema):
    """The cities of a joint procurement."""

    items = fields.List(fields.Nested(ProcurementMemberSchema), required=True)
    total = fields.Integer(required=True)


class InvitedSchema(Schema):
    """A city that is asked, with the challenge that it brings."""

    challenge_id = fields.UUID(required=True)
    role = fields.Enum(JointRole, by_value=True, load_default=JointRole.BUYER)


class ProposalBody(Schema):
    """What is to be bought together, and by whom."""

    content = fields.Nested(ProcurementContentSchema, required=True)
    cities = fields.List(
        fields.Nested(InvitedSchema), required=True, validate=validate.Length(1, MOST_CITIES)
    )
    rule_sets = fields.List(
        fields.Nested(RuleSetVersionSchema),
        load_default=(),
        validate=validate.Length(max=MOST_RULE_SETS),
        metadata={"description": "The versions of rule sets that the group relies on."},
    )


class PartBody(Schema):
    """One thing that is said of a member's part: its role, its letter or its mandate."""

    role = fields.Enum(JointRole, by_value=True)
    letter = fields.Enum(Letter, by_value=True)
    signed_on = fields.Date(metadata={"description": "With a letter that is signed."})
    mandate = fields.Enum(Mandate, by_value=True)
    note = Text(LONGEST_NOTE, metadata={"description": "With a mandate."})


class AcceptanceBody(Schema):
    """In which role the city takes part."""

    role = fields.String(required=True, validate=_role)


class ReasonBody(Schema):
    """Why the city takes no part, or no longer."""

    reason = Text(LONGEST_REASON, least=1, required=True)


class GroupDecisionBody(Schema):
    """What was decided, and which members took part."""

    text = Text(LONGEST_DECISION, least=1, required=True)
    took_part = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST_CITIES))


class LeadBody(GroupDecisionBody):
    """Which city leads, with the decision."""

    organisation_id = fields.UUID(required=True)


class ModeBody(GroupDecisionBody):
    """How the group buys and under whose law, with the decision."""

    mode = fields.Enum(Mode, by_value=True, required=True)
    law = Code(2, allow_none=True, load_default=None)


class GroupDecisionSchema(Schema):
    """A decision on record."""

    number = fields.Integer(required=True)
    about = fields.String(required=True)
    text = fields.String(required=True)
    took_part = fields.List(fields.String(), required=True)
    decided_at = fields.AwareDateTime(required=True)
    decided_by = fields.String(required=True)


class GroupDecisionsSchema(Schema):
    """What the group decided, the last first."""

    items = fields.List(fields.Nested(GroupDecisionSchema), required=True)
    total = fields.Integer(required=True)
