"""`/procurements/{id}/need` and `/lots`: what a group needs in common, decides and divides."""

from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from marketplace.api.conventions import Resource, expected_version, tagged
from marketplace.api.description import IF_MATCH, NEEDED
from marketplace.common_needs.content import Decision, LotContent
from marketplace.common_needs.cutting import (
    add_lot,
    change_lot,
    merge_lots,
    remove_lot,
    take_over,
)
from marketplace.common_needs.lots import lots_of, proposed_lots
from marketplace.common_needs.operations import accept_core, decide, draw_up
from marketplace.common_needs.queries import need_of
from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.request_scope import current_services, current_uow
from marketplace.schemas.common_needs import (
    LotContentSchema,
    LotProposalsSchema,
    LotsByBody,
    LotSchema,
    LotsSchema,
    MergeBody,
    NeedDecisionSchema,
    NeedItemSchema,
    NeedSchema,
    TookPartBody,
)

resource = Resource(
    "Common needs and lots", __name__, url_prefix="/procurements/<uuid:procurement_id>"
)


def _need(procurement_id: UUID) -> Response:
    current_uow().session.flush()
    need = need_of(current_uow(), procurement_id)
    return tagged(NeedSchema().dump(need), need.version if need else 0)


def _item(procurement_id: UUID, item_id: UUID) -> Response:
    current_uow().session.flush()
    need = need_of(current_uow(), procurement_id)
    for item in need.items if need else ():
        if item.id == item_id:
            return tagged(NeedItemSchema().dump(item), item.version)
    raise NotFound(say(NOTHING))


def _lots(procurement_id: UUID, status: int = 200) -> Response:
    current_uow().session.flush()
    return tagged(LotsSchema().dump(lots_of(current_uow(), procurement_id)), status=status)


def _lot(procurement_id: UUID, lot_id: UUID, status: int = 200) -> Response:
    current_uow().session.flush()
    for lot in lots_of(current_uow(), procurement_id).lots:
        if lot.id == lot_id:
            return tagged(LotSchema().dump(lot), lot.version, status)
    raise NotFound(say(NOTHING))


@resource.route("/need")
class Need(MethodView):
    """What the members of a group need in common."""

    @resource.doc(security=NEEDED)
    @resource.response(200, NeedSchema)
    def get(self, procurement_id: UUID) -> Response:
        """Read it, with every decision; for the inside of the group alone."""
        return _need(procurement_id)

    @resource.response(200, NeedSchema)
    def post(self, procurement_id: UUID) -> Response:
        """Draw it up, for the first time or anew; what was decided stays."""
        draw_up(current_uow(), current_services().matcher, procurement_id)
        return _need(procurement_id)


@resource.route("/need/accept-core", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(TookPartBody)
@resource.response(200, NeedSchema)
def core(body: dict[str, Any], procurement_id: UUID) -> Response:
    """Keep for all, as it is proposed, what several ask for and nobody has decided on."""
    version = expected_version()
    accept_core(current_uow(), procurement_id, body["took_part"], expected_version=version)
    return _need(procurement_id)


@resource.route("/need/items/<uuid:item_id>")
class NeedItem(MethodView):
    """One thing that is asked for."""

    @resource.doc(security=NEEDED)
    @resource.response(200, NeedItemSchema)
    def get(self, procurement_id: UUID, item_id: UUID) -> Response:
        """Read it with the sentences that it came from."""
        return _item(procurement_id, item_id)

    @resource.arguments(NeedDecisionSchema)
    @resource.response(200, NeedItemSchema)
    def patch(self, body: Decision, procurement_id: UUID, item_id: UUID) -> Response:
        """Decide on it; the cities that buy and programme staff may."""
        version = expected_version()
        decide(current_uow(), procurement_id, item_id, body, expected_version=version)
        return _item(procurement_id, item_id)


@resource.route("/lots")
class Lots(MethodView):
    """The lots of a joint procurement."""

    @resource.doc(security=NEEDED)
    @resource.response(200, LotsSchema)
    def get(self, procurement_id: UUID) -> Response:
        """List them beside the whole; for the inside of the group alone."""
        return _lots(procurement_id)

    @resource.arguments(LotContentSchema)
    @resource.response(201, LotSchema)
    def post(self, body: LotContent, procurement_id: UUID) -> Response:
        """Add a lot; the lead buyer and programme staff may."""
        row = add_lot(current_uow(), procurement_id, body)
        return _lot(procurement_id, row.id, 201)


@resource.route("/lots/proposals")
class LotProposals(MethodView):
    """Lots that the common need suggests."""

    @resource.doc(security=NEEDED)
    @resource.arguments(LotsByBody, location="query")
    @resource.response(200, LotProposalsSchema)
    def get(self, query: dict[str, Any], procurement_id: UUID) -> Response:
        """List them, by member or by part of the need; none is kept."""
        found = proposed_lots(current_uow(), procurement_id, query["by"])
        return tagged(LotProposalsSchema().dump({"items": found}))

    @resource.arguments(LotsByBody)
    @resource.response(201, LotsSchema)
    def post(self, body: dict[str, Any], procurement_id: UUID) -> Response:
        """Keep them all, where there are no lots yet."""
        take_over(current_uow(), procurement_id, body["by"])
        return _lots(procurement_id, 201)


@resource.route("/lots/<uuid:lot_id>")
class Lot(MethodView):
    """One lot."""

    @resource.doc(security=NEEDED)
    @resource.response(200, LotSchema)
    def get(self, procurement_id: UUID, lot_id: UUID) -> Response:
        """Read it."""
        return _lot(procurement_id, lot_id)

    @resource.doc(parameters=[IF_MATCH])
    @resource.arguments(LotContentSchema)
    @resource.response(200, LotSchema)
    def put(self, body: LotContent, procurement_id: UUID, lot_id: UUID) -> Response:
        """Say anew what it is."""
        version = expected_version()
        change_lot(current_uow(), procurement_id, lot_id, body, expected_version=version)
        return _lot(procurement_id, lot_id)

    @resource.response(200, LotsSchema)
    def delete(self, procurement_id: UUID, lot_id: UUID) -> Response:
        """Remove it; what is left is answered."""
        remove_lot(current_uow(), procurement_id, lot_id, expected_version=expected_version())
        return _lots(procurement_id)


@resource.route("/lots/<uuid:lot_id>/merge", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(MergeBody)
@resource.response(200, LotSchema)
def merge(body: dict[str, Any], procurement_id: UUID, lot_id: UUID) -> Response:
    """Put another lot into this one."""
    merge_lots(
        current_uow(),
        procurement_id,
        lot_id,
        body["other"],
        expected_version=expected_version(),
        other_version=body["other_version"],
    )
    return _lot(procurement_id, lot_id)
