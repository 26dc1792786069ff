"""`/procurements/{id}/steps`: the way of a joint procurement from idea to outcome."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from marketplace.api.conventions import Resource, expected_version, tagged
from marketplace.api.description import IF_MATCH, NEEDED
from marketplace.procurements.lifecycle import WAY, Step
from marketplace.request_scope import current_uow
from marketplace.schemas.steps import MoveOnBody, PlanBody, WaySchema, WhyBody
from marketplace.steps import operations
from marketplace.steps.queries import way_of

resource = Resource("Steps", __name__, url_prefix="/procurements/<uuid:procurement_id>")


def _answer(procurement_id: UUID) -> Response:
    current_uow().session.flush()
    way = way_of(current_uow(), procurement_id)
    return tagged(WaySchema().dump(way), way.view.version)


@resource.route("/steps")
class Steps(MethodView):
    """The whole way."""

    @resource.doc(security=NEEDED)
    @resource.response(200, WaySchema)
    def get(self, procurement_id: UUID) -> Response:
        """Read what has been taken and what the next step asks; for the inside alone."""
        return _answer(procurement_id)


@resource.route(f"/steps/<any({', '.join(WAY)}):step>", methods=["PATCH"])
@resource.arguments(PlanBody)
@resource.response(200, WaySchema)
def plan(body: dict[str, Any], procurement_id: UUID, step: str) -> Response:
    """Say who sees to a step and by when; If-Match takes the version of the plan, 0 for none."""
    operations.plan(
        current_uow(), procurement_id, Step(step), **body, expected_version=expected_version()
    )
    return _answer(procurement_id)


@resource.route("/move-on", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(MoveOnBody)
@resource.response(200, WaySchema)
def move_on(body: dict[str, Any], procurement_id: UUID) -> Response:
    """Enter the next step, with the grounds."""
    uow, version = current_uow(), expected_version()
    step, said = body["step"], body["evidence"]
    operations.move_on(uow, procurement_id, step, said, expected_version=version)
    return _answer(procurement_id)


@resource.route("/<any('go-back', dissolve):move>", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(WhyBody)
@resource.response(200, WaySchema)
def leave(body: dict[str, Any], procurement_id: UUID, move: str) -> Response:
    """Go back one step, or end it without an outcome, with the reason."""
    uow, said, version = current_uow(), body["reason"], expected_version()
    LEAVES[move](uow, procurement_id, said, expected_version=version)
    return _answer(procurement_id)


LEAVES: Mapping[str, Callable[..., Any]] = {
    "go-back": operations.go_back,
    "dissolve": operations.dissolve,
}
