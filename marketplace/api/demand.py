"""`/procurements/{id}/demand` and `/commitments`: what a group needs together, and commits."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields

from marketplace.api.conventions import Resource, expected_version, tagged
from marketplace.api.description import IF_MATCH, NEEDED
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.pooled_demand.content import Cap, DemandContent, Pledge, SharingKey, Terms
from marketplace.pooled_demand.operations import (
    agree_on,
    commit,
    recommit,
    set_cap,
    take_back,
    write_demand,
)
from marketplace.pooled_demand.queries import commitments_of, demand_of, shares_of
from marketplace.pooled_demand.thresholds import crossed
from marketplace.request_scope import current_uow
from marketplace.schemas.demand import (
    CapSchema,
    CommitmentsSchema,
    CommittedSchema,
    DemandAnswerSchema,
    DemandSchema,
    MemberDemandSchema,
    PledgeSchema,
    PooledDemandSchema,
    SharesSchema,
    TermsSchema,
    ThresholdSchema,
)
from marketplace.schemas.fields import Money
from marketplace.schemas.money import Currency

resource = Resource("Pooled demand", __name__, url_prefix="/procurements/<uuid:procurement_id>")


class NewPledgeBody(Schema):
    """What is committed, and for which member."""

    organisation = fields.UUID(required=True)
    amount = Money(required=True)
    currency = Currency(required=True)
    lot = fields.UUID(allow_none=True, load_default=None)


def _demand(procurement_id: UUID) -> Response:
    uow = current_uow()
    uow.session.flush()
    found = demand_of(uow, procurement_id)
    shares = [shares_of(found, key, found.budget) for key in SharingKey]
    reached = crossed(found.budget, found.currency, brussels_today(uow.now))
    body = PooledDemandSchema().dump(found) | {
        "shares": SharesSchema(many=True).dump(shares),
        "thresholds": ThresholdSchema(many=True).dump(reached),
    }
    return tagged(body, found.terms_version)


def _member(procurement_id: UUID, organisation_id: UUID) -> Response:
    uow = current_uow()
    uow.session.flush()
    for one in demand_of(uow, procurement_id).members:
        if one.organisation_id == organisation_id:
            return tagged(MemberDemandSchema().dump(one), one.version)
    raise NotFound(say(NOTHING))


def _commitments(procurement_id: UUID) -> Response:
    uow = current_uow()
    uow.session.flush()
    found = commitments_of(uow, procurement_id)
    return tagged(CommitmentsSchema().dump(found), found.version)


def _committed(procurement_id: UUID, commitment_id: UUID, status: int = 200) -> Response:
    uow = current_uow()
    uow.session.flush()
    for one in commitments_of(uow, procurement_id).items:
        if one.id == commitment_id:
            return tagged(CommittedSchema().dump(one), one.version, status)
    raise NotFound(say(NOTHING))


@resource.route("/demand")
class Demand(MethodView):
    """What the members need and can pay together."""

    @resource.doc(security=NEEDED)
    @resource.response(200, DemandAnswerSchema)
    def get(self, procurement_id: UUID) -> Response:
        """Read it with its sums, who pays what by each key, and the EU thresholds."""
        return _demand(procurement_id)

    @resource.arguments(TermsSchema)
    @resource.response(200, DemandAnswerSchema)
    def patch(self, terms: Terms, procurement_id: UUID) -> Response:
        """Agree on what the group counts in, and by what it shares."""
        agree_on(current_uow(), procurement_id, terms, expected_version=expected_version())
        return _demand(procurement_id)


@resource.route("/demand/<uuid:organisation_id>")
class OneDemand(MethodView):
    """What one member needs and can pay."""

    @resource.doc(security=NEEDED)
    @resource.response(200, MemberDemandSchema)
    def get(self, procurement_id: UUID, organisation_id: UUID) -> Response:
        """Read it."""
        return _member(procurement_id, organisation_id)

    @resource.arguments(DemandSchema)
    @resource.response(200, MemberDemandSchema)
    def patch(
        self, content: DemandContent, procurement_id: UUID, organisation_id: UUID
    ) -> Response:
        """Say all of it anew; 0 is the version of nothing yet."""
        uow, version = current_uow(), expected_version()
        write_demand(uow, procurement_id, organisation_id, content, expected_version=version)
        return _member(procurement_id, organisation_id)


@resource.route("/commitments")
class CommitmentList(MethodView):
    """What the members commit under the cap."""

    @resource.doc(security=NEEDED)
    @resource.response(200, CommitmentsSchema)
    def get(self, procurement_id: UUID) -> Response:
        """Read all of them, their sum, the cap and what is left."""
        return _commitments(procurement_id)

    @resource.arguments(CapSchema)
    @resource.response(200, CommitmentsSchema)
    def patch(self, cap: Cap, procurement_id: UUID) -> Response:
        """Set the cap and the currency."""
        set_cap(current_uow(), procurement_id, cap, expected_version=expected_version())
        return _commitments(procurement_id)

    @resource.arguments(NewPledgeBody)
    @resource.response(201, CommittedSchema)
    def post(self, body: dict[str, Any], procurement_id: UUID) -> Response:
        """Commit an amount for a member that has committed nothing yet."""
        lot = str(body["lot"] or "")
        pledge = Pledge(amount=body["amount"], currency=body["currency"], lot=lot)
        row = commit(current_uow(), procurement_id, body["organisation"], pledge)
        return _committed(procurement_id, row.id, 201)


@resource.route("/commitments/<uuid:commitment_id>", methods=["PATCH"])
@resource.arguments(PledgeSchema)
@resource.response(200, CommittedSchema)
def change(pledge: Pledge, procurement_id: UUID, commitment_id: UUID) -> Response:
    """Commit another amount than before."""
    uow, version = current_uow(), expected_version()
    recommit(uow, procurement_id, commitment_id, pledge, expected_version=version)
    return _committed(procurement_id, commitment_id)


@resource.route(
    "/commitments/<uuid:commitment_id>/take-back", methods=["POST"], parameters=[IF_MATCH]
)
@resource.response(200, CommittedSchema)
def leave(procurement_id: UUID, commitment_id: UUID) -> Response:
    """Take it back; it counts no more."""
    uow, version = current_uow(), expected_version()
    take_back(uow, procurement_id, commitment_id, expected_version=version)
    return _committed(procurement_id, commitment_id)
