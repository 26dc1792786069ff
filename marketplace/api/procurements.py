"""`/procurements`: cities that buy together, who takes part, and what they decide."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.views import MethodView
from marshmallow import fields

from marketplace.api.conventions import (
    ContentPatch,
    PageArguments,
    Resource,
    envelope,
    expected_version,
    merged,
    page_request,
    tagged,
)
from marketplace.api.description import IF_MATCH, NEEDED
from marketplace.buyers_groups.second_chances import next_best, next_group
from marketplace.challenges.content import JointRole
from marketplace.foundation.errors import Invalid, NotFound
from marketplace.procurements import members, operations
from marketplace.procurements.content import Invited, OnRecord, RuleSetVersion
from marketplace.procurements.lifecycle import MEMBER as MEMBER_MOVES
from marketplace.procurements.lifecycle import Step
from marketplace.procurements.queries import (
    MemberView,
    decisions_of,
    get_procurement,
    list_procurements,
)
from marketplace.request_scope import current_uow
from marketplace.schemas.answers import page_of
from marketplace.schemas.buyers_groups import SecondChancesSchema
from marketplace.schemas.procurements import (
    AcceptanceBody,
    GroupDecisionBody,
    GroupDecisionSchema,
    GroupDecisionsSchema,
    InvitedSchema,
    LeadBody,
    ModeBody,
    PartBody,
    ProcurementContentSchema,
    ProcurementMemberSchema,
    ProcurementMembersSchema,
    ProcurementSchema,
    ProposalBody,
    ReasonBody,
)

resource = Resource("Joint procurements", __name__, url_prefix="/procurements")

ONE = "/<uuid:procurement_id>"
CHOSEN = ("mode", "law")
"""What is chosen by a decision of the group, and not described."""

MEMBER = f"{ONE}/members/<uuid:organisation_id>"


class ProcurementArguments(PageArguments):
    """What a list of joint procurements is narrowed down to."""

    step = fields.Enum(Step, by_value=True)
    organisation = fields.UUID()


def _answer(procurement_id: UUID, status: int = 200) -> Response:
    current_uow().session.flush()
    view = get_procurement(current_uow(), procurement_id)
    return tagged(ProcurementSchema().dump(view), view.version, status)


def _member(procurement_id: UUID, organisation_id: UUID) -> MemberView:
    current_uow().session.flush()
    for member in get_procurement(current_uow(), procurement_id).members:
        if member.organisation_id == organisation_id:
            return member
    raise NotFound("There is no such member, or none of whom you may know.")


def _part(procurement_id: UUID, organisation_id: UUID, status: int = 200) -> Response:
    member = _member(procurement_id, organisation_id)
    return tagged(ProcurementMemberSchema().dump(member), member.version, status)


@resource.route("")
class Procurements(MethodView):
    """The joint procurements of which the caller may know."""

    @resource.arguments(ProcurementArguments, location="query")
    @resource.response(200, page_of(ProcurementSchema))
    def get(self, arguments: dict[str, Any]) -> Response:
        """List joint procurements, the last changed first."""
        page = page_request(arguments)
        step, city = arguments.get("step"), arguments.get("organisation")
        steps = () if step is None else (step,)
        found = list_procurements(current_uow(), page, steps=steps, organisation_id=city)
        return tagged(envelope(found, ProcurementSchema().dump))

    @resource.arguments(ProposalBody)
    @resource.response(201, ProcurementSchema)
    def post(self, body: dict[str, Any]) -> Response:
        """Propose a joint procurement; staff, and cities with a challenge of their own in it."""
        cities = [Invited(**one) for one in body["cities"]]
        relied_on = [RuleSetVersion(**one) for one in body["rule_sets"]]
        row = operations.propose(current_uow(), body["content"], cities, rule_sets=relied_on)
        response = _answer(row.id, 201)
        response.headers["Location"] = url_for(
            "Joint procurements.OneProcurement", procurement_id=row.id
        )
        return response


@resource.route(ONE)
class OneProcurement(MethodView):
    """One joint procurement."""

    @resource.response(200, ProcurementSchema)
    def get(self, procurement_id: UUID) -> Response:
        """Read it; before its call is published only its cities and staff may."""
        return _answer(procurement_id)

    @resource.arguments(ContentPatch)
    @resource.response(200, ProcurementSchema)
    def patch(self, body: dict[str, Any], procurement_id: UUID) -> Response:
        """Say anew what is bought together; the lead buyer and staff."""
        version, uow = expected_version(), current_uow()
        present = get_procurement(uow, procurement_id).content
        said = merged(ProcurementContentSchema(exclude=CHOSEN), present, body["content"])
        said = replace(said, mode=present.mode, law=present.law)
        operations.describe(uow, procurement_id, said, expected_version=version)
        return _answer(procurement_id)


@resource.route(f"{ONE}/choose-lead", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(LeadBody)
@resource.response(200, ProcurementSchema)
def choose_lead(body: dict[str, Any], procurement_id: UUID) -> Response:
    """Make a city the lead buyer, and put the decision on record."""
    said = OnRecord(text=body["text"], took_part=tuple(body["took_part"]))
    uow, city, version = current_uow(), body["organisation_id"], expected_version()
    members.choose_lead(uow, procurement_id, city, said, expected_version=version)
    return _answer(procurement_id)


@resource.route(f"{ONE}/choose-mode", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(ModeBody)
@resource.response(200, ProcurementSchema)
def choose_mode(body: dict[str, Any], procurement_id: UUID) -> Response:
    """Say how the group buys and under whose law, and put the decision on record."""
    said = OnRecord(text=body["text"], took_part=tuple(body["took_part"]))
    uow, version = current_uow(), expected_version()
    mode, law = body["mode"], body["law"]
    operations.choose_mode(uow, procurement_id, mode, law, said, expected_version=version)
    return _answer(procurement_id)


@resource.route(f"{ONE}/decisions")
class GroupDecisions(MethodView):
    """What the group decided."""

    @resource.doc(security=NEEDED)
    @resource.response(200, GroupDecisionsSchema)
    def get(self, procurement_id: UUID) -> Response:
        """List what is on record; the group and staff may read it."""
        found = decisions_of(current_uow(), procurement_id)
        items = GroupDecisionSchema(many=True).dump(found)
        return tagged({"items": items, "total": len(items)})

    @resource.arguments(GroupDecisionBody)
    @resource.response(201, GroupDecisionsSchema)
    def post(self, body: dict[str, Any], procurement_id: UUID) -> Response:
        """Put a decision on record; nobody can change it afterwards."""
        uow = current_uow()
        operations.decide(uow, procurement_id, "other", body["text"], body["took_part"])
        uow.session.flush()
        items = GroupDecisionSchema(many=True).dump(decisions_of(uow, procurement_id))
        return tagged({"items": items, "total": len(items)}, status=201)


@resource.route(f"{ONE}/second-chances")
@resource.doc(security=NEEDED)
@resource.response(200, SecondChancesSchema)
def second_chances(procurement_id: UUID) -> Response:
    """List who could be invited next; and, for staff, the group after one that has failed."""
    uow = current_uow()
    items = next_best(uow, procurement_id)
    staff = uow.actor.acts_as_staff
    after = next_group(uow, get_procurement(uow, procurement_id)) if staff else None
    found = {"items": items, "total": len(items), "next_group": after}
    return tagged(SecondChancesSchema().dump(found))


@resource.route(f"{ONE}/members")
class ProcurementMembers(MethodView):
    """The cities of a joint procurement."""

    @resource.response(200, ProcurementMembersSchema)
    def get(self, procurement_id: UUID) -> Response:
        """List the cities of which the caller may know."""
        found = get_procurement(current_uow(), procurement_id).members
        items = ProcurementMemberSchema(many=True).dump(found)
        return tagged({"items": items, "total": len(items)})

    @resource.arguments(InvitedSchema)
    @resource.response(201, ProcurementMemberSchema)
    def post(self, body: dict[str, Any], procurement_id: UUID) -> Response:
        """Invite one more city; the lead buyer and staff."""
        made = operations.invite(current_uow(), procurement_id, Invited(**body))
        return _part(procurement_id, made.organisation_id, 201)


@resource.route(MEMBER)
class OneProcurementMember(MethodView):
    """One city's part."""

    @resource.response(200, ProcurementMemberSchema)
    def get(self, procurement_id: UUID, organisation_id: UUID) -> Response:
        """Read it."""
        return _part(procurement_id, organisation_id)

    @resource.arguments(PartBody)
    @resource.response(200, ProcurementMemberSchema)
    def patch(self, body: dict[str, Any], procurement_id: UUID, organisation_id: UUID) -> Response:
        """Say one thing of it: the role, or the state of the letter of intent or the mandate."""
        place = (current_uow(), procurement_id, organisation_id)
        said = [name for name in ("role", "letter", "mandate") if name in body]
        version = expected_version()
        if len(said) != 1:
            raise Invalid.of("body", "Send one of role, letter and mandate.")
        if said == ["role"]:
            members.give_role(*place, body["role"], expected_version=version)
        elif said == ["letter"]:
            signed_on = body.get("signed_on")
            members.state_letter(*place, body["letter"], signed_on, expected_version=version)
        else:
            note = body.get("note", "")
            members.state_mandate(*place, body["mandate"], note, expected_version=version)
        return _part(procurement_id, organisation_id)


