"""`/organisations/{id}/members`: who acts for an organisation."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields

from marketplace.api.conventions import Resource, expected_version, tagged
from marketplace.api.description import NEEDED
from marketplace.foundation.access import Role
from marketplace.foundation.errors import NotFound
from marketplace.organisations.members import change_role, invite_member, remove_member
from marketplace.organisations.queries import Member, members_of
from marketplace.request_scope import current_uow
from marketplace.schemas.answers import InvitationSchema, MemberSchema

resource = Resource("Members", __name__, url_prefix="/organisations/<uuid:organisation_id>/members")


LARGEST_ID = 2**31 - 1


class InvitationBody(Schema):
    """Whom to invite, and as what."""

    email = fields.String(required=True)
    role = fields.Enum(Role, by_value=True, required=True)


class RoleBody(Schema):
    """The new role."""

    role = fields.Enum(Role, by_value=True, required=True)


class MembersSchema(Schema):
    """Everybody who acts for an organisation."""

    items = fields.List(fields.Nested(MemberSchema), required=True)
    total = fields.Integer(required=True)


def _member(organisation_id: UUID, user_id: int) -> Member:
    for member in members_of(current_uow(), organisation_id):
        if member.user_id == user_id:
            return member
    raise NotFound("There is no such member.")


def _answer(member: Member) -> Response:
    return tagged(MemberSchema().dump(member), member.version)


@resource.route("")
class Members(MethodView):
    """The members of an organisation."""

    @resource.doc(security=NEEDED)
    @resource.response(200, MembersSchema)
    def get(self, organisation_id: UUID) -> Response:
        """List who acts for the organisation; its members and staff may see that."""
        found = members_of(current_uow(), organisation_id)
        return tagged({"items": MemberSchema(many=True).dump(found), "total": len(found)})

    @resource.arguments(InvitationBody)
    @resource.response(201, InvitationSchema)
    def post(self, body: dict[str, Any], organisation_id: UUID) -> Response:
        """Invite somebody by mail; owners only."""
        row = invite_member(current_uow(), organisation_id, body["email"], body["role"])
        return tagged(InvitationSchema().dump(row), status=201)


@resource.route(f"/<int(max={LARGEST_ID}):user_id>")
class OneMember(MethodView):
    """One member."""

    @resource.doc(security=NEEDED)
    @resource.response(200, MemberSchema)
    def get(self, organisation_id: UUID, user_id: int) -> Response:
        """Read a membership."""
        return _answer(_member(organisation_id, user_id))

    @resource.arguments(RoleBody)
    @resource.response(200, MemberSchema)
    def patch(self, body: dict[str, Any], organisation_id: UUID, user_id: int) -> Response:
        """Give a member another role; needs If-Match."""
        version = expected_version()
        change_role(current_uow(), organisation_id, user_id, body["role"], expected_version=version)
        return _answer(_member(organisation_id, user_id))

    @resource.response(204)
    def delete(self, organisation_id: UUID, user_id: int) -> None:
        """End a membership; needs If-Match."""
        remove_member(current_uow(), organisation_id, user_id, expected_version=expected_version())
