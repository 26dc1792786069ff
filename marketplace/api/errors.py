"""Every error as RFC 9457 problem+json, with the fields that have to be mended."""

from typing import Any

from flask import Response, g, json
from werkzeug.exceptions import HTTPException

from marketplace.foundation.errors import Conflict, Invalid, ProductError, Unauthenticated
from marketplace.request_scope import status_of

MEDIA_TYPE = "application/problem+json"


def problem(status: int, title: str, detail: str, **more: list[Any]) -> Response:
    """A problem document; `more` is what it holds besides, by the names in `ProblemSchema`."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": g.get("request_id", "-"),
        **more,
    }
    return Response(json.dumps(body), status, content_type=MEDIA_TYPE)


def problem_of(error: ProductError) -> Response:
    """The problem document of one of the product's own errors."""
    more: dict[str, list[Any]] = {}
    if isinstance(error, Invalid):
        more["errors"] = [
            {"field": f.field, "message": f.message, "value": f.value} for f in error.faults
        ]
    if isinstance(error, Conflict) and error.possible:
        more["possible"] = list(error.possible)
    response = problem(status_of(error), error.title, error.detail, **more)
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = 'Bearer realm="marketplace"'
    return response


def problem_of_http(error: HTTPException) -> Response:
    """The problem document of an error that the web framework raised."""
    response = problem(error.code or 500, error.name, error.description or error.name)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response
