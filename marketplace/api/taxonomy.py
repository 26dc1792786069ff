"""`/taxonomy/{list}`: the code lists, and `/taxonomy/funding-rules`: what groups are asked."""

from typing import Any

from flask import Response

from marketplace.api.conventions import PageArguments, Resource, envelope, page_request, tagged
from marketplace.api.description import chosen
from marketplace.funding.queries import versions
from marketplace.request_scope import current_uow
from marketplace.schemas.answers import TermSchema, page_of
from marketplace.schemas.buyers_groups import RuleSetAnswer, RuleSetsAnswer
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import page_of_terms

resource = Resource("Taxonomy", __name__, url_prefix="/taxonomy")


@resource.route("/<name>", parameters=[chosen("name", TermList)])
@resource.arguments(PageArguments, location="query")
@resource.response(200, page_of(TermSchema))
def terms(arguments: dict[str, Any], name: str) -> Response:
    """List the codes of themes, technologies, standards, regions, funding and so on."""
    page = page_of_terms(current_uow().session, name, page_request(arguments))
    return tagged(envelope(page, TermSchema().dump))


@resource.route("/funding-rules")
@resource.response(200, RuleSetsAnswer)
def funding_rules() -> Response:
    """List every version of every rule set, the newest of each first."""
    rows = versions(current_uow().session)
    return tagged({"items": RuleSetAnswer(many=True).dump(rows), "total": len(rows)})
