"""The shapes of what is read: rows with their ids, states and versions round the contents."""

from functools import cache
from typing import Any

from marshmallow import Schema, fields

from marketplace.foundation.access import Role
from marketplace.schemas.challenges import ChallengeSchema
from marketplace.schemas.organisations import OrganisationSchema
from marketplace.schemas.solutions import SolutionSchema


class Envelope(Schema):
    """Some of `total` items."""

    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)


@cache
def page_of(items: type[Schema]) -> type[Schema]:
    """The shape of a page of `items`."""
    name = items.__name__.removesuffix("Schema")
    shape: dict[str, fields.Field[Any]] = {
        "items": fields.List(fields.Nested(items), required=True)
    }
    return Envelope.from_dict(shape, name=f"PageOf{name}")


class ListedOrganisationSchema(Schema):
    """An organisation as lists show it."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    country = fields.String(required=True)
    nuts = fields.String(allow_none=True)
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)
    population = fields.Integer(allow_none=True)
    programme_role = fields.String()
    mission_city = fields.Boolean()
    verification = fields.String(required=True)
    catalogue = fields.Boolean(
        required=True,
        metadata={"description": "Described from public sources; nobody of it has signed up."},
    )


class OrganisationAnswerSchema(ListedOrganisationSchema):
    """An organisation with all that it says of itself."""

    version = fields.Integer(required=True)
    created_at = fields.AwareDateTime()
    changed_at = fields.AwareDateTime()
    content = fields.Nested(OrganisationSchema, required=True)


class MemberSchema(Schema):
    """Somebody who acts for an organisation."""

    user_id = fields.Integer(required=True)
    name = fields.String()
    email = fields.String(required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    since = fields.AwareDateTime()
    version = fields.Integer(required=True)


class InvitationSchema(Schema):
    """Somebody was asked to act for an organisation."""

    id = fields.UUID(required=True)
    email = fields.String(required=True)
    role = fields.String(required=True, metadata={"enum": list(Role)})
    created_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()


class ListedSolutionSchema(Schema):
    """A solution as lists show it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    summary = fields.String(required=True)
    state = fields.String(required=True)
    number = fields.Integer(allow_none=True, metadata={"description": "Of the content shown."})
    vendor_id = fields.UUID(required=True)
    vendor_name = fields.String(required=True)
    vendor_country = fields.String(required=True)
    catalogue = fields.Boolean(required=True)
    trl = fields.Integer(allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)
    confirmed_at = fields.AwareDateTime(allow_none=True)
    needs_confirmation = fields.Boolean(required=True)
    codes = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class ReferenceSchema(Schema):
    """How far a deployment is borne out by the city named."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    buyer_id = fields.UUID(allow_none=True)
    moved_at = fields.AwareDateTime()


class SignSchema(Schema):
    """One reason why a version is held for a closer look."""

    kind = fields.String(
        required=True,
        metadata={
            "description": "“unrelated”: it fits many needs that have nothing to do with each "
            "other. “copied”: much of it stands in texts of others. “listed”: words in a row."
        },
    )
    measure = fields.Float(
        required=True,
        metadata={"description": "Needs that it fits, share that is copied, or words in lists."},
    )
    texts = fields.List(fields.String())
    challenges = fields.List(fields.UUID())
    solutions = fields.List(fields.UUID())


class SolutionAnswerSchema(Schema):
    """A solution with one of its versions."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True, metadata={"description": "Of the row, for If-Match."})
    state = fields.String(required=True)
    number = fields.Integer(required=True, metadata={"description": "Of the content shown."})
    content = fields.Nested(SolutionSchema, required=True)
    vendor_id = fields.UUID(required=True)
    vendor_name = fields.String(required=True)
    vendor_country = fields.String(required=True)
    catalogue = fields.Boolean(required=True)
    published_version = fields.Integer(allow_none=True)
    working_version = fields.Integer(allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)
    confirmed_at = fields.AwareDateTime(allow_none=True)
    needs_confirmation = fields.Boolean(required=True)
    references = fields.List(fields.Nested(ReferenceSchema, allow_none=True))
    moves = fields.List(fields.String())
    review = fields.Dict(keys=fields.String(), values=fields.String())
    signs = fields.List(
        fields.Nested(SignSchema), metadata={"description": "For the vendor and staff only."}
    )


class ListedChallengeSchema(Schema):
    """A challenge as lists show it."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    state = fields.String(required=True)
    number = fields.Integer(allow_none=True, metadata={"description": "Of the content shown."})
    nature = fields.String(
        required=True,
        metadata={"description": "“call”, or “example” drawn from what a city once published."},
    )
    joint_procurement = fields.Boolean(required=True)
    published_year = fields.Integer(allow_none=True)
    programme = fields.String()
    city_id = fields.UUID(required=True)
    city_name = fields.String(required=True)
    city_country = fields.String(required=True)
    catalogue = fields.Boolean(required=True)
    published_at = fields.AwareDateTime(allow_none=True)
    codes = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class ChallengeAnswerSchema(Schema):
    """A challenge with one of its versions, as far as the caller may see it."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True, metadata={"description": "Of the row, for If-Match."})
    state = fields.String(required=True)
    number = fields.Integer(required=True, metadata={"description": "Of the content shown."})
    content = fields.Nested(ChallengeSchema, required=True)
    city_id = fields.UUID(required=True)
    city_name = fields.String(required=True)
    city_country = fields.String(required=True)
    catalogue = fields.Boolean(required=True)
    published_version = fields.Integer(allow_none=True)
    working_version = fields.Integer(allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)
    moves = fields.List(fields.String())
    review = fields.Dict(keys=fields.String(), values=fields.String())


class TermSchema(Schema):
    """A code with its label."""

    code = fields.String(required=True)
    label = fields.String(required=True)
    parent = fields.String(allow_none=True)
    note = fields.String()
    source = fields.String()
    extra = fields.Dict()


class ActivitySchema(Schema):
    """One thing that one actor did."""

    id = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    actor_kind = fields.String(required=True)
    actor_label = fields.String(required=True)
    action = fields.String(required=True)
    object_kind = fields.String(required=True)
    object_id = fields.String(required=True)
    before = fields.Dict()
    after = fields.Dict()
    request_id = fields.String()
