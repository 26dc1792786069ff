"""The shapes of rule sets and of proposed groups as they are answered."""

from marshmallow import Schema, fields

from marketplace.schemas.fields import Exact
from marketplace.schemas.funding import RuleSetSchema


class RuleSetAnswer(Schema):
    """One version of a rule set."""

    key = fields.String()
    number = fields.Integer()
    content = fields.Nested(RuleSetSchema)
    written_at = fields.AwareDateTime()


class RuleSetsAnswer(Schema):
    """All of them."""

    items = fields.List(fields.Nested(RuleSetAnswer))
    total = fields.Integer()


class GroupMemberSchema(Schema):
    """A challenge in a group, and its city."""

    challenge_id = fields.UUID()
    city_id = fields.UUID()
    title = fields.String()
    city = fields.String()
    country = fields.String()
    asked = fields.Boolean()


class ProvedRuleSchema(Schema):
    """One rule, what the group has, and which cities count."""

    sentence = fields.String()
    met = fields.Boolean()
    has = Exact()
    names = fields.List(fields.String())
    countries = fields.List(fields.String())
    unstated = fields.List(fields.String())


class RuleSetCheckSchema(Schema):
    """A version of a rule set applied to a group."""

    key = fields.String()
    number = fields.Integer()
    name = fields.String()
    met = fields.Boolean()
    rules = fields.List(fields.Nested(ProvedRuleSchema))
    not_asked = fields.List(fields.String())


class ProposedGroupSchema(Schema):
    """A group that could be proposed; fits are of 100."""

    members = fields.List(fields.Nested(GroupMemberSchema))
    weakest = fields.Integer()
    mean = fields.Integer()
    together = fields.List(fields.Nested(ProvedRuleSchema))
    checks = fields.List(fields.Nested(RuleSetCheckSchema))


class SecondChancesSchema(Schema):
    """Groups with one city more, the best first; and for staff the group after one that failed."""

    items = fields.List(fields.Nested(ProposedGroupSchema), required=True)
    total = fields.Integer(required=True)
    next_group = fields.Nested(ProposedGroupSchema, required=True, allow_none=True)


class ProposedGroupsSchema(Schema):
    """The best groups; `whole` is false if the search was cut off."""

    items = fields.List(fields.Nested(ProposedGroupSchema))
    total = fields.Integer()
    whole = fields.Boolean()
    candidates = fields.Integer()
