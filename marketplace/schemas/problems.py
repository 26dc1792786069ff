"""The shape of an error document (RFC 9457)."""

from marshmallow import Schema, fields


class FieldErrorSchema(Schema):
    """One field that has to be mended."""

    field = fields.String(required=True)
    message = fields.String(required=True)
    value = fields.String(allow_none=True)


class ProblemSchema(Schema):
    """What went wrong, for programs and for the person behind them.

    `possible` names the moves that the present state allows, where another was asked for.
    """

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    request_id = fields.String(required=True)
    errors = fields.List(fields.Nested(FieldErrorSchema))
    possible = fields.List(fields.String())
