"""`/solutions`: what vendors list, and the moves of its lifecycle."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from marketplace.api.conventions import (
    ContentPatch,
    PageArguments,
    RemarksBody,
    Resource,
    VersionArguments,
    envelope,
    expected_version,
    merged,
    page_request,
    tagged,
)
from marketplace.api.description import IF_MATCH
from marketplace.foundation.access import VISITOR
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.request_scope import current_uow, prepared
from marketplace.schemas.answers import ListedSolutionSchema, SolutionAnswerSchema, page_of
from marketplace.schemas.fields import Code, Line, Money
from marketplace.schemas.solutions import SolutionSchema
from marketplace.services import Services
from marketplace.solutions import operations
from marketplace.solutions.lifecycle import STATES
from marketplace.solutions.queries import (
    SORTS,
    SolutionFilters,
    get_solution,
    list_solutions,
)

resource = Resource("Solutions", __name__, url_prefix="/solutions")

MOVES: dict[str, Callable[..., Any]] = {
    "submit": operations.submit,
    "publish": lambda uow, solution_id, **seen: operations.publish(
        uow, solution_id, prepared(), **seen
    ),
    "release": operations.release,
    "withdraw": operations.withdraw,
    "archive": operations.archive,
    "confirm": operations.confirm,
}


def examined(services: Services, uow: UnitOfWork, arguments: Mapping[str, Any]) -> object:
    """What the version that is to be published shows; None before any other move.

    Whoever is not known is refused by the view itself.
    """
    if arguments["move"] != "publish" or uow.actor is VISITOR:
        return None
    return services.matcher.examine(uow, arguments["solution_id"])


PREPARES = {"Solutions.make_move": examined}


class SolutionArguments(PageArguments):
    """What a list of solutions is narrowed down to."""

    q = Line(200)
    theme = Code()
    technology = Code()
    standard = Code()
    country = Code(2)
    language = Code(10)
    stage = Code(20)
    vendor = fields.UUID()
    price_max = Money(metadata={"description": "In EUR, for a year or once."})
    trl_min = fields.Integer(validate=validate.Range(1, 9))
    state = fields.String(validate=validate.OneOf(STATES))
    stale = fields.Boolean()
    sort = fields.String(validate=validate.OneOf(SORTS))


class SolutionBody(Schema):
    """A new solution of a vendor."""

    vendor = fields.UUID(required=True)
    content = fields.Nested(SolutionSchema, required=True)


def answer(solution_id: UUID, *, working: bool, status: int = 200) -> Response:
    """The solution as the API gives it, with its tag."""
    view = get_solution(current_uow(), solution_id, working=working)
    return tagged(SolutionAnswerSchema().dump(view), view.version, status)


@resource.route("")
class Solutions(MethodView):
    """All solutions that the caller may see."""

    @resource.arguments(SolutionArguments, location="query")
    @resource.response(200, page_of(ListedSolutionSchema))
    def get(self, arguments: dict[str, Any]) -> Response:
        """List solutions; those that were not confirmed for 90 days come last."""
        page = page_request(arguments)
        found = list_solutions(current_uow(), SolutionFilters(**arguments), page)
        return tagged(envelope(found, ListedSolutionSchema().dump))

    @resource.arguments(SolutionBody)
    @resource.response(201, SolutionAnswerSchema)
    def post(self, body: dict[str, Any]) -> Response:
        """Draft a solution for a vendor that the caller edits."""
        row = operations.create_solution(current_uow(), body["vendor"], body["content"])
        response = answer(row.id, working=True, status=201)
        response.headers["Location"] = url_for("Solutions.OneSolution", solution_id=row.id)
        return response


@resource.route("/<uuid:solution_id>")
class OneSolution(MethodView):
    """One solution."""

    @resource.arguments(VersionArguments, location="query")
    @resource.response(200, SolutionAnswerSchema)
    def get(self, arguments: dict[str, Any], solution_id: UUID) -> Response:
        """Read a solution."""
        return answer(solution_id, working=arguments["working"])

    @resource.arguments(ContentPatch)
    @resource.response(200, SolutionAnswerSchema)
    def patch(self, body: dict[str, Any], solution_id: UUID) -> Response:
        """Change the version in work; what is published stays until the next review."""
        version = expected_version()
        present = get_solution(current_uow(), solution_id, working=True).content
        content = merged(SolutionSchema(), present, body["content"])
        operations.change_solution(current_uow(), solution_id, content, expected_version=version)
        return answer(solution_id, working=True)


@resource.route("/<uuid:solution_id>/return", methods=["POST"], parameters=[IF_MATCH])
@resource.arguments(RemarksBody)
@resource.response(200, SolutionAnswerSchema)
def send_back(body: dict[str, Any], solution_id: UUID) -> Response:
    """Return a solution in review with the fields to mend; staff only."""
    version = expected_version()
    operations.send_back(current_uow(), solution_id, body["remarks"], expected_version=version)
    return answer(solution_id, working=True)


@resource.route(
    f"/<uuid:solution_id>/<any({','.join(MOVES)}):move>", methods=["POST"], parameters=[IF_MATCH]
)
@resource.response(200, SolutionAnswerSchema)
def make_move(solution_id: UUID, move: str) -> Response:
    """Submit, publish, release, withdraw, archive or confirm a solution.

    What shows signs of having been written only to be found is held and not published: its
    state is then “held” and `signs` says why. Staff look, and release or return it.
    """
    MOVES[move](current_uow(), solution_id, expected_version=expected_version())
    return answer(solution_id, working=True)
