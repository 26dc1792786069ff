"""Matches: suppliers for a challenge or a text, partner cities, and challenges for a vendor."""

from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from flask import Flask, Response
from flask_limiter import Limiter
from marshmallow import Schema, fields, validate

from marketplace.api.conventions import Resource, tagged
from marketplace.api.description import OPTIONAL
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.relaxing import what_relaxing_adds
from marketplace.recommendations.results import Filters, SolutionMatch, nothing_fits
from marketplace.recommendations.side_by_side import side_by_side
from marketplace.request_scope import View, current_services, current_uow
from marketplace.schemas.challenges import RequirementSchema
from marketplace.schemas.fields import Code, Money, Text
from marketplace.schemas.matches import (
    ChallengeMatchSchema,
    PartnerMatchSchema,
    SolutionMatchSchema,
)
from marketplace.schemas.what_if import RelaxationSchema, RelaxationsSchema, WhyNotSchema

resource = Resource("Matches", __name__, url_prefix="")

FREE_MATCH = "Matches.match_text"
LONGEST_NEED = 8_000
MOST_MATCHES = 50

_codes = validate.Length(max=50)


class FilterSchema(Schema):
    """What may be shown at all; of several codes one is enough."""

    themes = fields.List(Code(), validate=_codes)
    technologies = fields.List(Code(), validate=_codes)
    countries = fields.List(Code(2), validate=_codes)
    languages = fields.List(Code(10), validate=_codes)
    standards = fields.List(Code(), validate=_codes)
    price_max = Money(metadata={"description": "In EUR."})
    trl_min = fields.Integer(validate=validate.Range(1, 9))


class MatchArguments(FilterSchema):
    """How many matches, of which kind."""

    limit = fields.Integer(load_default=10, validate=validate.Range(1, MOST_MATCHES))


class LimitArguments(Schema):
    """How many at most."""

    limit = fields.Integer(load_default=10, validate=validate.Range(1, MOST_MATCHES))


class SolutionMatchesSchema(Schema):
    """The solutions that fit best, best first."""

    items = fields.List(fields.Nested(SolutionMatchSchema), required=True)
    total = fields.Integer(required=True)
    nothing_fits = fields.Boolean(
        required=True,
        metadata={"description": "Whether none of these is at least a possible fit."},
    )


class PartnerMatchesSchema(Schema):
    """The cities with the same need, the closest first."""

    items = fields.List(fields.Nested(PartnerMatchSchema), required=True)
    total = fields.Integer(required=True)


class ChallengeMatchesSchema(Schema):
    """The challenges that a solution fits, then those it nearly fits."""

    items = fields.List(fields.Nested(ChallengeMatchSchema), required=True)
    total = fields.Integer(required=True)


class NeedBody(Schema):
    """A need that is not stored."""

    text = Text(LONGEST_NEED, least=1, required=True)
    requirements = fields.List(
        fields.Nested(RequirementSchema), load_default=list, validate=validate.Length(max=50)
    )
    filters = fields.Nested(FilterSchema, load_default=dict)
    limit = fields.Integer(load_default=10, validate=validate.Range(1, MOST_MATCHES))


def _listed(schema: Schema, found: list[Any]) -> Response:
    return tagged({"items": schema.dump(found, many=True), "total": len(found)})


def _solutions(found: list[SolutionMatch]) -> Response:
    items = SolutionMatchSchema(many=True).dump(found)
    nothing = nothing_fits(match.band for match in found)
    return tagged({"items": items, "total": len(found), "nothing_fits": nothing})


def _matcher() -> Matcher:
    return current_services().matcher


def filters_of(arguments: dict[str, Any]) -> Filters:
    """The engine's filters for what was asked."""
    chosen: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value
        for name, value in arguments.items()
    }
    return Filters(**chosen)


@resource.route("/challenges/<uuid:challenge_id>/matches")
@resource.arguments(MatchArguments, location="query")
@resource.response(200, SolutionMatchesSchema)
def match_challenge(arguments: dict[str, Any], challenge_id: UUID) -> Response:
    """Rank suppliers for a challenge, with the evidence for each requirement."""
    limit = arguments.pop("limit")
    found = _matcher().suppliers(current_uow(), challenge_id, filters_of(arguments), limit)
    return _solutions(found)


@resource.route("/challenges/<uuid:challenge_id>/partners")
@resource.arguments(LimitArguments, location="query")
@resource.response(200, PartnerMatchesSchema)
def find_partners(arguments: dict[str, Any], challenge_id: UUID) -> Response:
    """Rank the cities with the same need, with what agrees, differs and contradicts.

    What a city shows to partner cities only is there for those who are entitled to it.
    """
    uow = current_uow()
    found = _matcher().partners(uow, challenge_id, arguments["limit"])
    beside = side_by_side(uow, _matcher(), challenge_id, found)
    there = (match for match in found if match.challenge.id in beside)
    pairs = [(match, beside[match.challenge.id]) for match in there]
    return _listed(PartnerMatchSchema(), pairs)


@resource.route("/solutions/<uuid:solution_id>/challenges")
@resource.arguments(LimitArguments, location="query")
@resource.response(200, ChallengeMatchesSchema)
def mirror(arguments: dict[str, Any], solution_id: UUID) -> Response:
    """Show the challenges that a solution fits, and what keeps it out of those it nearly fits."""
    found = _matcher().challenges_for(current_uow(), solution_id, arguments["limit"])
    return _listed(ChallengeMatchSchema(), [*found.fits, *found.near_misses])


@resource.route("/solutions/<uuid:solution_id>/challenges/<uuid:challenge_id>")
@resource.response(200, WhyNotSchema)
def why_not(solution_id: UUID, challenge_id: UUID) -> Response:
    """Say what keeps a solution out of a challenge's matches and what would let it in."""
    found = _matcher().why_not(current_uow(), solution_id, challenge_id)
    return tagged(WhyNotSchema().dump(found))


@resource.route("/challenges/<uuid:challenge_id>/relaxations")
@resource.arguments(FilterSchema, location="query")
@resource.response(200, RelaxationsSchema)
def relaxations(arguments: dict[str, Any], challenge_id: UUID) -> Response:
    """Say which solutions each filter, essential fact and essential requirement costs a city."""
    found = what_relaxing_adds(_matcher(), current_uow(), challenge_id, filters_of(arguments))
    return _listed(RelaxationSchema(), found)


@resource.route("/match", methods=["POST"])
# Nothing is stored, so there is nothing that a key would keep from being done twice.
@resource.doc(security=OPTIONAL, parameters=[], responses={429: HTTPStatus(429).name})
@resource.arguments(NeedBody)
@resource.response(200, SolutionMatchesSchema)
def match_text(body: dict[str, Any]) -> Response:
    """Rank suppliers for a need in words; open to everybody, nothing is stored."""
    found = _matcher().suppliers_for_text(
        current_uow(),
        body["text"],
        body["requirements"],
        filters_of(body["filters"]),
        body["limit"],
    )
    return _solutions(found)


def limit_visitors(app: Flask, limiter: Limiter, rate: str) -> None:
    """Let each address ask for free matches only so often."""
    limited = limiter.limit(rate)(app.view_functions[FREE_MATCH])
    app.view_functions[FREE_MATCH] = cast("View", limited)
