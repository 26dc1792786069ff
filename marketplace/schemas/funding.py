"""The shape of rule sets."""

from marshmallow import fields

from marketplace.funding.content import Basis, GroupRule, RuleKind, RuleSetContent
from marketplace.schemas.fields import Choice, Code, Day, Line, Link, Many, Set, Text, Whole
from marketplace.schemas.loading import ContentSchema

MOST_RULES, MOST_RESIDENTS = 10, 100_000_000


class GroupRuleSchema(ContentSchema[GroupRule]):
    """One rule: at least so many of a kind."""

    content = GroupRule

    kind = Choice(RuleKind, required=True)
    least = Whole(1, MOST_RESIDENTS)
    basis = Choice(Basis)


class RuleSetSchema(ContentSchema[RuleSetContent]):
    """One version of a rule set."""

    content = RuleSetContent

    name = Line(200, least=1, required=True)
    programme = Line(200, least=1, required=True)
    rules = Many(fields.Nested(GroupRuleSchema), MOST_RULES, required=True)
    valid_from = Day(required=True)
    valid_to = Day(allow_none=True)
    checked_on = Day(required=True)
    source_url = Link(allow_none=True)
    source_note = Text(2000, least=1, required=True)
    note = Text(2000)
    eu = Set(Code(2), 50)
    associated = Set(Code(2), 50)