@resource.route(f"{MEMBER}/accept", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(AcceptanceBody)
@resource.response(200, ProcurementMemberSchema)
def accept(body: dict[str, Any], procurement_id: UUID, organisation_id: UUID) -> Response:
    """Take part, as a buyer, follower or observer."""
    uow, role, version = current_uow(), JointRole(body["role"]), expected_version()
    members.accept(uow, procurement_id, organisation_id, role, expected_version=version)
    return _part(procurement_id, organisation_id)


@resource.route(f"{MEMBER}/<any(decline,withdraw):move>", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(ReasonBody)
@resource.response(200, ProcurementMemberSchema)
def leave(body: dict[str, Any], procurement_id: UUID, organisation_id: UUID, move: str) -> Response:
    """Say no, or take part no longer, with the reason that the group reads."""
    uow, said, version = current_uow(), body["reason"], expected_version()
    member = _member(procurement_id, organisation_id)
    LEAVES[move](uow, procurement_id, organisation_id, said, expected_version=version)
    # Who has left may not see the group any more: what it sees last is its own answer.
    state = MEMBER_MOVES.named(move).target
    left = replace(member, state=state, reason=said, version=version + 1, moves=())
    return tagged(ProcurementMemberSchema().dump(left), left.version)


LEAVES: Mapping[str, Callable[..., Any]] = {
    "decline": members.decline,
    "withdraw": members.withdraw,
}
